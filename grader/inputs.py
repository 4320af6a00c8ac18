"""Frozen records that describe one argument of an exercise: described here, never drawn.

The generator, the documentation and the failure page all read the same record. Nothing in this
room imports NumPy, torch or Hypothesis.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from grader.callables import Function

# --- elements: one number (or one of a few values) -------------------------------------------


@dataclass(frozen=True)
class Floats:
    """A float in ``[low, high]``; ``special`` values turn up often in the edge tier.

    ``exact`` numbers (targets, hyperparameters) are not moved when conditioning is measured.
    ``grid`` rounds to multiples of it, so that sums are exact in any order.
    """

    low: float
    high: float
    special: tuple[float, ...] = ()
    exact: bool = False
    grid: float | None = None


@dataclass(frozen=True)
class Integers:
    """An integer in ``[low, high]``."""

    low: int
    high: int
    special: tuple[int, ...] = ()


@dataclass(frozen=True)
class Choice:
    """One of the values given: numbers, strings, booleans or None."""

    values: tuple[Any, ...]


Element: TypeAlias = Floats | Integers | Choice

# --- inputs: one argument -----------------------------------------------------------------------

Shape: TypeAlias = str | Callable[..., tuple[int, ...]]


@dataclass(frozen=True)
class Scalar:
    """A Python number or value, from ``ordinary`` or, in the edge tier, from ``edge``."""

    ordinary: Element
    edge: Element


@dataclass(frozen=True)
class Array:
    """An array whose axes are named sizes, such as ``"N D"`` or ``"... K"``.

    A letter means one size throughout the exercise; ``...`` stands for any leading axes, the same
    in every input. A callable shape computes it from the inputs drawn before, taken by name.
    """

    shape: Shape
    ordinary: Element
    edge: Element
    dtype: str = "float64"


@dataclass(frozen=True)
class Distribution:
    """Non-negative float64 rows that sum to one over the last axis (over ``over`` last axes)."""

    shape: Shape
    over: int = 1
    zeros: bool = True


@dataclass(frozen=True)
class Labels:
    """Class labels ``0 .. K-1`` where K is the size of the letter ``classes``; ``special`` too."""

    shape: Shape
    classes: str
    special: tuple[int, ...] = ()


@dataclass(frozen=True)
class Size:
    """The integer that a letter stands for."""

    letter: str


@dataclass(frozen=True)
class Axis:
    """A valid axis, negative or not, of the array input named."""

    of: str


@dataclass(frozen=True)
class Optional:
    """None half of the time."""

    item: Input


@dataclass(frozen=True)
class OneOf:
    """Any of several inputs."""

    items: tuple[Input, ...]


@dataclass(frozen=True)
class Record:
    """A dict with string keys."""

    items: Mapping[str, Input]


@dataclass(frozen=True)
class Listing:
    """A list of ``shortest`` to ``longest`` items; letters keep one size across the items."""

    item: Input
    shortest: int
    longest: int


@dataclass(frozen=True)
class Generator:
    """A ``numpy.random.Generator``: the same seed on both sides."""


@dataclass(frozen=True)
class Functions:
    """One of several callables."""

    items: tuple[Function, ...]


@dataclass(frozen=True)
class Computed:
    """A value computed in NumPy from the inputs drawn before, which are taken by name."""

    function: Callable[..., Any]
    moved: bool = True


Input: TypeAlias = (
    Scalar
    | Array
    | Distribution
    | Labels
    | Size
    | Axis
    | Optional
    | OneOf
    | Record
    | Listing
    | Generator
    | Functions
    | Computed
)
