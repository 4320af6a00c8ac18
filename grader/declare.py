"""The whole vocabulary of a declaration: everything that a file under reference/ may import.

Importing this room loads neither torch nor Hypothesis; what needs torch imports it when called.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from grader.claims import (
    assert_close,
    assert_equal,
    assert_normal,
    assert_shape,
    assert_that,
    scatter,
)
from grader.errors import CourseError
from grader.inputs import Element, Input
from grader.model import Accuracy, Case, Differences, Law, Misconception, Refusal, Tier
from grader.model import Exercise as ExerciseRecord
from grader.oracle import derivative, vjp
from grader.words import (
    array,
    as_input,
    axis,
    boolean,
    choice,
    computed,
    distribution,
    floats,
    function,
    functions,
    generator,
    integers,
    labels,
    listing,
    one_of,
    optional,
    record,
    scalar,
    size,
)

__all__ = [
    "Exercise",
    "absolute",
    "array",
    "assert_close",
    "assert_equal",
    "assert_normal",
    "assert_shape",
    "assert_that",
    "axis",
    "boolean",
    "case",
    "central_differences",
    "choice",
    "computed",
    "derivative",
    "distribution",
    "floats",
    "function",
    "functions",
    "generator",
    "integers",
    "labels",
    "law",
    "listing",
    "misconception",
    "one_of",
    "optional",
    "record",
    "refusal",
    "scalar",
    "scatter",
    "size",
    "vjp",
]

# --- what is right and what is wrong ---------------------------------------------------------


def absolute(scale: float) -> Accuracy:
    """Rounding errors of ``scale``, not of each element."""
    return Accuracy("absolute", scale)


def _sentence(function: Callable[..., Any], kind: str) -> str:
    text = inspect.getdoc(function)
    if not text:
        code = function.__code__
        raise CourseError(
            f"{code.co_filename}:{code.co_firstlineno}: the {kind} {function.__name__} has no "
            f"docstring; write the sentence that the student will read."
        )
    return " ".join(text.split())


def law(
    ordinary: int = 20, edge: int = 0, *, like: Law | None = None, **inputs: Input | Element
) -> Callable[[Callable[..., None]], Law]:
    """Mark a law: the subject first, then inputs by name.

    Inputs named like the exercise's need no description. ``ordinary`` and ``edge`` are how many
    draws of each tier it is checked on. Where calls are dear, ``like`` names another law whose
    draws, all of them, this one is checked on too: what both ask is asked once.
    """

    def mark(function: Callable[..., None]) -> Law:
        sentence = _sentence(function, "law")
        if like is not None:
            drawn = like.drawn_like or like.name
            return replace(
                like,
                name=function.__name__,
                sentence=sentence,
                function=function,
                drawn_like=drawn,
            )
        described = {name: as_input(item) for name, item in inputs.items()}
        return Law(function.__name__, sentence, function, described, ordinary, edge)

    return mark


def misconception(*, witness: Any) -> Callable[[Callable[..., Any]], Misconception]:
    """Mark a mistake: NumPy code with the exercise's signature, and the input that shows it."""

    def mark(function: Callable[..., Any]) -> Misconception:
        sentence = _sentence(function, "misconception")
        return Misconception(function.__name__, sentence, function, witness)

    return mark


def refusal(
    error: type[Exception] | tuple[type[Exception], ...], sentence: str, **arguments: Any
) -> Refusal:
    """A promised error. ``sentence`` completes "must raise ValueError for ..."."""
    errors = error if isinstance(error, tuple) else (error,)
    return Refusal(tuple(e.__name__ for e in errors), sentence, arguments)


def case(tier: Tier = "core", **arguments: Any) -> Case:
    """Fixed arguments that are always examined, such as a worked example's."""
    return Case(arguments, tier)


def central_differences(
    forward: Callable[..., Any],
    *,
    wrt: str | Sequence[str],
    upstream: str | Sequence[str] = (),
    elementwise: bool = False,
    select: Callable[[Any], Any] | None = None,
) -> Differences:
    """Second source of a derivative: central differences of a torch forward pass.

    ``forward`` takes inputs by name (those it needs). ``upstream`` names the inputs that weigh its
    outputs, one per output.
    """
    return Differences(
        forward,
        (wrt,) if isinstance(wrt, str) else tuple(wrt),
        (upstream,) if isinstance(upstream, str) else tuple(upstream),
        elementwise,
        select,
    )


def _each(name: str, given: Sequence[Any], kind: type, told: str) -> None:
    if not isinstance(given, (tuple, list)):  # of a string every letter would count
        raise CourseError(f"{name} must be a tuple, and is {given!r:.60}.")
    for item in given:
        if not isinstance(item, kind):
            raise CourseError(f"{name} holds {item!r:.60}; each of them must be {told}.")


def Exercise(  # noqa: N802  a noun: it reads as the record it returns
    *,
    inputs: Mapping[str, Input | Element],
    reference: Callable[..., Any] | None,
    accuracy: str | Accuracy = "relative",
    laws: Sequence[Law] = (),
    misconceptions: Sequence[Misconception] = (),
    refusals: Sequence[Refusal] = (),
    cases: Sequence[Case] = (),
    hints: Sequence[str] = (),
    second_source: Callable[..., Any] | Differences | None = None,
    sizes: Mapping[str, tuple[int, int]] | None = None,
    empty: str = "",
    where: Callable[..., bool] | None = None,
    forbids: Sequence[str] = (),
    ordinary: int = 100,
    edge: int = 30,
    float32: bool = True,
    layouts: bool = True,
    slack: float = 1.0,
) -> ExerciseRecord:
    """Declare an exercise.

    Args:
        inputs: One description per argument, in the order of the signature.
        reference: The same function in torch; None where laws alone judge.
        accuracy: ``"relative"`` to each element (default), ``"absolute"`` (to 1) or
            ``absolute(scale)``, ``"norm"`` (to the largest element), ``"exact"``.
        laws: What every right answer obeys, whatever its method.
        misconceptions: The mistakes that are named when a submission makes them.
        refusals: Promised errors.
        cases: Fixed arguments, always examined.
        hints: Of rising strength; the last may give the line away.
        second_source: ``f(m, ...)`` on object arrays of 50-digit numbers, where ``m`` has ``exp``,
            ``log``, ``sqrt``, ``tanh`` and the like; or ``central_differences(...)``.
        sizes: The range of a letter, ``(1, 5)`` unless given.
        empty: Letters that may be 0 in the edge tier, such as ``"N"``.
        where: True for the arguments promised to work, taken by name; others are not drawn.
        forbids: Dotted names that would answer the exercise, such as ``"numpy.tanh"``.
        ordinary: How many ordinary examples.
        edge: How many edge examples.
        float32: Whether float32 in must give float32 out (as the reference does).
        layouts: Whether edges come read-only, Fortran-ordered and strided too.
        slack: A factor on the bound, with the reason in a comment beside it.
    """
    kind = Accuracy(accuracy) if isinstance(accuracy, str) else accuracy  # type: ignore[arg-type]
    _each("laws", laws, Law, "made by @law(...)")
    _each("misconceptions", misconceptions, Misconception, "made by @misconception(...)")
    _each("refusals", refusals, Refusal, "made by refusal(...)")
    _each("cases", cases, Case, "made by case(...)")
    _each("hints", hints, str, "a sentence")
    _each("forbids", forbids, str, 'a dotted name such as "numpy.tanh"')
    return ExerciseRecord(
        inputs={name: as_input(item) for name, item in inputs.items()},
        reference=reference,
        accuracy=kind,
        laws=tuple(laws),
        misconceptions=tuple(misconceptions),
        refusals=tuple(refusals),
        cases=tuple(cases),
        hints=tuple(hints),
        second_source=second_source,
        sizes=dict(sizes or {}),
        empty=tuple(empty.split()),
        where=where,
        forbids=tuple(forbids),
        ordinary=ordinary,
        edge=edge,
        float32=float32,
        layouts=layouts,
        slack=slack,
    )
