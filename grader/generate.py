"""Descriptions of inputs to Hypothesis strategies, and the rounding errors of what was drawn.

Drawn arguments are plain values: NumPy arrays, numbers, strings, None, dicts and lists, a
``GeneratorSeed`` for a random generator and a ``Function`` for a callable.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np

from grader.drawing import Arguments, Drawing, Kind, call_with
from grader.errors import CourseError
from grader.inputs import Input
from grader.model import Exercise


def strategy(
    exercise: Exercise,
    kind: Kind,
    defaults: Mapping[str, Any],
    inputs: Mapping[str, Input] | None = None,
) -> Any:
    """A Hypothesis strategy of argument dicts.

    ``defaults`` are the values of the parameters that a call may leave out; a quarter of the draws
    leave each one out, so that a wrong default shows. ``inputs`` replaces the exercise's (laws).
    """
    from hypothesis import assume
    from hypothesis import strategies as st

    described = exercise.inputs if inputs is None else inputs

    @st.composite
    def arguments(draw: Callable[[Any], Any]) -> Arguments:
        drawing = Drawing(draw, exercise, kind)
        left_out = []
        for name, spec in described.items():
            if name in defaults and drawing.integer(0, 3) == 0:
                left_out.append(name)
                drawing.values[name] = defaults[name]
            else:
                drawing.values[name] = drawing.input(spec)
        if exercise.where is not None:
            with np.errstate(all="ignore"):
                assume(bool(call_with(exercise.where, {**defaults, **drawing.values})))
        return {n: v for n, v in drawing.values.items() if n not in left_out or inputs is not None}

    return arguments()


def seed_of(*parts: object) -> int:
    """A stable 64-bit seed from names and numbers."""
    text = "\0".join(str(part) for part in parts)
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "little")


@functools.cache
def _backend() -> str:
    """The Hypothesis backend that draws for Gradus: its own, but for the constants.

    Hypothesis mixes in numbers that it reads from the source of whatever modules are imported, so
    that a pack would depend on the folder it is built in and on what happens to be loaded.
    """
    from hypothesis.internal.conjecture import providers

    class Provider(providers.HypothesisProvider):
        def _maybe_draw_constant(self, *_: Any, **__: Any) -> None:
            return None

    providers.AVAILABLE_PROVIDERS["gradus"] = Provider
    return "gradus"


def draw(items: Any, count: int, seed: int, key: Callable[[Any], Any]) -> list[Any]:
    """``count`` different values of a strategy (fewer if there are no more), the same every time.

    ``key`` tells two values apart.
    """
    import hypothesis

    found: dict[Any, Any] = {}

    # Duplicates and rejected draws are made up for, within reason.
    @hypothesis.seed(seed)
    @hypothesis.settings(
        max_examples=12 * count + 100,
        backend=_backend(),
        database=None,
        deadline=None,
        phases=[hypothesis.Phase.generate],
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    @hypothesis.given(items)
    def collect(value: Any) -> None:
        if len(found) >= count:
            raise _Enough
        found.setdefault(key(value), value)

    try:
        collect()
    except _Enough:
        pass
    except hypothesis.errors.Unsatisfiable:
        raise CourseError(
            "the input description draws nothing: `where` refuses every draw; widen the inputs."
        ) from None
    return list(found.values())[:count]


def smallest(
    exercise: Exercise,
    kind: Kind,
    defaults: Mapping[str, Any],
    interesting: Callable[[Arguments], Any],
    tries: int,
) -> Arguments | None:
    """The simplest arguments that Hypothesis finds ``interesting``, or None if it finds none."""
    import hypothesis

    try:
        return dict(
            hypothesis.find(
                strategy(exercise, kind, defaults),
                lambda arguments: interesting(arguments) is not None,
                settings=hypothesis.settings(
                    max_examples=tries,
                    backend=_backend(),
                    database=None,
                    deadline=None,
                    derandomize=True,
                    suppress_health_check=list(hypothesis.HealthCheck),
                ),
            )
        )
    except (hypothesis.errors.NoSuchExample, hypothesis.errors.Unsatisfiable):
        return None


class _Enough(BaseException):
    """Raised to stop Hypothesis once enough has been drawn; no failure to be shrunk."""


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
