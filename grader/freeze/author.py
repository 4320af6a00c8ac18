"""What an author wrote, loaded, and its values in the forms that calls take."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from grader import laws, wire
from grader.callables import Function
from grader.course import line_defining, line_of
from grader.errors import CourseError
from grader.inputs import (
    Array,
    Computed,
    Distribution,
    Functions,
    Generator,
    Input,
    Labels,
    Listing,
    Optional,
    Record,
    Scalar,
)
from grader.model import Exercise, Statement


@dataclass(frozen=True)
class Author:
    """What an author wrote for one exercise, loaded: the input of freezing."""

    statement: Statement
    exercise: Exercise
    solution: Callable[..., Any]
    declaration_text: str
    declaration_file: str
    # Other right answers, whose errors a tight bound must leave as much room as the solution's.
    alternatives: tuple[Callable[..., Any], ...] = ()

    @cached_property
    def law_source(self) -> str:
        """The laws as a pack holds them; they are run in this form here too."""
        names = [law.name for law in self.exercise.laws]
        return laws.cut(self.declaration_text, self.declaration_file, names)

    @cached_property
    def law_functions(self) -> dict[str, Any]:
        return laws.written(self.law_source)

    def problem(
        self,
        text: str,
        about: Callable[..., Any] | None = None,
        raised: BaseException | None = None,
    ) -> CourseError:
        """An error that names the declaration, and the line that raised or that it is about."""
        file = self.declaration_file
        line = line_of(raised, file) if raised else 0
        line = line or line_defining(about, file) or self._declared_at
        return CourseError(f"{file}:{line}: {text}")

    @property
    def _declared_at(self) -> int:
        # What cannot be drawn or answered is described by the inputs.
        wanted = r"^EXERCISE\b(?s:.*?\binputs(?=\s*=))?"
        found = re.search(wanted, self.declaration_text, re.MULTILINE)
        return 1 + self.declaration_text.count("\n", 0, found.end()) if found else 1

    def solved(self, *positional: Any, **keywords: Any) -> Any:
        """The model solution's answer."""
        return _answer(self.solution, positional, keywords)

    def right_answers(self, **keywords: Any) -> Iterator[Any]:
        """The answers of the model solution and of the alternatives, as they are asked for."""
        for right in (self.solution, *self.alternatives):
            yield _answer(right, (), keywords)


def _answer(
    function: Callable[..., Any], positional: Sequence[Any], keywords: Mapping[str, Any]
) -> Any:
    return normal(function(*made_ready(list(positional)), **made_ready(dict(keywords))))


@dataclass(frozen=True)
class Example:
    """One example with its answer (None for an exercise without a reference)."""

    arguments: Mapping[str, Any]
    tier: str
    rung: bool
    expected: Any = None
    bound: Any = None
    witness: str = ""


def made_ready(value: Any) -> Any:
    """Arguments as the student's function sees them: fresh arrays, a generator, a callable."""
    if isinstance(value, np.ndarray):
        copied = value.copy()
        copied.flags.writeable = value.flags.writeable
        return copied
    if isinstance(value, wire.GeneratorSeed):
        return np.random.default_rng(value.seed)
    if isinstance(value, (Function, wire.FunctionSource)):
        return laws.NumpyFunction(value.name, value.source)
    if type(value) is dict:
        return {key: made_ready(item) for key, item in value.items()}
    if type(value) in (tuple, list):
        return type(value)(made_ready(item) for item in value)
    return value


def normal(value: Any) -> Any:
    """An answer computed here in the form in which one comes over the wire."""
    if isinstance(value, np.ndarray) and value.ndim:
        return np.ascontiguousarray(value)
    if isinstance(value, (np.ndarray, np.generic)):
        return value.item()
    if isinstance(value, dict):
        return {key: normal(item) for key, item in value.items()}
    if isinstance(value, (tuple, list)):
        return type(value)(normal(item) for item in value)
    return value


def as_arguments(exercise: Exercise, given: Any) -> dict[str, Any]:
    """A witness, a case or a promised error's arguments with lists made into arrays.

    ``given`` is a dict by name, or the first argument alone.
    """
    names = list(exercise.inputs)
    if not (isinstance(given, dict) and set(given) <= set(names)):
        given = {names[0]: given}
    return {name: _as_input(exercise.inputs[name], value) for name, value in given.items()}


def _as_input(spec: Input, value: Any) -> Any:
    if type(value) is list and isinstance(spec, Array):
        return np.array(value, dtype=spec.dtype)
    if type(value) is list and isinstance(spec, (Distribution, Computed)):
        return np.array(value, dtype=np.float64)
    if type(value) is list and isinstance(spec, Labels):
        return np.array(value, dtype=np.int64)
    if type(value) is dict and isinstance(spec, Record):
        # Keys of its own are welcome: a parameter may have any name.
        other = next(iter(spec.items.values()))
        return {key: _as_input(spec.items.get(key, other), item) for key, item in value.items()}
    if type(value) is list and isinstance(spec, Listing):
        return [_as_input(spec.item, item) for item in value]
    if type(value) is list and not isinstance(spec, Scalar):
        return np.array(value)
    if isinstance(spec, Optional) and value is not None:
        return _as_input(spec.item, value)
    if isinstance(spec, Generator) and type(value) is int:
        return wire.GeneratorSeed(value)
    if isinstance(spec, Functions) and type(value) is str:
        return next(item for item in spec.items if item.name == value)
    return value
