"""How far an answer moves when its inputs are rounded: the measured half of every error bound."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
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
# Of the draws, those that move equal elements together, and the others.
_TIED, _FREE = slice(0, None, 2), slice(1, None, 2)

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
    total = no_movement(answer)
    if not base or exercise.accuracy.kind == "exact":
        return total
    eps = EPS[dtype]
    finite = [np.isfinite(b) for b in base]
    jumps = [1e6 * eps * np.maximum(np.abs(b), _largest(b)) for b in base]
    with quietly():
        draws = [
            _floats(evaluate(moved, "float64"))
            for moved in moved_arguments(exercise.inputs, arguments, seed, eps)
        ]
        for i, others in enumerate(zip(*draws, strict=True)):
            b = base[i]
            if any(b.shape != other.shape for other in others):
                return None
            moved = np.stack(others)
            counted = np.isfinite(moved)
            if not np.array_equal(counted[_TIED], np.broadcast_to(finite[i], counted[_TIED].shape)):
                return None
            steps = np.abs(np.where(finite[i] & counted, moved - b, 0.0))
            steps[_FREE] = np.where(steps[_FREE] > jumps[i], 0.0, steps[_FREE])
            total[i] = steps.max(axis=0)
        _add_lower_precision(total, base, arguments, evaluate, eps)
    return total


def no_movement(answer: Any) -> list[Any]:
    """What ``movement`` gives for an answer that no rounding moves."""
    return [np.zeros(b.shape) for b in _floats(answer)]


def _largest(values: Any) -> Any:
    return np.abs(values[np.isfinite(values)]).max(initial=0.0)


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


def moved_arguments(
    inputs: Mapping[str, Input], arguments: Mapping[str, Any], seed: int, eps: float
) -> Iterator[dict[str, Any]]:
    """The arguments with a rounding error of ``eps`` in every float, inside its promised range,
    ``DRAWS`` times; none at all where there is nothing to move, since the answer stays too.
    """
    floats = _Floats()
    whole = {
        name: _movable(inputs[name], value, floats) if name in inputs else value
        for name, value in arguments.items()
    }
    if floats.leaves:
        for row in floats.moved(np.random.default_rng(seed), eps):
            yield {name: _filled(value, row) for name, value in whole.items()}


@dataclass(frozen=True)
class _Slot:
    """Where a float or an array stands among all moved floats; a float has no shape."""

    place: slice
    shape: tuple[int, ...] | None


class _Floats:
    """All floats of the arguments side by side: moving each array alone takes five times as long.

    A range without a lower end has no upper end either.
    """

    def __init__(self) -> None:
        self.leaves: list[Any] = []
        self.ranges: list[tuple[float, float]] = []
        self.count = 0

    def slot(self, value: Any, low: float = -np.inf, high: float = np.inf) -> _Slot:
        leaf = np.asarray(value, dtype=np.float64).reshape(-1)
        self.leaves.append(leaf)
        self.ranges.append((low, high if low > -np.inf else np.inf))
        start, self.count = self.count, self.count + leaf.size
        shape = value.shape if isinstance(value, np.ndarray) else None
        return _Slot(slice(start, self.count), shape)

    def moved(self, rng: np.random.Generator, eps: float) -> Any:
        """One row a draw."""
        flat = np.concatenate(self.leaves)
        sizes = [leaf.size for leaf in self.leaves]
        low, high = np.repeat(np.array(self.ranges), sizes, axis=0).T
        steps = np.stack(
            [
                self._together(rng, flat, sizes)
                if k % 2 == 0
                # Not signs alone: two elements would move together in every draw too often.
                else rng.uniform(-1.0, 1.0, size=flat.shape)
                for k in range(DRAWS)
            ]
        )
        moved = flat * (1.0 + eps * steps)
        # Specials outside the range, infinities too, stay where they are.
        inside = (flat >= low) & (flat <= high)
        return np.where(inside, np.minimum(np.maximum(moved, low), high), flat)

    def _together(self, rng: np.random.Generator, flat: Any, sizes: list[int]) -> Any:
        """Steps that follow from the elements' bits: equal elements of an array move together."""
        salts = rng.integers(0, 2**63, size=(len(sizes), 2), dtype=np.uint64)
        salt, odd = np.repeat(salts, sizes, axis=0).T
        mixed = (flat.view(np.uint64) ^ salt) * (odd | np.uint64(1))
        return ((mixed >> np.uint64(33)) % np.uint64(3)).astype(np.float64) - 1.0


def _filled(value: Any, row: Any) -> Any:
    if isinstance(value, _Slot):
        found = row[value.place]
        return float(found[0]) if value.shape is None else found.reshape(value.shape)
    if isinstance(value, dict):
        return {key: _filled(item, row) for key, item in value.items()}
    if isinstance(value, (tuple, list)):
        return type(value)(_filled(item, row) for item in value)
    return value


def _movable(spec: Input, value: Any, floats: _Floats) -> Any:
    """The value with a slot for every float that rounding may move."""
    if value is None or isinstance(spec, (Labels, Size, Axis, Generator, Functions)):
        return value
    if isinstance(spec, (Scalar, Array)):
        fixed = [e for e in (spec.ordinary, spec.edge) if not isinstance(e, Floats) or e.exact]
        if fixed or not (isinstance(value, float) or np.asarray(value).dtype.kind == "f"):
            return value
        return floats.slot(value, *_range(spec))
    if isinstance(spec, Distribution):
        return floats.slot(value, 0.0, 1.0)
    if isinstance(spec, Optional):
        return _movable(spec.item, value, floats)
    if isinstance(spec, Record) and set(spec.items) == set(value):
        return {k: _movable(i, value[k], floats) for k, i in spec.items.items()}
    if isinstance(spec, Listing):
        return [_movable(spec.item, item, floats) for item in value]
    if isinstance(spec, Computed) and not spec.moved:
        return value
    if isinstance(spec, OneOf) and any(_is_chosen(item, value) for item in spec.items):
        return value
    return _movable_anything(value, floats)


def _is_chosen(spec: Input, value: Any) -> bool:
    """Whether the value is made of an item's fixed choices, such as targets of 0.0 and 1.0."""
    if not isinstance(spec, (Scalar, Array)):
        return False
    ends = (spec.ordinary, spec.edge)
    chosen = [v for end in ends if isinstance(end, Choice) for v in end.values]
    if not chosen or not all(isinstance(v, (bool, int, float)) for v in chosen):
        return False
    return bool(np.isin(np.asarray(value, dtype=np.float64), chosen).all())


def _movable_anything(value: Any, floats: _Floats) -> Any:
    if isinstance(value, dict):
        return {key: _movable_anything(item, floats) for key, item in value.items()}
    if isinstance(value, (tuple, list)):
        return type(value)(_movable_anything(item, floats) for item in value)
    if isinstance(value, float) or (isinstance(value, np.ndarray) and value.dtype.kind == "f"):
        return floats.slot(value)
    return value
