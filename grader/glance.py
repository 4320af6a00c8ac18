"""Right or not, at a glance: what ``grader.compare`` says, without the words that explain it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

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
    look = _Look([], [])
    taken = all(look.takes(*parts) for parts in zip(expected, limits, got, strict=True))
    return taken and look.is_right()


@dataclass(slots=True)
class _Look:
    """Pairs that lie side by side: the expected one, its limit, and what came."""

    arrays: list[tuple[Any, Any, Any]]
    numbers: list[tuple[float, float, float]]

    def takes(self, right: Any, limit: Any, came: Any) -> bool:
        """Whether this is built like the right answer and equal where it must be; its floats wait.

        What is right and built otherwise, such as a float32 for a float, is not taken.
        """
        kind = type(right)
        if kind is np.ndarray:
            return type(came) is np.ndarray and self._takes_array(right, limit, came)
        if kind is float:
            if type(came) is not float and type(came) is not np.float64:
                return False
            self.numbers.append((right, limit or 0.0, came))
            return True
        if kind is tuple or kind is list:
            if type(came) is not kind or len(came) != len(right):
                return False
            limits = [None] * len(right) if limit is None else limit
            return all(map(self.takes, right, limits, came))
        if kind is dict:
            if type(came) is not dict or not right.keys() <= came.keys():
                return False
            limits = limit or dict.fromkeys(right)
            return all(self.takes(right[key], limits[key], came[key]) for key in right)
        return kind in _EQUAL and type(came) is kind and bool(came == right)

    def _takes_array(self, right: Any, limit: Any, came: Any) -> bool:
        if right.shape != came.shape or right.dtype != came.dtype or not right.ndim:
            return False
        if right.dtype != np.float64:
            return right.dtype.kind in "iub" and bool((came == right).all())
        if limit is None or limit.shape != right.shape:
            return False
        self.arrays.append((right.reshape(-1), limit.reshape(-1), came.reshape(-1)))
        return True

    def is_right(self) -> bool:
        """Whether all floats taken are within their limits."""
        if self.numbers and not within(*map(np.array, zip(*self.numbers, strict=True))).all():
            return False
        columns = map(np.concatenate, zip(*self.arrays, strict=True))
        return not self.arrays or bool(within(*columns).all())


_EQUAL: Final = (int, bool, str, type(None))
