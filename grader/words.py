"""The words that describe arguments; authors import them from ``grader.declare``."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from grader.callables import Function
from grader.inputs import (
    Array,
    Axis,
    Choice,
    Computed,
    Distribution,
    Element,
    Floats,
    Functions,
    Generator,
    Input,
    Integers,
    Labels,
    Listing,
    OneOf,
    Optional,
    Record,
    Scalar,
    Shape,
    Size,
)

# --- numbers ---------------------------------------------------------------------------------


def floats(
    low: float,
    high: float,
    *,
    special: Sequence[float] = (),
    exact: bool = False,
    grid: float | None = None,
) -> Floats:
    """A float in ``[low, high]``. ``special`` values (0, infinities, ties) turn up in edges."""
    return Floats(float(low), float(high), tuple(float(s) for s in special), exact, grid)


def integers(low: int, high: int, *, special: Sequence[int] = ()) -> Integers:
    """An integer in ``[low, high]``."""
    return Integers(low, high, tuple(special))


def choice(*values: Any) -> Choice:
    """One of the values: strings, numbers, None."""
    return Choice(values)


def boolean() -> Choice:
    """True or False."""
    return Choice((True, False))


# --- arguments -------------------------------------------------------------------------------


def scalar(ordinary: Element, edge: Element | None = None) -> Scalar:
    """A Python number whose edge values differ from its ordinary ones."""
    return Scalar(ordinary, ordinary if edge is None else edge)


ORDINARY = Floats(-10.0, 10.0)


def array(
    shape: Shape,
    ordinary: Element = ORDINARY,
    edge: Element | None = None,
    *,
    dtype: str | None = None,
) -> Array:
    """An array; axes are letters (``"N D"``), numbers, ``...``, or a function of earlier inputs."""
    if dtype is None:
        dtype = {Floats: "float64", Integers: "int64"}.get(type(ordinary), "")
        if not dtype:
            kinds = {type(v) for v in ordinary.values}  # type: ignore[union-attr]
            dtype = "bool" if kinds == {bool} else "int64" if kinds == {int} else "float64"
    return Array(shape, ordinary, ordinary if edge is None else edge, dtype)


def distribution(shape: Shape, *, over: int = 1, zeros: bool = True) -> Distribution:
    """Probabilities that sum to one over the last ``over`` axes; edges hold zeros and ones."""
    return Distribution(shape, over, zeros)


def labels(shape: Shape, classes: str, *, special: Sequence[int] = ()) -> Labels:
    """Integer class labels below the size of the letter ``classes``."""
    return Labels(shape, classes, tuple(special))


def size(letter: str) -> Size:
    """The integer that a letter of the shapes stands for, such as ``num_classes``."""
    return Size(letter)


def axis(of: str) -> Axis:
    """A valid axis of the array input ``of``."""
    return Axis(of)


def optional(item: Input | Element) -> Optional:
    """None or the item."""
    return Optional(as_input(item))


def one_of(*items: Input | Element) -> OneOf:
    """Any of the items."""
    return OneOf(tuple(as_input(item) for item in items))


def record(items: Mapping[str, Input | Element]) -> Record:
    """A dict with these keys."""
    return Record({key: as_input(item) for key, item in items.items()})


def listing(item: Input | Element, shortest: int, longest: int) -> Listing:
    """A list of items."""
    return Listing(as_input(item), shortest, longest)


def generator() -> Generator:
    """A seeded ``numpy.random.Generator``."""
    return Generator()


def function(name: str, source: str, torch: Callable[..., Any]) -> Function:
    """A callable pair: NumPy source that defines ``name``, and the same in torch."""
    return Function(name, inspect.cleandoc(source) + "\n", torch)


def functions(*items: Function) -> Functions:
    """A callable argument, one of the pairs given."""
    return Functions(items)


def computed(function: Callable[..., Any], *, moved: bool = True) -> Computed:
    """A NumPy value computed from earlier inputs, which the function takes by name."""
    return Computed(function, moved)


def as_input(item: Input | Element) -> Input:
    if isinstance(item, (Floats, Integers, Choice)):
        return Scalar(item, item)
    return item
