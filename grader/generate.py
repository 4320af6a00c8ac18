"""Descriptions of inputs to arguments: drawn by the hundred, or as simple as Hypothesis finds them.

Drawn arguments are plain values: NumPy arrays, numbers, strings, None, dicts and lists, a
``GeneratorSeed`` for a random generator and a ``Function`` for a callable.
"""

from __future__ import annotations

import functools
import hashlib
import itertools
import random
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from grader.drawing import Arguments, Choices, Drawing, Kind, call_with
from grader.errors import CourseError
from grader.inputs import Input
from grader.model import Exercise


@dataclass(frozen=True)
class Description:
    """The arguments of an exercise as they are drawn.

    ``defaults`` are the values of the parameters that a call may leave out; a quarter of the draws
    leave each one out, so that a wrong default shows. ``inputs`` replaces the exercise's (laws).
    """

    exercise: Exercise
    kind: Kind
    defaults: Mapping[str, Any]
    inputs: Mapping[str, Input] | None = None

    def drawn(self, choices: Choices) -> Arguments | None:
        """Arguments as ``choices`` fall, or None where they are such that ``where`` refuses."""
        drawing = Drawing(choices, self.exercise, self.kind)
        described = self.exercise.inputs if self.inputs is None else self.inputs
        left_out = []
        for name, spec in described.items():
            if name in self.defaults and drawing.integer(0, 3) == 0:
                left_out.append(name)
                drawing.values[name] = self.defaults[name]
            else:
                drawing.values[name] = drawing.input(spec)
        values = drawing.values
        if self.exercise.where is not None:
            with np.errstate(all="ignore"):
                if not call_with(self.exercise.where, {**self.defaults, **values}):
                    return None
        return {n: v for n, v in values.items() if n not in left_out or self.inputs is not None}


def seed_of(*parts: object) -> int:
    """A stable 64-bit seed from names and numbers."""
    text = "\0".join(str(part) for part in parts)
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "little")


@functools.cache
def _provider() -> Any:
    """Hypothesis's own provider of choices, but for the constants.

    Hypothesis mixes in numbers that it reads from the source of whatever modules are imported, so
    that a pack would depend on the folder it is built in and on what happens to be loaded.
    """
    from hypothesis.internal.conjecture import providers

    class Provider(providers.HypothesisProvider):
        def _maybe_draw_constant(self, *_: Any, **__: Any) -> None:
            return None

    providers.AVAILABLE_PROVIDERS["gradus"] = Provider
    return Provider


class _Provided:
    """Choices as Hypothesis's provider makes them, without the engine that runs tests with them.

    Nothing is tested here, and the engine takes longer than all else of a drawing.
    """

    def __init__(self, seed: int) -> None:
        from hypothesis.internal.conjecture.data import ConjectureData

        data = ConjectureData(prefix=(), random=random.Random(seed), provider=_provider())
        self._choose = data.provider.draw_integer
        self._bits = data.provider._random.getrandbits  # type: ignore[attr-defined]

    def integer(self, low: int, high: int) -> int:
        # As ``strategies.integers`` has it: both ends of a wide range are more likely.
        weights = None
        if high - low > 127:
            weights = {low: 2 / 128, low + 1: 1 / 128, high - 1: 1 / 128, high: 2 / 128}
        return int(self._choose(low, high, weights=weights, shrink_towards=0))

    def octets(self, count: int) -> bytes:
        return bytes(map(self._bits, itertools.repeat(8, count)))


class _Simplest:
    """The choices that Hypothesis shrinks to."""

    def integer(self, low: int, high: int) -> int:
        return min(max(low, 0), high)

    def octets(self, count: int) -> bytes:
        return bytes(count)


class _Strategies:
    """Choices that Hypothesis makes, with ``draw`` of a composite strategy."""

    def __init__(self, draw: Callable[[Any], Any]) -> None:
        self._draw = draw

    def integer(self, low: int, high: int) -> int:
        from hypothesis import strategies

        return int(self._draw(strategies.integers(low, high)))

    def octets(self, count: int) -> bytes:
        from hypothesis import strategies

        return bytes(self._draw(strategies.binary(min_size=count, max_size=count)))


def draw(
    description: Description, count: int, seed: int, key: Callable[[Arguments], Any]
) -> list[Arguments]:
    """``count`` different arguments (fewer if there are no more), the same every time.

    The simplest are the first. ``key`` tells two apart.

    Raises:
        CourseError: ``where`` refuses whatever is drawn.
    """
    found: dict[Any, Arguments] = {}
    choices: Choices = _Simplest()
    drawn = refused = 0
    # Duplicates and refused draws are made up for, within reason.
    while len(found) < count and drawn < 12 * count + 100 and refused < 500 + 100 * drawn:
        arguments = description.drawn(choices)
        if arguments is None:
            refused += 1
        else:
            drawn += 1
            found.setdefault(key(arguments), arguments)
        if isinstance(choices, _Simplest):
            choices = _Provided(seed)
    if not found:
        raise CourseError(
            "the input description draws nothing: `where` refuses every draw; widen the inputs."
        )
    return list(found.values())


def smallest(
    description: Description, interesting: Callable[[Arguments], Any], tries: int
) -> Arguments | None:
    """The simplest arguments that Hypothesis finds ``interesting``, or None if it finds none."""
    import hypothesis
    from hypothesis import strategies

    _provider()  # registers it

    @strategies.composite
    def arguments(draw: Callable[[Any], Any]) -> Arguments:
        drawn = description.drawn(_Strategies(draw))
        hypothesis.assume(drawn is not None)
        assert drawn is not None
        return drawn

    try:
        return dict(
            hypothesis.find(
                arguments(),
                lambda arguments: interesting(arguments) is not None,
                settings=hypothesis.settings(
                    max_examples=tries,
                    backend="gradus",
                    database=None,
                    deadline=None,
                    derandomize=True,
                    suppress_health_check=list(hypothesis.HealthCheck),
                ),
            )
        )
    except (hypothesis.errors.NoSuchExample, hypothesis.errors.Unsatisfiable):
        return None


def simplicity(arguments: Mapping[str, Any]) -> tuple[float, ...]:
    """A sort key: the example that a person would rather read comes first."""
    count, digits, size = 0, 0.0, 0.0
    for leaf in _leaves(arguments.values()):
        if isinstance(leaf, np.ndarray):
            count += max(1, leaf.size) + leaf.ndim
            for number in leaf.reshape(-1)[:200].tolist():
                digits += len(f"{number:g}") if isinstance(number, float) else 1
        elif isinstance(leaf, float):
            digits += len(f"{leaf:g}")
            size += abs(leaf) if np.isfinite(leaf) else 0.0
    return (float(count), float(len(arguments)), digits, size)


def _leaves(values: Iterable[Any]) -> Iterable[Any]:
    for value in values:
        if isinstance(value, dict):
            yield from _leaves(value.values())
        elif isinstance(value, (tuple, list)):
            yield from _leaves(value)
        else:
            yield value
