"""Whether two answers are one: to the last bit, up to rounding, or in their structure alone."""

from __future__ import annotations

from typing import Any

import numpy as np


def alike(one: Any, other: Any) -> bool:
    """Whether two values have the same structure: the same keys, lengths, shapes and kinds."""
    if type(one) is dict and type(other) is dict:
        return list(one) == list(other) and all(alike(one[k], other[k]) for k in one)
    if type(one) in (tuple, list) and type(other) in (tuple, list):
        return len(one) == len(other) and all(map(alike, one, other))
    if isinstance(one, np.ndarray) and isinstance(other, np.ndarray):
        return bool(one.shape == other.shape and one.dtype == other.dtype)
    return type(one) is type(other)


def identical(one: Any, other: Any) -> bool:
    """Whether two values that came over the wire are equal to the last bit, whatever they are."""
    if not alike(one, other):
        return False
    if type(one) is dict:
        return all(identical(one[key], other[key]) for key in one)
    if type(one) in (tuple, list):
        return all(map(identical, one, other))
    if isinstance(one, (np.ndarray, np.generic)):
        return bool(one.tobytes() == other.tobytes())
    return bool(one == other) or (one != one and other != other)


def agrees(one: Any, other: Any) -> bool:
    """Whether two answers are the same answer, up to the rounding of another formula."""
    if identical(one, other):
        return True
    if type(one) is dict or type(other) is dict:
        if type(one) is not type(other) or not set(one) <= set(other):
            return False
        return all(agrees(one[key], other[key]) for key in one)
    if type(one) in (tuple, list) or type(other) in (tuple, list):
        if type(one) not in (tuple, list) or type(other) not in (tuple, list):
            return False
        return len(one) == len(other) and all(map(agrees, one, other))
    if one is None or other is None or isinstance(one, str) or isinstance(other, str):
        return type(one) is type(other) and bool(one == other)
    a, b = np.asarray(one), np.asarray(other)
    if a.shape != b.shape or a.dtype.kind not in "biuf" or b.dtype.kind not in "biuf":
        return False
    if isinstance(one, np.ndarray) and isinstance(other, np.ndarray) and a.dtype != b.dtype:
        return False
    a, b = a.astype(np.float64), b.astype(np.float64)
    finite = np.isfinite(a) & np.isfinite(b)
    if not np.array_equal(a[~finite], b[~finite], equal_nan=True):
        return False
    a, b = a[finite], b[finite]
    return bool(np.all(np.abs(a - b) <= 1e-7 * np.abs(a) + 1e-9 * np.abs(a).max(initial=0.0)))
