"""How expressions go wrong: each operator finds, at one node, the slips that people make there."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from grader.audit.text import Edit, Site, Text


@dataclass(frozen=True)
class Change:
    """One slip: the operator that found it, what it does in words, and the edits that make it."""

    operator: str
    description: str
    edits: tuple[Edit, ...]


_TOKENS: dict[type[ast.AST], str] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.MatMult: "@", ast.Pow: "**",
    ast.FloorDiv: "//", ast.Mod: "%", ast.BitAnd: "&", ast.BitOr: "|", ast.BitXor: "^",
    ast.LShift: "<<", ast.RShift: ">>", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=",
    ast.Eq: "==", ast.NotEq: "!=",
}  # fmt: skip
_ARITHMETIC = {
    "+": ("-",), "-": ("+",), "*": ("/", "@"), "/": ("*",), "@": ("*",), "**": ("*",),
    "//": ("/",), "%": ("//",), "&": ("|",), "|": ("&",), "^": ("&",), "<<": (">>",), ">>": ("<<",),
}  # fmt: skip
_COMPARISONS = {
    "<": ("<=", ">"), "<=": ("<", ">="), ">": (">=", "<"), ">=": (">", "<="),
    "==": ("!=",), "!=": ("==",),
}  # fmt: skip
_OPPOSITE = {"<": ">=", ">=": "<", ">": "<=", "<=": ">", "==": "!=", "!=": "=="}


def _token(text: Text, op: ast.AST, start: int, end: int, becomes: str) -> Edit | None:
    wanted = _TOKENS.get(type(op))
    for token in text.between(start, end):
        if token.string == wanted:
            return Edit(token.start, token.end, becomes)
    return None


def arithmetic(text: Text, site: Site) -> Iterator[Change]:
    """Another operator between the same operands, or one operand forgotten."""
    node = site.node
    if not isinstance(node, ast.BinOp):
        return
    sign = _TOKENS[type(node.op)]
    for other in _ARITHMETIC[sign]:
        edit = _token(text, node.op, text.span(node.left)[1], text.span(node.right)[0], other)
        if edit:
            matrix = "@" in (sign, other)
            operator = "matrix product" if matrix else "arithmetic operator"
            yield Change(operator, f"`{sign}` became `{other}`", (edit,))
    kept = []
    if sign in ("+", "-", "*", "/", "**", "//", "%", "&", "|"):
        kept.append((node.left, node.right))
    if sign in ("+", "*", "&", "|"):
        kept.append((node.right, node.left))
    for operand, dropped in kept:
        edit = text.replaced(node, text.standing_in(operand, site.parent))
        yield Change("term dropped", f"`{text.of(dropped)}` was forgotten", (edit,))
    if sign in ("-", "/", "//", "%", "**", "@") and not (sign == "-" and _forgets_signs(site)):
        edits = (
            text.replaced(node.left, text.operand(node.right)),
            text.replaced(node.right, text.operand(node.left)),
        )
        yield Change("operands swapped", f"the operands of `{sign}` swapped", edits)


def _forgets_signs(site: Site) -> bool:
    """Whether a difference goes straight into a size or a square: either order is the same."""
    around = site.parent
    if isinstance(around, ast.Call):
        name = around.func.attr if isinstance(around.func, ast.Attribute) else around.func
        name = name.id if isinstance(name, ast.Name) else name
        return name in ("abs", "absolute", "fabs", "square") and len(around.args) == 1
    if isinstance(around, ast.BinOp) and isinstance(around.op, ast.Pow):
        power = around.right
        return isinstance(power, ast.Constant) and power.value == 2 and around.left is site.node
    return False


def comparison(text: Text, site: Site) -> Iterator[Change]:
    """The boundary moved to the other side, or the direction turned."""
    node = site.node
    if not isinstance(node, ast.Compare):
        return
    left = node.left
    for op, right in zip(node.ops, node.comparators, strict=True):
        sign = _TOKENS.get(type(op), "")
        for other in _COMPARISONS.get(sign, ()):
            edit = _token(text, op, text.span(left)[1], text.span(right)[0], other)
            if edit:
                yield Change("comparison", f"`{sign}` became `{other}`", (edit,))
        left = right


def boolean(text: Text, site: Site) -> Iterator[Change]:
    """``and`` for ``or``, and a condition of several that lost one."""
    node = site.node
    if not isinstance(node, ast.BoolOp):
        return
    word, other = ("and", "or") if isinstance(node.op, ast.And) else ("or", "and")
    ends = [text.span(value) for value in node.values]
    edits = tuple(
        Edit(token.start, token.end, other)
        for (_, end), (start, _) in zip(ends, ends[1:], strict=False)
        for token in text.between(end, start)
        if token.string == word
    )
    yield Change("boolean operator", f"`{word}` became `{other}`", edits)
    for dropped in node.values:
        rest = [f"({text.of(v)})" for v in node.values if v is not dropped]
        edit = text.replaced(node, f" {word} ".join(rest) if len(rest) > 1 else rest[0])
        yield Change("term dropped", f"`{text.of(dropped)}` was forgotten", (edit,))


def negated(text: Text, test: ast.expr) -> Edit:
    """The opposite of a condition, said in its own operator where it has one."""
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        return text.replaced(test, f"({text.of(test.operand)})")
    if isinstance(test, ast.Compare) and len(test.ops) == 1:
        sign = _TOKENS.get(type(test.ops[0]), "")
        start, end = text.span(test.left)[1], text.span(test.comparators[0])[0]
        edit = _token(text, test.ops[0], start, end, _OPPOSITE[sign]) if sign else None
        if edit:
            return edit
    return text.replaced(test, f"not ({text.of(test)})")


def condition(text: Text, site: Site) -> Iterator[Change]:
    """A branch taken when it should not be."""
    node = site.node
    tests: list[ast.expr] = []
    if isinstance(node, (ast.If, ast.While, ast.IfExp)):
        tests = [node.test]
    elif isinstance(node, ast.comprehension):
        tests = node.ifs
    for test in tests:
        yield Change("branch condition", f"`{text.of(test)}` was negated", (negated(text, test),))
    if isinstance(node, ast.IfExp):
        for branch in (node.body, node.orelse):
            edit = text.replaced(node, text.standing_in(branch, site.parent))
            yield Change("branch condition", f"always `{text.of(branch)}`", (edit,))


def sign(text: Text, site: Site) -> Iterator[Change]:
    """A minus, a ``not`` or a ``~`` that was forgotten."""
    node = site.node
    if isinstance(node, ast.UnaryOp) and not isinstance(node.op, ast.UAdd):
        edit = text.replaced(node, text.standing_in(node.operand, site.parent))
        name = {ast.USub: "minus", ast.Not: "not", ast.Invert: "~"}[type(node.op)]
        yield Change(f"{name} dropped", f"`{text.of(node)}` lost its {name}", (edit,))


def constant(text: Text, site: Site) -> Iterator[Change]:
    """A number off by one, negated, zeroed or ten times too large; a flag turned."""
    node = site.node
    if not isinstance(node, ast.Constant):
        return
    parent = site.parent
    function = isinstance(parent, (ast.FunctionDef, ast.AsyncFunctionDef))
    operator = "default argument" if function else "constant"
    was = text.of(node)
    for value in _neighbours(node.value, function):
        if isinstance(parent, ast.UnaryOp) and f"{value}".startswith("-"):
            continue  # the minus that stands before it is dropped by another operator
        becomes = repr(value)
        if becomes.startswith("-") and isinstance(parent, (ast.BinOp, ast.UnaryOp)):
            becomes = f"({becomes})"
        edit = text.replaced(node, becomes)
        yield Change(operator, f"`{was}` became `{becomes}`", (edit,))


def _neighbours(value: object, default: bool) -> list[object]:
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int):
        return list(dict.fromkeys(v for v in (value + 1, value - 1, -value, 0) if v != value))
    if isinstance(value, float) and value == value and abs(value) != float("inf"):
        near = [10 * value] if 0 < abs(value) < 0.1 else [value + 1.0, value - 1.0]
        return list(dict.fromkeys(v for v in (*near, -value, 0.0) if v != value))
    if isinstance(value, str) and default:
        return [{"mean": "sum", "sum": "mean", "none": "mean"}.get(value, value + "_")]
    return []


def subscript(text: Text, site: Site) -> Iterator[Change]:
    """A slice with one element more or less, another step, an index off by one."""
    node = site.node
    if isinstance(node, ast.Slice):
        for bound, name in ((node.lower, "lower"), (node.upper, "upper")):
            if bound is None:
                continue
            yield Change("slice bound", f"no {name} bound", (text.replaced(bound, ""),))
            for move in ("+ 1", "- 1"):
                value = _moved(text, bound, move)
                description = f"the {name} bound `{text.of(bound)}` became `{value}`"
                yield Change("slice bound", description, (text.replaced(bound, value),))
        if node.upper is None and node.step is None:
            end = text.span(node)[1]
            yield Change("slice bound", "the last element cut off", (Edit(end, end, "-1"),))
        if node.step is not None:
            edit = text.replaced(node.step, "1")
            yield Change("step", f"the step `{text.of(node.step)}` became `1`", (edit,))
    elif isinstance(node, ast.Subscript):
        inner = node.slice
        for index in inner.elts if isinstance(inner, ast.Tuple) else [inner]:
            counts = isinstance(index, ast.Name) and index.id in _counters(site)
            if counts or isinstance(index, ast.BinOp):
                value = _moved(text, index, "- 1")
                description = f"the index `{text.of(index)}` became `{value}`"
                yield Change("index", description, (text.replaced(index, value),))


def _moved(text: Text, bound: ast.expr, move: str) -> str:
    step = 1 if move == "+ 1" else -1
    try:
        return repr(int(ast.literal_eval(bound)) + step)
    except (ValueError, TypeError):
        return f"{text.operand(bound)} {move}"


def _counters(site: Site) -> set[str]:
    """Variables around the site that count: those of loops over a range or an enumeration."""
    names: set[str] = set()
    for around in site.parents:
        if not isinstance(around, (ast.For, ast.comprehension, ast.FunctionDef)):
            continue
        for loop in ast.walk(around):
            if isinstance(loop, (ast.For, ast.comprehension)) and isinstance(loop.iter, ast.Call):
                called = ast.unparse(loop.iter)
                if called.startswith(("range", "reversed(range", "enumerate", "np.ndindex")):
                    names |= {n.id for n in ast.walk(loop.target) if isinstance(n, ast.Name)}
    return names


def neighbour(text: Text, site: Site) -> Iterator[Change]:
    """A name or key copied from the line above and not changed: ``W2`` for ``W1``."""
    node = site.node
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
        word, pool = node.id, _names(site)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        if not isinstance(site.parent, ast.Subscript):
            return
        word, pool = node.value, _keys(site)
    else:
        return
    for other in sorted(pool):
        if other != word and len(other) == len(word) > 1 and _distance(word, other) == 1:
            becomes = text.of(node).replace(word, other)
            edit = text.replaced(node, becomes)
            yield Change("copied name", f"`{word}` became `{other}`", (edit,))


def _distance(one: str, other: str) -> int:
    return sum(a != b for a, b in zip(one, other, strict=True))


def _function(site: Site) -> ast.AST:
    functions = [p for p in site.parents if isinstance(p, ast.FunctionDef)]
    return functions[-1] if functions else site.parents[-1]


def _names(site: Site) -> set[str]:
    found = set()
    for node in ast.walk(_function(site)):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        elif isinstance(node, ast.arg):
            found.add(node.arg)
    return found


def _keys(site: Site) -> set[str]:
    return {
        node.slice.value
        for node in ast.walk(_function(site))
        if isinstance(node, ast.Subscript)
        and isinstance(node.slice, ast.Constant)
        and isinstance(node.slice.value, str)
    }
