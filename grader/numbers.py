"""Raw bytes to numbers: how the elements of one array are chosen.

Hypothesis draws one block of bytes an array, which is fast and still shrinks: four bytes an
element, and zero bytes are the simplest element. What edge arrays look like stands here.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from grader.inputs import Choice, Element, Floats, Integers

Raw = npt.NDArray[np.uint32]
Values = npt.NDArray[Any]

# The shapes that wrong code trips over, beside plain draws from the edge's range.
EDGE_MODES = ("plain", "log", "specials", "ties", "constant", "dominated", "whole", "mixed")

SIMPLE = (0.0, 1.0, -1.0, 2.0, -2.0, 0.5, 3.0, -3.0, -0.5, 0.25, 1.5, 4.0)


def _unit(raw: Raw) -> npt.NDArray[np.float64]:
    return raw.astype(np.float64) / 2.0**32


def _round(values: Values, low: float, high: float, grid: float | None) -> Values:
    """Short decimals: a counterexample is read by a person."""
    if grid is not None:
        return np.clip(np.round(values / grid) * grid, low, high)
    span = high - low
    if not 0 < span < 1e6:
        return values
    digits = 5 - int(np.floor(np.log10(span)))
    return np.clip(np.round(values, digits), low, high)


def uniform(raw: Raw, spec: Floats) -> Values:
    """Evenly over the range, with zero bytes at 0 (or at ``low`` where 0 is outside)."""
    low, high = spec.low, spec.high
    start = (0.0 - low) / (high - low) if low < 0.0 < high else 0.0
    unit = (_unit(raw) + start) % 1.0
    # Written so that the span of -1e308..1e308 does not overflow.
    return _round(low * (1.0 - unit) + high * unit, low, high, spec.grid)


def _log(raw: Raw, spec: Floats) -> Values:
    """Magnitudes evenly over the powers of ten that the range holds, signs varied."""
    low, high = spec.low, spec.high
    unit, negative = _unit(raw >> np.uint32(1)) * 2.0, (raw & np.uint32(1)).astype(bool)
    largest = np.where(negative & (low < 0.0), -low, high) if high > 0 else np.full(len(raw), -low)
    negative = (negative & (low < 0.0)) | (high <= 0.0)
    if low > 0.0 or high < 0.0:
        smallest = np.full(len(raw), min(abs(low), abs(high)))
    else:
        smallest = np.minimum(1e-9, largest * 1e-6)
    with np.errstate(divide="ignore"):
        exponent = np.log(smallest) * (1.0 - unit) + np.log(largest) * unit
    magnitude = np.exp(exponent)
    values = np.where(negative, -magnitude, magnitude)
    return np.clip(values, low, high) if spec.grid is None else _round(values, low, high, spec.grid)


def _specials(spec: Floats) -> Values:
    zero = (0.0,) if spec.low <= 0.0 <= spec.high else ()
    return np.array(tuple(spec.special) + zero + (spec.low, spec.high))


def _floats(raw: Raw, spec: Floats, mode: str, calm: Floats) -> Values:
    """``calm`` is the ordinary description, the ground from which edges stand out."""
    if mode == "log":
        return _log(raw, spec)
    if mode == "specials":
        pool = _specials(spec)
        plain = uniform(raw, calm)
        return np.where(raw % 3 == 1, plain, pool[(raw >> np.uint32(3)) % len(pool)])
    if mode == "ties":
        pool = uniform(raw[:2], calm) if len(raw) > 1 else uniform(raw, calm)
        return np.asarray(pool[raw % len(pool)] if len(pool) else uniform(raw, calm))
    if mode == "constant":
        return np.repeat(uniform(raw[:1], spec), len(raw))
    if mode == "dominated":
        values = uniform(raw, calm)
        if len(raw):
            values[int(raw[0]) % len(raw)] = (spec.low, spec.high)[int(raw[0] >> 8) % 2]
        return values
    if mode == "whole":
        values = np.round(uniform(raw, calm) / max(1.0, (calm.high - calm.low) / 7.0))
        inside = (values >= spec.low) & (values <= spec.high)
        return np.where(inside, values, uniform(raw, calm))
    if mode == "mixed":
        return np.where(raw % 2 == 0, uniform(raw, spec), uniform(raw, calm))
    return uniform(raw, spec)


def _simple(raw: Raw, spec: Floats, edge: bool) -> Values:
    pool = [v for v in SIMPLE if spec.low <= v <= spec.high and _on_grid(v, spec.grid)]
    if len(pool) < 4:
        pool += [spec.low + (spec.high - spec.low) * k / 10 for k in (5, 2, 8, 1, 9)]
    if edge:
        pool = [*spec.special, spec.high, spec.low, *pool]
    # Squared: the first of the pool are the simplest, and come more often.
    return np.array(pool)[(_unit(raw) ** 2 * len(pool)).astype(np.int64)]


def _on_grid(value: float, grid: float | None) -> bool:
    return grid is None or (value / grid).is_integer()


def elements(raw: Raw, ordinary: Element, edge: Element, mode: str) -> Values:
    """One value per four bytes.

    ``mode`` is ``"ordinary"``, ``"simple"``, ``"simple edge"`` or one of ``EDGE_MODES``.
    """
    calm = mode in ("ordinary", "simple")
    spec = ordinary if calm else edge
    if isinstance(spec, Choice):
        picked = [spec.values[int(r) % len(spec.values)] for r in raw]
        return np.array(picked) if picked else np.array(spec.values)[:0]
    if isinstance(spec, Integers):
        values = spec.low + (raw.astype(np.int64) % (spec.high - spec.low + 1))
        if spec.special and not calm:
            pool = np.array(spec.special, dtype=np.int64)
            values = np.where(raw % 4 == 3, pool[(raw >> np.uint32(4)) % len(pool)], values)
        if mode == "constant" and len(values):
            values[:] = values[0]
        return np.asarray(values)
    if mode.startswith("simple"):
        return _simple(raw, spec, edge=not calm)
    if mode == "ordinary":
        return uniform(raw, spec)
    ground = ordinary if isinstance(ordinary, Floats) else spec
    return _floats(raw, spec, mode, ground)


def probabilities(raw: Raw, rows: int, classes: int, mode: str, zeros: bool) -> Values:
    """``(rows, classes)`` rows that sum to one."""
    raw = raw.reshape(rows, classes)
    weights = 0.02 + _unit(raw) if mode == "ordinary" else 1.0 + (raw % 4)
    if mode in ("specials", "simple edge") and zeros:
        weights = np.where(raw % 3 == 0, 0.0, weights)
    elif mode == "dominated" and zeros:
        weights = np.zeros((rows, classes))
    elif mode == "log":
        weights = np.exp(-25.0 * _unit(raw))
    elif mode in ("constant", "ties"):
        weights = np.ones((rows, classes))
    weights = np.asarray(weights, dtype=np.float64)
    empty = weights.sum(axis=1) == 0.0
    if classes:
        weights[np.flatnonzero(empty), raw[empty, 0] % classes] = 1.0
    total = weights.sum(axis=1, keepdims=True)
    return weights / np.where(total == 0.0, 1.0, total)
