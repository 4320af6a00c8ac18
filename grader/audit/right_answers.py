"""Right code never fails: the solution and its alternatives at every seed, and how close they run.

A right answer refused is the worst that a grader can do. The bound must leave room for other right
methods: the worst error may be a tenth of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace

from grader.audit import bench, sources
from grader.audit.bench import Place, Right
from grader.audit.doctests import doctests
from grader.audit.findings import Problem
from grader.audit.scope import GENEROUS, Audited
from grader.model import Source
from grader.verdict import Outcome, Verdict

MARGIN = 0.1
# Ten roundings: where right answers err no more the bound may be tight, and no margin above it is
# another one for that.
NEAR = 0.02


@dataclass(frozen=True)
class RightAnswers:
    """What came of judging right answers."""

    seconds: float
    margin: float
    alternatives: int
    problems: tuple[Problem, ...]

    @property
    def solved(self) -> bool:
        """Whether the solution itself is right; without that nothing else means anything."""
        return not any(problem.check == "solution" for problem in self.problems)


def refused(verdict: Verdict) -> str:
    """Why a verdict is not full points, in a line; empty where it is."""
    if verdict.outcome is Outcome.PASSED and verdict.points == verdict.max_points:
        return ""
    if not verdict.findings:
        return f"{verdict.outcome.value}"
    finding = verdict.findings[0]
    shown = ", ".join(f"{name} = {value}" for name, value in finding.counterexample.items())
    on = f" on {' '.join(shown.split())[:200]}" if shown else ""
    message = finding.message.rstrip(".")
    return f"{verdict.outcome.value} in {finding.check} ({finding.tier}): {message}{on}"


def right_answers(audited: Audited) -> RightAnswers:
    """Build the exercise; judge and measure the solution and its alternatives at every seed.

    Seeds that nothing else is judged at have tight bounds, which are quick to make and at most as
    wide; whoever they refuse, or leave little room, is judged by the usual ones.

    Raises:
        CourseError: The declaration or the solution is broken.
    """
    workers, seeds = audited.workers, range(1, audited.scope.seeds)
    answers = [audited.solution, *sources.alternatives(audited.course, audited.path)]
    building = workers.submit(f"{audited.path}: build", bench.prepare, audited.place)
    # While one process builds the first corpus the others need not wait.
    places = {seed: _place(audited, seed) for seed in seeds}
    later = {n: _judged(audited, places[n], answers) for n in seeds[: workers.jobs - 1]}
    try:
        building.result()
        examples = workers.submit(f"{audited.path}: doctests", doctests, audited.place)
        first = _judged(audited, audited.place, answers)
        later |= {n: _judged(audited, places[n], answers) for n in seeds if n not in later}
        problems = examples.result()
        seconds, margin = _concluded(audited, 0, answers, first.result(), problems)
        for seed, task in () if problems else later.items():
            found = task.result()
            if not all(map(_has_room, found)) and places[seed].tight:
                found = _judged(audited, audited.at(seed), answers).result()
            _, other = _concluded(audited, seed, answers, found, problems)
            margin = max(margin, other)
    finally:
        for task in later.values():
            task.cancel()
    return RightAnswers(seconds, margin, len(answers) - 1, tuple(problems))


def _has_room(right: Right) -> bool:
    return not refused(right.verdict) and right.measure.margin <= MARGIN


def _place(audited: Audited, seed: int) -> Place:
    """The corpus that right answers are judged by; laws have no bounds that could be tight."""
    alone = seed >= audited.scope.mutant_seeds and audited.exercise.reference is not None
    return replace(audited.at(seed), tight=NEAR if alone else 0.0)


def _judged(audited: Audited, place: Place, answers: Sequence[Source]) -> Future[list[Right]]:
    label = f"{audited.path}: right answers at seed {place.seed}"
    return audited.workers.submit(label, bench.right, place, answers, GENEROUS)


def _concluded(
    audited: Audited,
    seed: int,
    answers: Sequence[Source],
    found: Sequence[Right],
    problems: list[Problem],
) -> tuple[float, float]:
    """The seconds of the solution and the worst margin; what is wrong goes into ``problems``."""
    for answer, right in zip(answers, found, strict=True):
        measure = right.measure
        own = answer is audited.solution
        check = "solution" if own else "alternatives"
        why = refused(right.verdict)
        if why:
            next_step = (
                "mend the solution or the declaration."
                if own
                else "widen what the declaration accepts, or delete the file if it is wrong."
            )
            message = f"not full points at seed {audited.at(seed).seed}: {why}; {next_step}"
            problems.append(Problem(check, answer.file, message))
        elif measure.margin > MARGIN:
            message = (
                f"a right answer's error is {measure.margin:.2g} of the bound, and may be "
                f"{MARGIN}, at seed {audited.at(seed).seed} on {measure.where}; loosen `accuracy` "
                f"or `slack` in the declaration, with the reason beside it."
            )
            problems.append(Problem("margin", answer.file, message))
    return found[0].measure.seconds, max(right.measure.margin for right in found)
