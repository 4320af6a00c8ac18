"""Formulas of docstrings as TeX, where that is safe.

A docstring writes mathematics in code font: ``exp(x_k) / sum_j exp(x_j)``. What this grammar reads
without a doubt becomes TeX. Everything else, such as shapes, names of parameters, Python and half
sentences, stays code: a formula in code font can be read, a wrong one cannot.
"""

from __future__ import annotations

import re

_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+\.?\d*(?:e[+-]?\d+)?)|(?P<name>[A-Za-z][A-Za-z0-9]*)"
    r"|(?P<sign>\*\*|<=|>=|[-+*/^@=<>()\[\],;|_'.]))"
)
_GREEK = {
    **{name: f"\\{name}" for name in ("alpha", "beta", "gamma", "delta", "theta", "mu", "sigma")},
    **{name: f"\\{name}" for name in ("pi", "rho", "tau", "phi", "eta", "epsilon", "lambda")},
    **{"eps": "\\varepsilon", "lam": "\\lambda"},
}
_FUNCTIONS = {
    name: f"\\{name}"
    for name in ("exp", "log", "ln", "max", "min", "tanh", "sin", "cos", "tan", "cosh", "sinh")
}
_ROOTS = {
    "sqrt": "\\sqrt{%s}",
    "floor": "\\left\\lfloor %s \\right\\rfloor",
    "ceil": "\\left\\lceil %s \\right\\rceil",
}
_PYTHON = {"int", "float", "len", "range", "round"}
_SUMS = {"sum": "\\sum", "prod": "\\prod"}
_RELATIONS = {"=": "=", "<": "<", ">": ">", "<=": "\\le", ">=": "\\ge"}
_ACCENTS = {"hat": "\\hat", "bar": "\\bar"}


class _NoFormula(Exception):
    """It is not read without a doubt."""


def tex(code: str) -> str | None:
    """The formula as TeX; None where it had better stay code."""
    code = " ".join(code.split())
    if re.search(r"\w=\S|^\W+$", code):  # ``axis=0`` is Python
        return None
    try:
        reader = _Reader(code)
        found = reader.formula()
    except (_NoFormula, RecursionError):
        return None
    # ``x`` and ``u = 0`` name what the code has, and say nothing that TeX says better.
    return found if reader.signs else None


class _Reader:
    """Recursive descent, one method a level; ``signs`` counts what makes it mathematics."""

    def __init__(self, code: str) -> None:
        self._tokens: list[tuple[str, str, bool]] = []  # kind, text, after a space
        at = 0
        while at < len(code):
            found = _TOKEN.match(code, at)
            if found is None:
                raise _NoFormula
            kind = str(found.lastgroup)
            self._tokens.append((kind, found[kind], code[at] == " "))
            at = found.end()
        self._at = 0
        self.signs = 0

    def _next(self) -> tuple[str, str, bool]:
        return self._tokens[self._at] if self._at < len(self._tokens) else ("", "", False)

    def _is(self, *signs: str) -> bool:
        kind, text, _ = self._next()
        return kind == "sign" and text in signs

    def _take(self) -> str:
        text = self._next()[1]
        self._at += 1
        return text

    def _expect(self, sign: str) -> None:
        if not self._is(sign):
            raise _NoFormula
        self._at += 1

    def formula(self) -> str:
        parts = [self._sum()]
        while self._is(*_RELATIONS):
            sign = self._take()
            self.signs += sign != "="
            parts += [_RELATIONS[sign], self._sum()]
        if self._at < len(self._tokens):
            raise _NoFormula
        return " ".join(parts)

    def _sum(self) -> str:
        parts = []
        if self._is("-"):
            parts.append(self._take())
        parts.append(self._product())
        while self._is("+", "-"):
            self.signs += 1
            parts += [self._take(), self._product()]
        return " ".join(parts)

    def _product(self) -> str:
        whole, divided = self._power(), False
        while True:
            kind, text, _ = self._next()
            if self._is("*", "@"):
                self.signs += 1
                self._take()
                whole += (" \\cdot " if text == "*" else " \\, ") + self._power()
            elif self._is("/"):
                self.signs += 1
                self._take()
                whole = f"\\frac{{{_bare(whole)}}}{{{_bare(self._power())}}}"
                divided = True
            elif kind in ("name", "number") or self._is("("):
                # Does a / b c divide by c? And words one after another are half a sentence.
                if divided or (_is_word(kind, text) and not whole[-1].isdigit()):
                    raise _NoFormula
                self.signs += 1
                whole += f" \\, {self._power()}"
            else:
                return whole

    def _power(self) -> str:
        base = self._atom()
        if self._is("**", "^"):
            self.signs += 1
            self._take()
            minus = "-" if self._is("-") and self._take() else ""
            return f"{{{base}}}^{{{minus}{_bare(self._power())}}}"
        return base

    def _atom(self) -> str:
        kind, text, _ = self._next()
        if kind == "number":
            self._take()
            return _number(text)
        if kind == "name":
            return self._name()
        if self._is("("):
            self._take()
            inner = self._sum()
            self._expect(")")
            return f"\\left({inner}\\right)"
        if self._is("|"):
            self._take()
            inner = self._sum()
            self._expect("|")
            self.signs += 1
            return f"\\left|{inner}\\right|"
        raise _NoFormula

    def _name(self) -> str:
        name = self._take()
        if name in _SUMS:
            self.signs += 1
            index = f"_{{{self._index()}}}" if self._is("_") else ""
            return f"{_SUMS[name]}{index} {self._product()}"
        if name in _FUNCTIONS:
            self.signs += 1
            index = f"_{{{self._index()}}}" if self._is("_") else ""
            if self._applied():
                return f"{_FUNCTIONS[name]}{index}{self._arguments()}"
            return f"{_FUNCTIONS[name]}{index} {self._power()}"
        if name in _ROOTS and self._applied():
            self.signs += 1
            return _ROOTS[name] % _bare(self._arguments())
        if name in _PYTHON:
            raise _NoFormula
        written = self._subscripted(name)
        if self._is("'"):
            self._take()
            written += "'"
        if self._is("."):
            self._take()
            if self._take() != "T":
                raise _NoFormula
            self.signs += 1
            return f"{written}^{{\\top}}"
        if self._is("["):
            return f"{written}_{{{self._listed('[', ']')}}}" if "_" not in written else self._no()
        if self._applied():
            self.signs += len(name) > 1
            named = written if len(name) == 1 or name in _GREEK else f"\\operatorname{{{name}}}"
            return f"{named}{self._arguments()}"
        return written

    def _no(self) -> str:
        raise _NoFormula

    def _applied(self) -> bool:
        return self._is("(") and not self._next()[2]

    def _arguments(self) -> str:
        return f"\\left({self._listed('(', ')')}\\right)"

    def _listed(self, opening: str, closing: str) -> str:
        self._expect(opening)
        parts = self._sum()
        while self._is(",", ";"):
            parts += f"{self._take()} {self._sum()}"
        self._expect(closing)
        return parts

    def _subscripted(self, name: str) -> str:
        digits = re.fullmatch(r"([A-Za-z]+)(\d+)", name)
        if digits and (len(digits[1]) == 1 or digits[1] in _GREEK):
            base, index = _letters(digits[1]), digits[2]
        else:
            base, index = _letters(name), ""
        if self._is("_"):
            found = self._index()
            if found in _ACCENTS and not index:
                return f"{_ACCENTS[found]}{{{base}}}"
            index = f"{index}{',' if index else ''}{_upright(found)}"
        if self._is("_"):  # ``a_b_c`` is a name and no index of an index
            raise _NoFormula
        return f"{base}_{{{index}}}" if index else base

    def _index(self) -> str:
        self._expect("_")
        if self._is("("):
            self._take()
            inner = self._sum()
            self._expect(")")
            return inner
        kind, text, spaced = self._next()
        if kind not in ("name", "number") or spaced:
            raise _NoFormula
        return self._take()


def _letters(name: str) -> str:
    if name in _GREEK:
        return _GREEK[name]
    return name if len(name) == 1 else f"\\mathrm{{{name}}}"


def _is_word(kind: str, text: str) -> bool:
    known = text in _GREEK or text in _FUNCTIONS or text in _SUMS or text in _ROOTS
    return kind == "name" and text.isalpha() and len(text) > 1 and not known


def _upright(index: str) -> str:
    """``kn`` counts by k and n, and ``out`` is a word."""
    is_word = index.isalpha() and (len(index) > 2 or index == "in")
    return f"\\mathrm{{{index}}}" if is_word else index


def _number(text: str) -> str:
    digits, _, exponent = text.partition("e")
    return f"{digits} \\times 10^{{{int(exponent)}}}" if exponent else digits


def _bare(written: str) -> str:
    """Without brackets that go around the whole: a fraction's bar does their work."""
    opening, closing = "\\left(", "\\right)"
    if not (written.startswith(opening) and written.endswith(closing)):
        return written
    inner = written[len(opening) : -len(closing)]
    depth = 0
    for found in re.finditer(r"\\left\(|\\right\)", inner):
        depth += 1 if found[0] == opening else -1
        if depth < 0:
            return written
    return inner
