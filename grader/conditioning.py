"""How far an answer moves when its inputs are rounded: the measured half of every error bound."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from grader import compare
from grader.claims import quietly
from grader.inputs import (
    Array,
    Axis,
    Choice,
    Computed,
    Distribution,
    Floats,
    Functions,
    Generator,
    Input,
    Labels,
    Listing,
    OneOf,
    Optional,
    Record,
    Scalar,
    Size,
)
from grader.model import Accuracy, Exercise
from grader.second_source import leaves

EPS = {"float64": float(np.finfo(np.float64).eps), "float32": float(np.finfo(np.float32).eps)}
DRAWS = 8

Evaluate = Callable[[Mapping[str, Any], str], Any]


def _floats(value: Any) -> list[Any]:
    """The float leaves of an answer, as float64 arrays."""
    found = []
    for _, leaf in leaves(value):
        if isinstance(leaf, float) or (isinstance(leaf, np.ndarray) and leaf.dtype.kind == "f"):
            found.append(np.asarray(leaf, dtype=np.float64))
    return found


def movement(
    exercise: Exercise,
    arguments: Mapping[str, Any],
    answer: Any,
    evaluate: Evaluate,
    dtype: str,
    seed: int,
) -> list[Any] | None:
    """The largest movement of every float element of ``answer``, or None where there is none to
    speak of: rounding the inputs turns a number into a nan or an infinity.

    Half of the draws move equal elements together, so that ties stay ties; the other half move
    each on its own, and count where they move the answer by a rounding error and not by a jump.
    """
    base = _floats(answer)
    total = [np.zeros(b.shape) for b in base]
    if not base or exercise.accuracy.kind == "exact":
        return total
    rng = np.random.default_rng(seed)
    eps = EPS[dtype]
    with quietly():
        for k in range(DRAWS):
            tied = k % 2 == 0
            moved = {
                name: moved_input(exercise.inputs[name], value, rng, eps, tied)
                if name in exercise.inputs
                else value
                for name, value in arguments.items()
            }
            others = _floats(evaluate(moved, "float64"))
            for i, (b, other) in enumerate(zip(base, others, strict=True)):
                if b.shape != other.shape or (tied and _changes_kind(b, other)):
                    return None
                step = np.abs(np.where(np.isfinite(b) & np.isfinite(other), other - b, 0.0))
                size = np.abs(b[np.isfinite(b)]).max(initial=0.0)
                jump = step > 1e6 * eps * np.maximum(np.abs(b), size)
                total[i] = np.maximum(total[i], np.where(jump & (not tied), 0.0, step))
        _add_lower_precision(total, base, arguments, evaluate, eps)
    return total


def _changes_kind(one: Any, other: Any) -> bool:
    return not np.array_equal(np.isfinite(one), np.isfinite(other))


def _add_lower_precision(
    total: list[Any], base: list[Any], arguments: Mapping[str, Any], evaluate: Evaluate, eps: float
) -> None:
    """Rounding inside the function, which moving its inputs cannot show: ``(f(x+h)-f(x-h))/2h``.

    What the reference loses in float32, it loses in float64 in proportion of the precisions.
    """
    try:
        lower = _floats(evaluate(arguments, "float32"))
    except (RuntimeError, ValueError, ArithmeticError, TypeError):
        return
    if len(lower) != len(base):
        return
    for i, (b, low) in enumerate(zip(base, lower, strict=True)):
        if b.shape != low.shape:
            continue
        lost = np.abs(np.where(np.isfinite(b) & np.isfinite(low), low - b, 0.0))
        # Larger losses are float32 running out of range, which says nothing of float64.
        lost = np.where(lost <= 1e-2 * np.abs(b), lost, 0.0)
        total[i] = np.maximum(total[i], lost * (eps / EPS["float32"]))


def limits(accuracy: Accuracy, answer: Any, movements: list[Any], dtype: str, slack: float) -> Any:
    """The bound tree of an answer; None at leaves that must be equal."""
    rest = iter(movements)

    def walk(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: walk(item) for key, item in value.items()}
        if isinstance(value, (tuple, list)):
            return [walk(item) for item in value]
        if isinstance(value, float):
            single = np.array([value])
            return float(
                compare.bound(accuracy, single, np.asarray(next(rest)), EPS[dtype], slack)[0]
            )
        if isinstance(value, np.ndarray) and value.dtype.kind == "f":
            exact = value.astype(np.float64)
            return compare.bound(accuracy, exact, next(rest), EPS[dtype], slack)
        return None

    return walk(answer)


def is_well_conditioned(accuracy: Accuracy, answer: Any, limit: Any, dtype: str) -> bool:
    """Whether the bound still tells right from wrong: small beside the array it belongs to."""
    fraction = 1e-5 if dtype == "float64" else 2e-2
    for (_, value), (_, bound) in zip(leaves(answer), leaves(limit), strict=True):
        if bound is None:
            continue
        exact = np.asarray(value, dtype=np.float64)
        size = np.abs(exact[np.isfinite(exact)]).max(initial=0.0)
        if accuracy.kind == "absolute":
            size = max(size, accuracy.scale)
        # A bound of rounding errors is fine beside a zero; one of jumps is not.
        if np.max(bound, initial=0.0) > max(fraction * size, fraction * 1e-4):
            return False
    return True


def _range(spec: Scalar | Array) -> tuple[float, float]:
    ends = [e for e in (spec.ordinary, spec.edge) if isinstance(e, Floats)]
    return min(e.low for e in ends), max(e.high for e in ends)


def _moved(
    value: Any, low: float, high: float, rng: np.random.Generator, eps: float, tied: bool
) -> Any:
    array = np.ascontiguousarray(value, dtype=np.float64)
    if tied:
        # The step follows from the element's bits: equal elements move together, ties stay ties.
        salt, odd = rng.integers(0, 2**63, size=2, dtype=np.uint64)
        mixed = (array.view(np.uint64) ^ salt) * (odd | np.uint64(1))
        step = ((mixed >> np.uint64(33)) % np.uint64(3)).astype(np.float64) - 1.0
    else:
        # Not signs alone: two elements would move together in every draw too often.
        step = rng.uniform(-1.0, 1.0, size=array.shape)
    moved = array * (1.0 + eps * step)
    if low > -np.inf:
        # Specials outside the range, infinities too, stay where they are.
        inside = (array >= low) & (array <= high)
        moved = np.where(inside, np.minimum(np.maximum(moved, low), high), array)
    return float(moved[0]) if not isinstance(value, np.ndarray) else moved.reshape(value.shape)


def moved_input(spec: Input, value: Any, rng: np.random.Generator, eps: float, tied: bool) -> Any:
    """The value with a rounding error of ``eps`` in every float, kept inside its promised range."""
    if value is None or isinstance(spec, (Labels, Size, Axis, Generator, Functions)):
        return value
    if isinstance(spec, (Scalar, Array)):
        fixed = [e for e in (spec.ordinary, spec.edge) if not isinstance(e, Floats) or e.exact]
        if fixed or not (isinstance(value, float) or np.asarray(value).dtype.kind == "f"):
            return value
        low, high = _range(spec)
        return _moved(value, low, high, rng, eps, tied)
    if isinstance(spec, Distribution):
        return _moved(value, 0.0, 1.0, rng, eps, tied)
    if isinstance(spec, Optional):
        return moved_input(spec.item, value, rng, eps, tied)
    if isinstance(spec, Record) and set(spec.items) == set(value):
        return {k: moved_input(i, value[k], rng, eps, tied) for k, i in spec.items.items()}
    if isinstance(spec, Listing):
        return [moved_input(spec.item, item, rng, eps, tied) for item in value]
    if isinstance(spec, Computed) and not spec.moved:
        return value
    if isinstance(spec, OneOf) and any(_is_chosen(item, value) for item in spec.items):
        return value
    return _moved_anything(value, rng, eps, tied)


def _is_chosen(spec: Input, value: Any) -> bool:
    """Whether the value is made of an item's fixed choices, such as targets of 0.0 and 1.0."""
    if not isinstance(spec, (Scalar, Array)):
        return False
    ends = (spec.ordinary, spec.edge)
    chosen = [v for end in ends if isinstance(end, Choice) for v in end.values]
    if not chosen or not all(isinstance(v, (bool, int, float)) for v in chosen):
        return False
    return bool(np.isin(np.asarray(value, dtype=np.float64), chosen).all())


def _moved_anything(value: Any, rng: np.random.Generator, eps: float, tied: bool) -> Any:
    if isinstance(value, dict):
        return {key: _moved_anything(item, rng, eps, tied) for key, item in value.items()}
    if isinstance(value, (tuple, list)):
        return type(value)(_moved_anything(item, rng, eps, tied) for item in value)
    if isinstance(value, float) or (isinstance(value, np.ndarray) and value.dtype.kind == "f"):
        return _moved(value, -np.inf, np.inf, rng, eps, tied)
    return value
