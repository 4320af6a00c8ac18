"""A smaller counterexample, by Hypothesis, where no rung of the ladder shows the failure.

Needs the course source and torch; everybody else sees the frozen example. Nothing is random: the
same submission is shrunk to the same example every time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from importlib.util import find_spec
from typing import Any

from grader import compare
from grader.checks import REFERENCE
from grader.course import Course, load_declaration, read_statement
from grader.drawing import Kind
from grader.explain import Explainer
from grader.failures import Failure, failure_of
from grader.freeze.author import Author, Example
from grader.freeze.examples import Examples
from grader.generate import Description, smallest
from grader.laws import to_wire
from grader.model import Source
from grader.pack import PackedExercise
from grader.questions import as_submission
from grader.sandbox import replies
from grader.sandbox.pool import Limits, Sandbox
from grader.verdict import Outcome, Report, Verdict

TRIES = 400


def can_shrink() -> bool:
    """Whether what shrinking needs beside the course is installed; imports nothing."""
    return all(find_spec(name) is not None for name in ("torch", "hypothesis"))


def with_a_smaller_example(
    course: Course,
    packed: PackedExercise,
    sources: Sequence[Source],
    report: Report,
    limits: Limits,
    *,
    isolation: int | None = None,
    allow: Sequence[str] = (),
) -> Report:
    """The report with the counterexample of one exercise made smaller.

    The points and the diagnosis stay what they are.
    """
    path = packed.statement.path
    verdict = next(verdict for verdict in report.exercises if verdict.exercise == path)
    source = next(source for source in sources if source.exercise == path)
    with Sandbox(isolation=isolation, allow=allow) as sandbox:
        smaller = shrunk(course, packed, source, sandbox, limits, verdict)
    exercises = tuple(smaller if v is verdict else v for v in report.exercises)
    return replace(report, exercises=exercises)


def shrunk(
    course: Course,
    packed: PackedExercise,
    source: Source,
    sandbox: Sandbox,
    limits: Limits,
    verdict: Verdict,
) -> Verdict:
    """The verdict with its first counterexample made smaller, where that can be done."""
    first = verdict.findings[0]
    if first.check != REFERENCE:
        return verdict
    exercise = load_declaration(course, packed.statement.path)
    statement = read_statement(course, packed.statement.path)

    def unused(*_: Any, **__: Any) -> None:
        raise AssertionError("shrinking asks the reference, not the solution")

    maker = Examples(Author(statement, exercise, unused, "", ""), 0, "cpu")
    with sandbox.start(limits) as child:
        if not isinstance(child.load(as_submission(packed, source)), replies.Loaded):
            return verdict

        def failure(arguments: Mapping[str, Any]) -> Failure | None:
            example = maker.answered(Example(arguments, first.tier, True))
            if example is None:
                return None
            required = statement.required
            positional = [to_wire(arguments[name]) for name in required if name in arguments]
            keywords = {n: to_wire(v) for n, v in arguments.items() if n not in required}
            reply = child.call(positional, keywords)
            if isinstance(reply, replies.Value):
                wrong = compare.disagreement(example.expected, example.bound, reply.value)
                if wrong is None:
                    return None
                return Failure(
                    REFERENCE,
                    first.tier,
                    Outcome.FAILED,
                    -1,
                    wrong.message,
                    wrong,
                    example.expected,
                    reply.value,
                    arguments=to_wire(dict(arguments)),
                )
            if isinstance(reply, replies.Died):
                raise _Gone
            found = failure_of(REFERENCE, first.tier, -1, reply)
            return replace(found, arguments=to_wire(dict(arguments)), expected=example.expected)

        kind: Kind = "edge" if first.tier == "edge" else "ordinary"
        try:
            described = Description(exercise, kind, statement.defaults)
            arguments = smallest(described, failure, TRIES)
        except _Gone:
            return verdict
        found = failure(arguments) if arguments is not None else None
    if found is None:
        return verdict
    explained = Explainer(packed, source).finding(found, first.misconception)
    return replace(verdict, findings=(explained, *verdict.findings[1:]))


class _Gone(Exception):
    """The child died on the way; what has been found before stands."""
