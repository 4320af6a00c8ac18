"""The words in which laws make their claims; each raises ``LawBroken`` with a plain sentence.

They run on the trusted side, on values that came over the wire, with NumPy alone.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from grader.compare import Disagreement, disagreement, is_number

__all__ = ["LawBroken", "assert_close", "assert_equal", "assert_shape", "assert_that"]


@contextmanager
def quietly() -> Iterator[None]:
    """Without NumPy's warnings: infinities and nans are inputs and answers like others here."""
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


class LawBroken(AssertionError):
    """A right answer would have kept this claim; ``disagreement`` says where it was broken."""

    def __init__(self, message: str, disagreement: Disagreement | None = None) -> None:
        super().__init__(message)
        self.disagreement = disagreement


def _limits(expected: Any, rtol: float, scale: float | None) -> Any:
    if type(expected) is dict:
        return {key: _limits(item, rtol, scale) for key, item in expected.items()}
    if type(expected) in (tuple, list):
        return [_limits(item, rtol, scale) for item in expected]
    if isinstance(expected, np.ndarray) and expected.dtype.kind == "f":
        size = np.abs(expected)[np.isfinite(expected)].max(initial=0.0)
        return np.full(expected.shape, rtol * (size if scale is None else scale))
    if is_number(expected):
        size = abs(float(expected)) if np.isfinite(float(expected)) else 0.0
        return rtol * (size if scale is None else scale)
    return None


def _plain(value: Any) -> Any:
    """NumPy scalars and 0-d arrays as Python numbers: laws may compare what they compute."""
    if type(value) is dict:
        return {key: _plain(item) for key, item in value.items()}
    if type(value) in (tuple, list):
        return type(value)(_plain(item) for item in value)
    if isinstance(value, np.generic) or (isinstance(value, np.ndarray) and value.ndim == 0):
        return value.item()
    return value


def assert_close(
    actual: Any, expected: Any, *, rtol: float = 1e-9, scale: float | None = None
) -> None:
    """Same structure, shape and dtype, and elements at most ``rtol * scale`` apart.

    ``scale`` is the largest magnitude of each expected array unless given.
    """
    wanted = _plain(expected)
    found = disagreement(wanted, _limits(wanted, rtol, scale), actual)
    if found is not None:
        raise LawBroken(found.message, found)


def assert_equal(actual: Any, expected: Any) -> None:
    """Same structure, shape, dtype and exactly the same elements."""
    found = disagreement(_plain(expected), None, actual)
    if found is not None:
        raise LawBroken(found.message, found)


def assert_shape(actual: Any, shape: tuple[int, ...]) -> None:
    """An array of exactly this shape; () is any single number."""
    got = () if is_number(actual) else getattr(actual, "shape", None)
    if got != tuple(shape):
        what = "no array" if got is None else f"an answer of shape {got}"
        raise LawBroken(f"{what} came where the shape must be {tuple(shape)}")


def assert_that(claim: Any, message: str) -> None:
    """The claim holds; ``message`` says what is the case when it does not."""
    if not bool(claim):
        raise LawBroken(message)
