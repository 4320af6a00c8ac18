"""Right or not, at a glance: what ``grader.compare`` says, without the words that explain it."""

from __future__ import annotations

from typing import Any

import numpy as np

from grader.compare import disagreement, within


def accepts(expected: Any, limit: Any, got: Any) -> bool:
    """Whether there is no ``disagreement``; wrong answers are spared the words for it."""
    kind = type(expected)
    if kind is dict and type(got) is dict:
        limits = limit or dict.fromkeys(expected)
        return all(k in got and accepts(expected[k], limits[k], got[k]) for k in expected)
    if kind in (tuple, list) and type(got) in (tuple, list) and len(got) == len(expected):
        limits = limit or [None] * len(expected)
        return all(map(accepts, expected, limits, got))
    alike = kind is type(got) is np.ndarray and expected.ndim and expected.shape == got.shape
    if alike and got.dtype == expected.dtype == np.float64:
        return bool(within(expected, limit, got).all())
    return disagreement(expected, limit, got) is None


def plainly_right(expected: Any, limits: Any, got: Any) -> bool:
    """Whether each of many answers is right, looked at all at once; False decides nothing.

    A right submission is spared nearly all of its comparisons by this.
    """
    parts: list[tuple[Any, Any, Any]] = []
    alike = _all_floats(expected, limits, got, parts)
    if not alike or not parts:
        return alike
    right, allowed, came = (np.concatenate(column) for column in zip(*parts, strict=True))
    return bool(within(right, allowed, came).all())


def _all_floats(expected: Any, limits: Any, got: Any, parts: list[tuple[Any, Any, Any]]) -> bool:
    """Whether these are arrays of float64 and tuples of such, of equal shapes; ``parts`` are they.

    Nothing else can be looked at side by side.
    """
    for right, limit, came in zip(expected, limits, got, strict=True):
        kind = type(right)
        if kind is not type(came) or limit is None:
            return False
        if kind is np.ndarray:
            if not right.ndim or not right.shape == came.shape == limit.shape:
                return False
            if right.dtype != np.float64 or came.dtype != np.float64:
                return False
            parts.append((right.reshape(-1), limit.reshape(-1), came.reshape(-1)))
            continue
        alike = kind is tuple and len(right) == len(came)
        if not alike or not _all_floats(right, limit, came, parts):
            return False
    return True
