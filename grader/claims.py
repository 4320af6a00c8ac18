"""The words in which laws make their claims; each raises ``LawBroken`` with a plain sentence.

They run on the trusted side, on values that came over the wire, with NumPy alone.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np

from grader.compare import Disagreement, disagreement, is_number

__all__ = [
    "LawBroken",
    "assert_close",
    "assert_equal",
    "assert_normal",
    "assert_shape",
    "assert_that",
    "scatter",
]


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


# How often a standard normal number is larger in size than each of these.
_TAILS = ((0.5, 0.6170750774519738), (1.0, 0.3173105078629141), (2.0, 0.0455002638963584))


def scatter(drawn: Sequence[Any]) -> Any:
    """How each of some flat arrays scatters, for ``assert_normal``: ``(len(drawn), 6)``.

    A row holds how many numbers there are, their sum, that of their squares, and how many lie in
    each of three tails. Rows of several arrays add up.
    """
    sizes = np.array([numbers.size for numbers in drawn])
    every = np.concatenate(drawn)
    columns = [np.ones(every.size), every, every**2]
    columns += [np.abs(every) > edge for edge, _ in _TAILS]
    return np.add.reduceat(np.stack(columns, axis=1), np.cumsum(sizes) - sizes)


def assert_normal(rows: Any, names: Sequence[str], *, most: float = 25.0) -> None:
    """Numbers, divided by the deviation asked for, come from the standard normal distribution.

    Each row of ``scatter`` is looked at by itself, and called by its name ("weights in W1"). The
    bounds hold for every count of numbers, a single one too, and each is broken by chance with
    probability 2 exp(-most) at most, which is 3e-11 for 25: the mean c of n has Chernoff's bound
    exp(-n c**2 / 2), the mean square r has exp(-n (r - 1 - ln r) / 2), and the tails have theirs.
    """
    n, *totals = rows.T
    centre, square, *shares = (total / n for total in totals)
    for k in np.flatnonzero(~(n / 2.0 * centre**2 <= most))[:1]:
        raise LawBroken(
            f"the mean of {n[k]:.0f} {names[k]} is {centre[k]:.3g} times the standard deviation "
            f"asked for"
        )
    for k in np.flatnonzero(~(n / 2.0 * (square - 1.0 - np.log(square)) <= most))[:1]:
        raise LawBroken(
            f"the standard deviation of {n[k]:.0f} {names[k]} is {np.sqrt(square[k]):.3g} times "
            f"the one asked for"
        )
    for share, (edge, p) in zip(shares, _TAILS, strict=True):
        for k in np.flatnonzero(~(_surprise(share, p, n) <= most))[:1]:
            raise LawBroken(
                f"{100 * share[k]:.1f} percent of {n[k]:.0f} {names[k]} are larger in size than "
                f"{edge:g} standard deviations, where {100 * p:.1f} percent are expected"
            )


def _surprise(share: Any, p: float, n: Any) -> Any:
    """Chernoff: n trials come so far from p with a probability below exp(-surprise)."""
    parts = ((share, p), (1.0 - share, 1.0 - p))
    return n * sum(np.where(a > 0.0, a * np.log(a / b), 0.0) for a, b in parts)
