"""Each mistake fails and is named by its own witness; no witness names two."""

from __future__ import annotations

from dataclasses import dataclass

from grader import sameness, wire
from grader.audit import bench, sources
from grader.audit.findings import Problem
from grader.audit.scope import GENEROUS, Audited
from grader.errors import CourseError
from grader.freeze.author import as_arguments
from grader.laws import to_wire
from grader.pack import PackedExercise
from grader.verdict import Outcome, Verdict


@dataclass(frozen=True)
class Misconceptions:
    """What came of judging every mistake; ``caught_by`` names the laws that one of them broke."""

    total: int
    named: int
    caught_by: frozenset[str]
    problems: tuple[Problem, ...]


def laws_broken(audited: Audited, verdict: Verdict) -> set[str]:
    """The laws whose claim a submission broke: one that only raises breaks no claim."""
    names = {law.name for law in audited.exercise.laws}
    return {c.check for c in verdict.checks if c.outcome is Outcome.FAILED and c.check in names}


def names_given(verdict: Verdict) -> set[str]:
    """The mistakes that a page would name."""
    return {finding.misconception for finding in verdict.findings} - {""}


def misconceptions(audited: Audited) -> Misconceptions:
    """Judge each mistake as a student's file."""
    declared = audited.exercise.misconceptions
    problems = [*_witnesses(audited, bench.exercise(audited.place))]
    submissions, names = [], []
    for mistake in declared:
        try:
            submissions.append(sources.mistake(audited.declaration, audited.path, mistake.name))
            names.append(mistake.name)
        except CourseError as error:
            problems.append(audited.problem("misconceptions", str(error)))
    label = f"{audited.path}: misconceptions"
    verdicts = audited.workers.judge_all(label, audited.place, submissions, GENEROUS)
    named, caught = 0, set()
    for name, verdict in zip(names, verdicts, strict=True):
        caught |= laws_broken(audited, verdict)
        message = _wrongly_judged(name, verdict)
        if message:
            line = line_of(audited, name)
            problems.append(audited.problem("misconceptions", message, line=line))
        else:
            named += 1
    return Misconceptions(len(declared), named, frozenset(caught), tuple(problems))


def line_of(audited: Audited, name: str) -> int:
    """Where a law or a mistake stands in the declaration."""
    exercise = audited.exercise
    functions = {m.name: m.function for m in exercise.misconceptions}
    functions.update({law.name: law.function for law in exercise.laws})
    return functions[name].__code__.co_firstlineno


def _wrongly_judged(name: str, verdict: Verdict) -> str:
    if verdict.outcome is Outcome.PASSED:
        return (
            f"{name} gets full points: no example tells it from the solution. "
            f"Describe inputs that do, or add a law."
        )
    if verdict.outcome not in (Outcome.FAILED, Outcome.ERROR):
        return (
            f"{name} is judged {verdict.outcome.value}, so that it cannot be named; a mistake "
            f"must be code that runs."
        )
    given = names_given(verdict)
    if given == {name}:
        return ""
    if given:
        return f"{name} is taken for {', '.join(sorted(given))}; give it a witness that differs."
    return (
        f"{name} fails but is not named: it is wrong where its frozen answers are right, or "
        f"another mistake answers alike. Choose a witness that only it gets wrong in this way."
    )


def _witnesses(audited: Audited, packed: PackedExercise) -> list[Problem]:
    """Two mistakes that share a witness and answer alike on it."""
    frozen = packed.mistakes
    arguments = {
        m.name: wire.dump(to_wire(as_arguments(audited.exercise, m.witness)))
        for m in audited.exercise.misconceptions
    }
    problems = []
    names = list(arguments)
    for i, one in enumerate(names):
        for other in names[i + 1 :]:
            if arguments[one] != arguments[other]:
                continue
            at = str(packed.meta["witnesses"][one])
            mine, theirs = (frozen[n]["answers"].get(at, ["right", None]) for n in (one, other))
            alike = mine[0] == theirs[0] and (
                mine[0] == "raised" or mine[0] == "right" or sameness.agrees(mine[1], theirs[1])
            )
            if alike and (mine[0] != "right" or frozen[one]["breaks"] == frozen[other]["breaks"]):
                message = (
                    f"the witness of {one} names {other} too: both answer alike on it. "
                    f"Choose another witness for one of them."
                )
                line = line_of(audited, other)
                problems.append(audited.problem("misconceptions", message, line=line))
    return problems
