"""Right code never fails: the solution and its alternatives at every seed, and how close they run.

A right answer refused is the worst that a grader can do. The bound must leave room for other right
methods: the worst error may be a tenth of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass

from grader.audit import bench, sources
from grader.audit.bench import Right
from grader.audit.doctests import doctests
from grader.audit.findings import Problem
from grader.audit.scope import GENEROUS, Audited
from grader.model import Source
from grader.verdict import Outcome, Verdict

MARGIN = 0.1


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
    """Judge and measure the solution and its alternatives at every seed."""
    answers = [audited.solution, *sources.alternatives(audited.course, audited.path)]
    examples = audited.workers.submit(f"{audited.path}: doctests", doctests, audited.place)
    first = _judged(audited, 0, answers)
    problems = examples.result()
    seconds, margin = _concluded(audited, 0, answers, first, problems)
    if not problems:
        later = [(seed, _judged(audited, seed, answers)) for seed in range(1, audited.scope.seeds)]
        for seed, task in later:
            _, other = _concluded(audited, seed, answers, task, problems)
            margin = max(margin, other)
    return RightAnswers(seconds, margin, len(answers) - 1, tuple(problems))


def _judged(audited: Audited, seed: int, answers: Sequence[Source]) -> Future[list[Right]]:
    label = f"{audited.path}: right answers at seed {audited.at(seed).seed}"
    return audited.workers.submit(label, bench.right, audited.at(seed), answers, GENEROUS)


def _concluded(
    audited: Audited,
    seed: int,
    answers: Sequence[Source],
    task: Future[list[Right]],
    problems: list[Problem],
) -> tuple[float, float]:
    """The seconds of the solution and the worst margin; what is wrong goes into ``problems``."""
    found = task.result()
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
