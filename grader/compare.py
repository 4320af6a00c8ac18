"""How close is close: error bounds, the first and the worst difference, and the words of laws.

An *expected* value is a tree: tuples, lists and dicts of arrays, numbers, strings and None. Its
*bound* is the same tree with the largest error allowed for each element. What was *got* came over
the wire, so it holds exact types only.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from grader.model import Accuracy

FloatArray = npt.NDArray[np.float64]

# A right answer by another algorithm errs by a few rounding errors of each element, and by a few
# times the movement that rounding its inputs causes. A bound ten times above both refuses no right
# answer and still sees an epsilon of 1e-12 that somebody added "for safety".
ROUNDINGS = 500.0
MOVEMENTS = 32.0


@dataclass(frozen=True)
class Element:
    """One element that differs. ``index`` is () for a scalar."""

    index: tuple[int, ...]
    expected: Any
    got: Any
    error: float
    tolerance: float


@dataclass(frozen=True)
class Disagreement:
    """Why a value is not the expected one; ``where`` names the part, such as ``[1]``."""

    kind: str
    where: str
    message: str
    expected: Any
    got: Any
    first: Element | None = None
    worst: Element | None = None
    differing: int = 0
    total: int = 0


def bound(
    accuracy: Accuracy, expected: FloatArray, movement: FloatArray, eps: float, slack: float
) -> FloatArray:
    """The largest error allowed for each element of one array; zero where it must be equal."""
    if accuracy.kind == "exact":
        return np.zeros_like(expected)
    size = np.where(np.isfinite(expected), np.abs(expected), 0.0)
    if accuracy.kind == "absolute":
        size = np.maximum(size, accuracy.scale)
    elif accuracy.kind == "norm":
        size = np.full_like(size, size.max(initial=0.0))
    return np.asarray(slack * (ROUNDINGS * eps * size + MOVEMENTS * movement), dtype=np.float64)


def is_number(value: Any) -> bool:
    """A Python number, a NumPy scalar or a 0-d array of a real kind (booleans are no numbers)."""
    if isinstance(value, (np.ndarray, np.generic)):
        return value.ndim == 0 and value.dtype.kind in "iuf"
    return type(value) in (int, float)


def describe_type(value: Any) -> str:
    """What a value is, in a beginner's words."""
    if value is None:
        return "None (is a return statement missing?)"
    if isinstance(value, np.ndarray) and value.ndim > 0:
        return f"an array of shape {value.shape}"
    if isinstance(value, (bool, np.bool_)):
        return "a boolean"
    if is_number(value):
        return "a whole number" if _is_integer(value) else f"the float {value}"
    names: dict[type, str] = {tuple: "a tuple", list: "a list", dict: "a dict", str: "a string"}
    name = names.get(type(value), f"a {type(value).__name__}")
    return f"{name} of {len(value)}" if type(value) in (tuple, list) else name


def _is_integer(value: Any) -> bool:
    return type(value) is int or (hasattr(value, "dtype") and value.dtype.kind in "iu")


def disagreement(expected: Any, limit: Any, got: Any, where: str = "") -> Disagreement | None:
    """The first part of ``got`` that is not ``expected`` within ``limit``, or None."""
    if type(expected) is dict:
        if type(got) is not dict:
            return _type(expected, got, where, f"a dict with the keys {list(expected)}")
        missing = [key for key in expected if key not in got]
        if missing:
            names = ", ".join(repr(key) for key in missing)
            text = f"the dict{_of(where)} lacks {names}"
            return Disagreement("keys", where, text, expected, got)
        return _parts(
            (expected[k], None if limit is None else limit[k], got[k], f"{where}[{k!r}]")
            for k in expected
        )
    if type(expected) in (tuple, list):
        if type(got) not in (tuple, list):
            return _type(expected, got, where, f"a {type(expected).__name__} of {len(expected)}")
        if len(got) != len(expected):
            text = f"{len(expected)} values are expected{_of(where)}, {len(got)} came"
            return Disagreement("length", where, text, expected, got)
        limits = limit if limit is not None else [None] * len(expected)
        return _parts(
            (e, b, g, f"{where}[{i}]")
            for i, (e, b, g) in enumerate(zip(expected, limits, got, strict=True))
        )
    if expected is None or type(expected) in (str, bool):
        same = got == expected if type(got) in (str, bool, np.bool_, type(None)) else False
        if same and isinstance(got, (bool, np.bool_)) == isinstance(expected, bool):
            return None
        return _type(expected, got, where, repr(expected))
    if isinstance(expected, np.ndarray) and expected.ndim > 0:
        return _array(expected, limit, got, where)
    return _number(expected, limit, got, where)


def _parts(parts: Iterator[tuple[Any, Any, Any, str]]) -> Disagreement | None:
    return next((d for part in parts if (d := disagreement(*part)) is not None), None)


def _of(where: str) -> str:
    return f" in {where}" if where else ""


def _type(expected: Any, got: Any, where: str, wanted: str) -> Disagreement:
    text = f"{wanted} is expected{_of(where)}, but what came is {describe_type(got)}"
    return Disagreement("type", where, text, expected, got)


def _number(expected: Any, limit: Any, got: Any, where: str) -> Disagreement | None:
    if isinstance(got, (bool, np.bool_)) or not is_number(got):
        if isinstance(got, np.ndarray) and got.ndim > 0:
            text = (
                f"a single number is expected{_of(where)}, but an array of shape {got.shape} came"
            )
            return Disagreement("shape", where, text, expected, got)
        wanted = "a whole number" if type(expected) is int else "a single number"
        return _type(expected, got, where, wanted)
    if type(expected) is int:
        if not _is_integer(got):
            return _type(expected, got, where, "a whole number (an int)")
        if int(got) == expected:
            return None
        # Clipped to what a float holds: an answer of 400 digits is wrong, not a crash of ours.
        shown = min(max(int(got), -(10**300)), 10**300)
        return _values(np.array(float(expected)), None, np.array(float(shown)), where, got)
    try:
        number = float(got)
    except OverflowError:
        number = float("inf")
    if abs(number - float(expected)) <= min(float(limit or 0.0), _LARGEST):
        return None
    return _values(
        np.array(float(expected)), np.array(float(limit or 0.0)), np.array(number), where, got
    )


def _array(expected: Any, limit: Any, got: Any, where: str) -> Disagreement | None:
    if not isinstance(got, np.ndarray) or got.ndim == 0:
        what = f"an array of shape {expected.shape}"
        if is_number(got):
            text = f"{what} is expected{_of(where)}, but a single number came"
            return Disagreement("shape", where, text, expected, got)
        return _type(expected, got, where, what)
    if got.shape != expected.shape:
        text = f"the shape{_of(where)} is {got.shape}, but {expected.shape} is expected"
        return Disagreement("shape", where, text, expected, got)
    kind = expected.dtype.kind
    if (got.dtype != expected.dtype) if kind == "f" else (got.dtype.kind not in _ALIKE[kind]):
        text = f"the dtype{_of(where)} is {got.dtype}, but {expected.dtype} is expected"
        return Disagreement("dtype", where, text, expected, got)
    return _values(expected, limit, got, where, got)


_LARGEST = float(np.finfo(np.float64).max)
_ALIKE = {"i": "iu", "u": "iu", "b": "b"}


def within(expected: Any, limit: Any, got: Any) -> npt.NDArray[np.bool_]:
    """Elementwise: equal, both nan, or at most ``limit`` apart. Infinities match by sign."""
    same = np.asarray(got == expected, dtype=bool)
    if same.all() or expected.dtype.kind != "f":
        return same
    with np.errstate(invalid="ignore", over="ignore"):
        error = np.abs(got.astype(np.float64) - expected)
    near = np.isfinite(error) & (error <= (0.0 if limit is None else limit))
    return np.asarray(same | near | (np.isnan(expected) & np.isnan(got)), dtype=bool)


def _near(expected: Any, limit: Any, got: Any) -> bool:
    """Whether all elements are plainly within the limit; False decides nothing.

    Half the cost of ``within``, which nearly every right answer is spared by it.
    """
    if limit is None or got.dtype != np.float64 or expected.dtype != np.float64:
        return False
    with np.errstate(invalid="ignore", over="ignore"):
        error = np.abs(got - expected)  # with nan, and between infinities, nan: never near
    near = error <= limit
    return np.count_nonzero(near) == near.size and not np.count_nonzero(error == np.inf)


def _values(expected: Any, limit: Any, got: Any, where: str, shown: Any) -> Disagreement | None:
    if _near(expected, limit, got):
        return None
    right = within(expected, limit, got)
    if right.all():
        return None
    wrong = np.argwhere(~right)
    limits = np.zeros(expected.shape) if limit is None else np.broadcast_to(limit, expected.shape)
    with np.errstate(invalid="ignore", over="ignore", divide="ignore"):
        error = np.abs(np.asarray(got, dtype=np.float64) - np.asarray(expected, dtype=np.float64))
        # Worst is the largest error; a nan or an infinity out of place is worse than any number.
        badness = np.where(np.isfinite(error), error, np.inf)
    badness = np.where(right, -1.0, badness)
    worst = np.unravel_index(int(np.argmax(badness)), expected.shape) if expected.ndim else ()

    def element(index: Any) -> Element:
        at = tuple(int(i) for i in index)
        return Element(at, expected[at], got[at], float(error[at]), float(limits[at]))

    total = int(expected.size)
    if expected.ndim == 0:
        text = f"the number{_of(where)} is wrong"
    else:
        verb = "is" if len(wrong) == 1 else "are"
        text = f"{len(wrong)} of {total} elements{_of(where)} {verb} wrong"
        if total == 1:
            text = f"the only element{_of(where)} is wrong"
    value = expected if expected.ndim else expected[()]
    return Disagreement(
        "values", where, text, value, shown, element(wrong[0]), element(worst), len(wrong), total
    )


def margin(expected: Any, limit: Any, got: Any) -> float:
    """The largest error of a right answer as a fraction of its bound (0 where both are 0)."""
    if type(expected) is dict:
        pairs = [(expected[k], None if limit is None else limit[k], got[k]) for k in expected]
        return max((margin(*pair) for pair in pairs), default=0.0)
    if type(expected) in (tuple, list):
        limits = limit if limit is not None else [None] * len(expected)
        return max((margin(*p) for p in zip(expected, limits, got, strict=True)), default=0.0)
    e = np.asarray(expected)
    if e.dtype.kind != "f" or e.size == 0:
        return 0.0
    g = np.asarray(got, dtype=np.float64)
    finite = np.isfinite(e) & np.isfinite(g)
    error = np.abs(np.where(finite, g, 0.0) - np.where(finite, e, 0.0))
    bounds = np.broadcast_to(np.asarray(0.0 if limit is None else limit), e.shape)
    ratio = np.divide(error, bounds, out=np.where(error > 0, np.inf, 0.0), where=bounds > 0)
    return float(ratio.max())
