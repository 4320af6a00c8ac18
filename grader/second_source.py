"""Who checks the reference: 50-digit arithmetic, and central differences for derivatives.

PyTorch is not always right. In float64, ``softplus(20.5)`` is off by 6e-11 and autograd's sigmoid
derivative at 40 is 0 where the truth is 4e-18.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from grader.drawing import call_with
from grader.model import Differences

DIGITS = 50


class Precise:
    """``m`` of a second source: elementwise functions of 50-digit numbers and object arrays."""

    def __init__(self) -> None:
        import mpmath

        mpmath.mp.dps = DIGITS
        self.mpmath = mpmath
        self.inf = mpmath.inf
        self.nan = mpmath.nan

    @property
    def pi(self) -> Any:
        return +self.mpmath.pi

    @property
    def e(self) -> Any:
        return +self.mpmath.e

    def __getattr__(self, name: str) -> Callable[..., Any]:
        function = getattr(self.mpmath, "fabs" if name == "abs" else name)

        def elementwise(*values: Any) -> Any:
            count = len(values)
            return np.frompyfunc(function, count, 1)(*values)

        return elementwise

    def log1p(self, x: Any) -> Any:
        """``log(1 + x)``: fifty digits leave nothing to lose but the smallest x."""
        return np.frompyfunc(
            lambda v: self.mpmath.log1p(v) if v > -1 else self.mpmath.log(1 + v), 1, 1
        )(x)

    def where(self, condition: Any, yes: Any, no: Any) -> Any:
        """Elementwise choice."""
        return np.where(np.asarray(condition, dtype=bool), yes, no)

    def number(self, value: float) -> Any:
        """A float as an exact 50-digit number."""
        return self.mpmath.mpf(value)

    def maximum(self, a: Any, b: Any) -> Any:
        """Elementwise larger one."""
        return np.frompyfunc(max, 2, 1)(a, b)

    def minimum(self, a: Any, b: Any) -> Any:
        """Elementwise smaller one."""
        return np.frompyfunc(min, 2, 1)(a, b)

    def exact(self, value: Any) -> Any:
        """Floats and float arrays, however nested, as 50-digit numbers."""
        if isinstance(value, float):
            return self.mpmath.mpf(value)
        if isinstance(value, np.ndarray) and value.dtype.kind == "f":
            converted = np.empty(value.shape, dtype=object)
            converted.reshape(-1)[:] = [self.mpmath.mpf(v) for v in value.reshape(-1).tolist()]
            return converted
        if isinstance(value, dict):
            return {key: self.exact(item) for key, item in value.items()}
        if isinstance(value, (tuple, list)):
            return type(value)(self.exact(item) for item in value)
        return value


def leaves(value: Any, where: str = "") -> Iterator[tuple[str, Any]]:
    """The parts of a tree with their names."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from leaves(item, f"{where}[{key!r}]")
    elif isinstance(value, (tuple, list)):
        for i, item in enumerate(value):
            yield from leaves(item, f"{where}[{i}]")
    else:
        yield where, value


def worst_against_precise(
    source: Callable[..., Any], arguments: Mapping[str, Any], expected: Any, limit: Any
) -> tuple[float, str]:
    """The reference's largest error as a fraction of its bound, and where it stands."""
    m = Precise()
    with np.errstate(all="ignore"):
        truth = source(m, **{name: m.exact(value) for name, value in arguments.items()})
    worst, place = 0.0, ""
    parts = zip(leaves(expected), leaves(limit), leaves(truth), strict=True)
    for (where, e), (_, bound), (_, t) in parts:
        if isinstance(e, bool) or not (isinstance(e, float) or np.asarray(e).dtype.kind == "f"):
            continue
        given, true = np.asarray(e, dtype=np.float64), np.asarray(t, dtype=object)
        if given.shape != true.shape:
            return float("inf"), f"{where}: shape {true.shape} from the second source"
        limits = np.broadcast_to(np.asarray(bound, dtype=np.float64), given.shape)
        for index in np.ndindex(given.shape):
            ratio = _ratio(m, float(given[index]), true[index], float(limits[index]))
            if ratio > worst:
                worst, place = ratio, f"{where}{list(index) if index else ''}: {true[index]}"
    return worst, place


def _ratio(m: Precise, given: float, true: Any, limit: float) -> float:
    true = m.mpmath.mpmathify(true)
    if m.mpmath.isnan(true) or np.isnan(given):
        return 0.0 if m.mpmath.isnan(true) and np.isnan(given) else float("inf")
    if m.mpmath.isinf(true) or np.isinf(given):
        return 0.0 if float(true) == given else float("inf")
    error = abs(true - m.mpmath.mpf(given))
    # Below the smallest normal number float64 itself has no relative accuracy to promise.
    if error == 0 or (error < 2.3e-308 and limit == 0.0):
        return 0.0
    return float(error / limit) if limit > 0.0 else float("inf")


def worst_against_differences(
    source: Differences, arguments: Mapping[str, Any], expected: Any, evaluate: Callable[..., Any]
) -> tuple[float, str]:
    """The largest error of a derivative, relative to its array's largest element, and where.

    Coordinates at a kink (the slopes to the left and right differ) are passed over.
    """
    gradients = expected if source.select is None else source.select(expected)
    if len(source.wrt) == 1 and not (isinstance(gradients, (tuple, list)) and len(gradients) == 1):
        gradients = (gradients,)
    worst, place = 0.0, ""
    for name, gradient in zip(source.wrt, gradients, strict=True):
        for where, leaf in leaves(gradient):
            found = np.asarray(leaf, dtype=np.float64)
            size = max(float(np.abs(found).max(initial=0.0)), 1e-3)
            for index in np.ndindex(found.shape):
                slope = _slope(source, arguments, name + where, name, index, evaluate)
                if slope is None:
                    continue
                error = float(abs(slope - found[index])) / max(size, abs(slope))
                if not error <= worst:
                    worst, place = error, f"d{name}{where}{list(index)}: {slope:g}"
    return worst, place


def _slope(
    source: Differences,
    arguments: Mapping[str, Any],
    key: str,
    name: str,
    index: tuple[int, ...],
    evaluate: Callable[..., Any],
) -> float | None:
    x = _pick(arguments, name, key)
    h = 1e-5 * max(1.0, abs(float(x[index]) if index or np.ndim(x) == 0 else 1.0))

    def losses(step: float) -> Any:
        """What each output adds to the loss."""
        changed = np.array(x, dtype=np.float64)
        changed[index] += step
        values = _put(arguments, name, key, changed)
        answer = evaluate(lambda **given: call_with(source.forward, given), values)
        outputs = [np.asarray(leaf, dtype=np.float64) for _, leaf in leaves(answer)]
        if source.elementwise:
            return outputs[0][index].reshape(1)
        if source.upstream:
            weights = [np.asarray(values[u]) for u in source.upstream]
            outputs = [o * w for o, w in zip(outputs, weights, strict=True)]
        return np.concatenate([o.reshape(-1) for o in outputs])

    middle, up, down = losses(0.0), losses(h), losses(-h)
    right, left = (up - middle) / h, (middle - down) / h
    # Of each output and of their sum: at a tie, weights of 1 and -1 hide what each of them shows.
    for one, other in ((right, left), (right.sum(), left.sum())):
        if np.any(np.abs(one - other) > 1e-3 * np.maximum(1.0, np.maximum(abs(one), abs(other)))):
            return None
    return float((up.sum() - down.sum()) / (2 * h))


def _pick(arguments: Mapping[str, Any], name: str, key: str) -> Any:
    value = arguments[name]
    return value if key == name else value[key[len(name) + 2 : -2]]


def _put(arguments: Mapping[str, Any], name: str, key: str, new: Any) -> dict[str, Any]:
    values = dict(arguments)
    values[name] = new if key == name else {**values[name], key[len(name) + 2 : -2]: new}
    return values
