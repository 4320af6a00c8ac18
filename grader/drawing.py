"""One drawing of all the arguments of an exercise, from the records that describe them."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import Any, Literal, Protocol

import numpy as np

from grader import numbers
from grader.inputs import (
    Array,
    Axis,
    Choice,
    Computed,
    Distribution,
    Element,
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
    Size,
)
from grader.model import Exercise
from grader.wire import GeneratorSeed

Arguments = dict[str, Any]
Kind = Literal["ordinary", "edge", "tiny", "tiny edge"]
LAYOUTS = ("plain", "plain", "plain", "read-only", "fortran", "strided", "reversed")


def call_with(function: Callable[..., Any], values: Mapping[str, Any]) -> Any:
    """Call ``function`` with those of the values that it names (all of them if it takes ``**``)."""
    parameters = inspect.signature(function).parameters
    if any(p.kind is p.VAR_KEYWORD for p in parameters.values()):
        return function(**values)
    return function(**{name: values[name] for name in parameters if name in values})


class Choices(Protocol):
    """Whoever makes the choices of a drawing: a generator, or Hypothesis while it shrinks."""

    def integer(self, low: int, high: int) -> int:
        """One of the integers from ``low`` to ``high``."""

    def octets(self, count: int) -> bytes:
        """So many bytes."""


class Drawing:
    """One drawing of all arguments: the sizes that letters got, and what was drawn so far."""

    def __init__(self, choices: Choices, exercise: Exercise, kind: Kind) -> None:
        self.integer = choices.integer
        self.octets = choices.octets
        self.exercise = exercise
        self.kind = kind
        self.edge = kind in ("edge", "tiny edge")
        self.tiny = kind in ("tiny", "tiny edge")
        self.letters: dict[str, int] = {}
        self.leading: tuple[int, ...] | None = None
        self.values: Arguments = {}
        # Most draws tell the axes apart; in edges one letter in four is as small as it may be.
        self.shrunken = self.edge and self.integer(0, 3) == 3

    def letter(self, name: str) -> int:
        if name.isdigit():
            return int(name)
        if name not in self.letters:
            low, high = self.exercise.sizes.get(name, (1, 5))
            if self.edge and name in self.exercise.empty and self.integer(0, 5) == 5:
                self.letters[name] = 0
            elif self.shrunken and self.integer(0, 1):
                self.letters[name] = low
            else:
                high = max(low, min(high, low + 2, 3)) if self.tiny else high
                self.letters[name] = self._distinct(low, high)
        return self.letters[name]

    def _distinct(self, low: int, high: int) -> int:
        taken = set(self.letters.values()) | set(self.leading or ())
        free = [n for n in range(low, high + 1) if n not in taken]
        if not free or (self.tiny and self.integer(0, 1) == 0) or self.integer(0, 9) == 9:
            free = list(range(low, high + 1))
        place = self.integer(0, len(free) - 1)
        return free[min(place, self.integer(0, len(free) - 1)) if self.tiny else place]

    def shape(self, shape: Any) -> tuple[int, ...]:
        if callable(shape):
            return tuple(int(n) for n in call_with(shape, self.values))
        axes: list[int] = []
        for name in shape.split():
            if name == "...":
                if self.leading is None:
                    count = self.integer(0, 1 if self.tiny else 2)
                    self.leading = ()
                    for _ in range(count):
                        self.leading += (self._distinct(1, 2 if self.tiny else 4),)
                axes.extend(self.leading)
            else:
                axes.append(self.letter(name))
        return tuple(axes)

    def raw(self, count: int) -> numbers.Raw:
        # Equal elements are the quickest to check by hand; a third of the tiny arrays have them.
        alike = self.tiny and count > 1 and self.integer(0, 2) == 0
        if alike:
            return np.repeat(self.raw(1), count)
        # Big-endian: Hypothesis shrinks the leading bytes first, which are then the large ones.
        return np.frombuffer(self.octets(4 * count), ">u4").astype(np.uint32)

    def mode(self) -> str:
        if self.tiny:
            return "simple edge" if self.edge else "simple"
        if not self.edge:
            return "ordinary"
        return numbers.EDGE_MODES[self.integer(0, len(numbers.EDGE_MODES) - 1)]

    def layout(self, array: Any) -> Any:
        if not (self.edge and not self.tiny and self.exercise.layouts):
            return array
        return laid_out(array, LAYOUTS[self.integer(0, len(LAYOUTS) - 1)])

    def element(self, ordinary: Element, edge: Element) -> Any:
        # A block of one: scalars and elements come from the same place.
        value = numbers.elements(self.raw(1), ordinary, edge, self.mode())
        spec = edge if self.edge else ordinary
        if isinstance(spec, Choice):
            return spec.values[int(self.integer(0, len(spec.values) - 1))]
        return int(value[0]) if isinstance(spec, Integers) else float(value[0])

    def input(self, spec: Input) -> Any:
        if isinstance(spec, Scalar):
            return self.element(spec.ordinary, spec.edge)
        if isinstance(spec, Array):
            shape = self.shape(spec.shape)
            count = int(np.prod(shape, dtype=np.int64))
            flat = numbers.elements(self.raw(count), spec.ordinary, spec.edge, self.mode())
            return self.layout(flat.astype(spec.dtype).reshape(shape))
        if isinstance(spec, Distribution):
            shape = self.shape(spec.shape)
            classes = int(np.prod(shape[len(shape) - spec.over :], dtype=np.int64))
            rows = int(np.prod(shape[: len(shape) - spec.over], dtype=np.int64))
            raw = self.raw(rows * classes)
            flat = numbers.probabilities(raw, rows, classes, self.mode(), spec.zeros)
            return self.layout(flat.reshape(shape))
        if isinstance(spec, Labels):
            shape = self.shape(spec.shape)
            raw = self.raw(int(np.prod(shape, dtype=np.int64)))
            special = Integers(0, self.letter(spec.classes) - 1, spec.special)
            plain = Integers(0, self.letter(spec.classes) - 1)
            mixed = special if self.edge or self.integer(0, 2) == 2 else plain
            return numbers.elements(raw, mixed, mixed, "mixed").astype(np.int64).reshape(shape)
        if isinstance(spec, Size):
            return self.letter(spec.letter)
        if isinstance(spec, Axis):
            ndim = np.ndim(self.values[spec.of])
            return self.integer(-ndim, ndim - 1) if ndim else -1
        return self.compound(spec)

    def compound(self, spec: Input) -> Any:
        if isinstance(spec, Optional):
            return self.input(spec.item) if self.integer(0, 1) else None
        if isinstance(spec, OneOf):
            return self.input(spec.items[self.integer(0, len(spec.items) - 1)])
        if isinstance(spec, Record):
            return {key: self.input(item) for key, item in spec.items.items()}
        if isinstance(spec, Listing):
            return [self.input(spec.item) for _ in range(self.integer(spec.shortest, spec.longest))]
        if isinstance(spec, Generator):
            return GeneratorSeed(self.integer(0, 2**31 - 1))
        if isinstance(spec, Functions):
            return spec.items[self.integer(0, len(spec.items) - 1)]
        assert isinstance(spec, Computed)
        with np.errstate(all="ignore"):
            return call_with(spec.function, self.values)


def laid_out(array: Any, layout: str) -> Any:
    """The same values in another memory layout."""
    if layout == "read-only":
        array = array.copy()
        array.flags.writeable = False
    elif layout == "fortran":
        array = np.asfortranarray(array)
    elif layout == "strided" and array.ndim:
        wide = np.zeros((*array.shape[:-1], 2 * array.shape[-1]), dtype=array.dtype)
        wide[..., ::2] = array
        array = wide[..., ::2]
    elif layout == "reversed" and array.ndim:
        array = np.ascontiguousarray(array[::-1])[::-1]
    return array
