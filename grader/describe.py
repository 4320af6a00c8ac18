"""Values in words and as source: what counterexamples and snippets are written with."""

from __future__ import annotations

import math
from itertools import islice
from typing import Any

import numpy as np

from grader.callables import Function
from grader.compare import Element
from grader.wire import FunctionSource, GeneratorSeed

SHOWN = 60
_FEWER = 4  # times fewer items of what lies within: an answer may hold any number of anything
_LONGEST = 1000  # characters of a string


def _number(value: float) -> str:
    if math.isnan(value):
        return "np.nan"
    if math.isinf(value):
        return "np.inf" if value > 0 else "-np.inf"
    return repr(value)


def _element(value: Any) -> str:
    return _number(value) if isinstance(value, float) else repr(value)


def _nested(value: Any) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(_nested(item) for item in value) + "]"
    return _element(value)


def value_source(value: Any) -> str:
    """Python source that makes the value again, with ``np`` for NumPy."""
    if isinstance(value, np.ndarray):
        if value.size == 0 or value.ndim == 0:
            text = (
                f"np.zeros({value.shape}"
                if value.size == 0
                else f"np.array({_nested(value.tolist())}"
            )
        else:
            text = f"np.array({_nested(value.tolist())}"
        plain = {"f": "float64", "i": "int64", "b": "bool"}.get(value.dtype.kind)
        wanted = "float64" if value.size == 0 else plain
        return f"{text})" if str(value.dtype) == wanted else f"{text}, dtype=np.{_dtype(value)})"
    if isinstance(value, np.generic):
        return _element(value.item())
    if isinstance(value, GeneratorSeed):
        return f"np.random.default_rng({value.seed})"
    if isinstance(value, (FunctionSource, Function)):
        return value.name
    if isinstance(value, dict):
        return "{" + ", ".join(f"{k!r}: {value_source(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(value_source(item) for item in value) + "]"
    if isinstance(value, tuple):
        inner = ", ".join(value_source(item) for item in value)
        return f"({inner},)" if len(value) == 1 else f"({inner})"
    return _element(value)


def _dtype(value: Any) -> str:
    return "bool_" if value.dtype.kind == "b" else str(value.dtype)


def functions_in(value: Any) -> list[FunctionSource]:
    """The callables in a value, whose sources a snippet must bring along."""
    if isinstance(value, FunctionSource):
        return [value]
    if isinstance(value, dict):
        return [f for item in value.values() for f in functions_in(item)]
    if isinstance(value, (tuple, list)):
        return [f for item in value for f in functions_in(item)]
    return []


def prints_alike(element: Element | None) -> bool:
    """Whether NumPy shows what was expected of an element and what came as the same number."""
    if element is None or not isinstance(element.expected, (float, np.floating)):
        return False
    return f"{element.expected:.8g}" == f"{element.got:.8g}"


def in_words(value: Any, width: int = 72, digits: int = 6, most: int = SHOWN) -> str:
    """A value as a person reads it: short numbers, at most about sixty of them, its shape beside.

    Whole numbers stay whole; ``digits`` decimals otherwise. ``most`` items of a container.
    """
    if isinstance(value, np.ndarray) and value.ndim:
        fixed = _suppress(value)
        with np.printoptions(
            precision=digits, threshold=SHOWN, edgeitems=3, linewidth=width, suppress=fixed
        ):
            body = np.array2string(value, separator=", ") if value.size else "[]"
        kind = "" if str(value.dtype) in ("float64", "int64", "bool") else f" {value.dtype}"
        notes = []
        if value.ndim > 1 or value.size == 0 or value.size > SHOWN or kind:
            notes.append("x".join(str(n) for n in value.shape) + kind)
        return body + (f"  ({', '.join(notes)})" if notes else "")
    if isinstance(value, (np.ndarray, np.generic)):
        # item() of a longdouble is a longdouble again.
        plain = {"f": float, "c": complex}.get(value.dtype.kind)
        return in_words(plain(value) if plain else value.item(), width, digits)
    if isinstance(value, str) and len(value) > _LONGEST:
        return f"{value[:_LONGEST]!r} and more"
    if isinstance(value, float):
        return f"{value:.{max(10, digits)}g}"
    if isinstance(value, GeneratorSeed):
        return f"np.random.default_rng({value.seed})"
    if isinstance(value, (FunctionSource, Function)):
        return value.source.strip()
    if isinstance(value, (tuple, list, dict)):
        return _container(value, width, digits, most)
    return repr(value)


def _container(value: Any, width: int, digits: int, most: int) -> str:
    if value and not most:
        return f"a {type(value).__name__} of {len(value)}"
    rest = [f"... and {len(value) - most} more"] if len(value) > most else []
    if not isinstance(value, dict):
        shown = value[:most]
        if all(isinstance(item, (int, float, str, bool, type(None))) for item in shown):
            inner = ", ".join([*(in_words(item, width, digits) for item in shown), *rest])
            return f"({inner})" if isinstance(value, tuple) else f"[{inner}]"
    named = value.items() if isinstance(value, dict) else enumerate(value)
    parts = [
        _part(repr(key) if isinstance(value, dict) else f"[{key}]", item, width, digits, most)
        for key, item in islice(named, most)
    ]
    return "\n".join([*parts, *rest]) or "{}"


def _part(label: str, value: Any, width: int, digits: int, most: int) -> str:
    indent = " " * (len(label) + 2)
    text = in_words(value, width - len(indent), digits, most // _FEWER)
    return f"{label}: " + text.replace("\n", "\n" + indent)


def side_by_side(expected: Any, got: Any) -> tuple[str, str]:
    """Both in words, with as many digits as it takes to see that they differ."""
    texts = "", ""
    for digits in (6, 10, 17):
        texts = in_words(expected, digits=digits), in_words(got, digits=digits)
        if texts[0] != texts[1]:
            break
    kinds = _kind(expected), _kind(got)
    if texts[0] == texts[1] and kinds[0] != kinds[1]:
        # The numbers are equal: what differs is what they are.
        return f"{texts[0]}  ({kinds[0]})", f"{texts[1]}  ({kinds[1]})"
    return texts


def _kind(value: Any) -> str:
    if isinstance(value, np.ndarray) and value.ndim:
        return f"an array of {value.dtype}"
    return str(value.dtype) if isinstance(value, (np.ndarray, np.generic)) else type(value).__name__


def _suppress(value: Any) -> bool:
    """Fixed notation where it loses nothing: 0.0001 and not 1.e-04, but 1e-12 as it is."""
    if value.dtype.kind != "f":
        return True
    finite = np.abs(value[np.isfinite(value) & (value != 0)].astype(np.float64))
    return finite.size == 0 or bool(finite.min() >= 1e-4 and finite.max() < 1e6)
