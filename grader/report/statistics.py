"""What a class's grades say about the class: records that the instructor's page is rendered from.

A veiled verdict may lack a name that the real one has, so students are counted by ``verdict``; but
everything that is shown of an answer comes from ``shown``, since this page ends up on a projector.
"""

from __future__ import annotations

import math
import statistics
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from grader.grades import Grade, Standing
from grader.verdict import Finding, Outcome, Verdict

# Fewer students say nothing about how an exercise sorts them.
FEWEST = 8
# An outlier takes so many times the median, and so many robust deviations of the logarithm more.
TIMES, DEVIATIONS = 5.0, 5.0
NOTICEABLE = 1.0  # seconds that are worth a look

# How an exercise ended for a student, as the chart of exercises counts it.
ENDINGS = ("all points", "some points", "no points", "not started", "not judged")


@dataclass(frozen=True)
class ExerciseFigures:
    """One exercise: how it ended, how hard it was and how well it sorts.

    What was judged says how hard an exercise is, before lateness and a person's decisions:
    ``reached`` is the mean share of the points over those who began. ``discrimination`` is the
    correlation of the share with the sum of the other exercises: None where too few say too little.
    """

    path: str
    max_points: float
    endings: Mapping[str, int]
    reached: float | None
    discrimination: float | None
    seconds: float | None

    @property
    def started(self) -> int:
        return sum(self.endings[name] for name in ENDINGS[:3])


@dataclass(frozen=True)
class Held:
    """One mistake, and who makes it; without a name it is what the submissions have in common."""

    exercise: str
    name: str
    sentence: str
    students: tuple[str, ...]
    started: int
    points_lost: float
    example: Finding | None

    @property
    def share(self) -> float:
        return len(self.students) / max(1, self.started)


@dataclass(frozen=True)
class Slow:
    """A submission that took far longer than the others to the same exercise."""

    student: str
    exercise: str
    seconds: float
    median: float
    outcome: Outcome


@dataclass(frozen=True)
class ClassFigures:
    """Everything that the instructor's page counts."""

    totals: Mapping[str, float | None]
    max_points: float
    exercises: tuple[ExerciseFigures, ...]
    misconceptions: tuple[Held, ...]
    unnamed: tuple[Held, ...]
    slow: tuple[Slow, ...]

    @property
    def known_totals(self) -> list[float]:
        return sorted(total for total in self.totals.values() if total is not None)


def figures(standing: Standing) -> ClassFigures:
    """Count a class."""
    by_exercise: dict[str, list[Grade]] = defaultdict(list)
    by_student: dict[str, list[Grade]] = defaultdict(list)
    for grade in standing.grades:
        by_exercise[grade.exercise].append(grade)
        by_student[grade.student].append(grade)
    unread = standing.unread()
    totals = {
        s.key: None if s.key in unread else total(by_student.get(s.key, ()))
        for s in standing.students
    }
    grades = [(entry, by_exercise.get(entry.path, [])) for entry in standing.exercises]
    held = [mistake for _, given in grades for mistake in _held(given)]
    held.sort(key=lambda h: (-len(h.students), -h.points_lost, h.exercise, h.name))
    return ClassFigures(
        totals=totals,
        max_points=sum(entry.points for entry in standing.exercises),
        exercises=tuple(_exercise(e.path, e.points, given, by_student) for e, given in grades),
        misconceptions=tuple(h for h in held if h.name),
        unnamed=tuple(h for h in held if not h.name),
        slow=tuple(slow for _, given in grades for slow in _slow(given)),
    )


def total(grades: Iterable[Grade]) -> float | None:
    """A student's points; None where nothing has been judged, or something could not be."""
    return _sum(grade.points for grade in grades)


def _sum(given: Iterable[float | None]) -> float | None:
    points = list(given)
    if not points or None in points:
        return None
    return round(sum(p for p in points if p is not None), 6)


def ending(grade: Grade) -> str:
    """One of ENDINGS, by what was judged: neither lateness nor a person makes a mistake."""
    if grade.verdict.outcome is Outcome.NOT_STARTED:
        return "not started"
    if grade.judged is None:
        return "not judged"
    if grade.judged >= grade.max_points:
        return "all points"
    return "some points" if grade.judged > 0 else "no points"


def _exercise(
    path: str, most: float, grades: Sequence[Grade], by_student: Mapping[str, Sequence[Grade]]
) -> ExerciseFigures:
    endings = [ending(grade) for grade in grades]
    began = [
        grade.judged / grade.max_points
        for grade, end in zip(grades, endings, strict=True)
        if end in ENDINGS[:3] and grade.judged is not None and grade.max_points > 0
    ]
    seconds = [g.verdict.seconds for g in grades if _ran(g.verdict)]
    return ExerciseFigures(
        path=path,
        max_points=most,
        endings={name: endings.count(name) for name in ENDINGS},
        reached=statistics.fmean(began) if began else None,
        discrimination=_discrimination(path, grades, by_student),
        seconds=statistics.median(seconds) if seconds else None,
    )


def _discrimination(
    path: str, grades: Sequence[Grade], by_student: Mapping[str, Sequence[Grade]]
) -> float | None:
    """Correlation with the sum of the other exercises: with itself in the sum, all would agree."""
    pairs = []
    for grade in grades:
        rest = [g for g in by_student[grade.student] if g.exercise != path]
        others = _sum(g.judged for g in rest)
        if grade.judged is not None and others is not None:
            pairs.append((grade.judged, others))
    mine, others_sums = [p[0] for p in pairs], [p[1] for p in pairs]
    if len(pairs) < FEWEST or len(set(mine)) < 2 or len(set(others_sums)) < 2:
        return None
    return statistics.correlation(mine, others_sums)


# --- mistakes --------------------------------------------------------------------------------


def _held(grades: Sequence[Grade]) -> list[Held]:
    started = sum(ending(grade) in ENDINGS[:3] for grade in grades)
    groups: dict[tuple[str, str], list[Grade]] = defaultdict(list)
    for grade in grades:
        verdict = grade.verdict
        if verdict.findings and verdict.outcome is not Outcome.COULD_NOT_RUN:
            groups[_mistake(verdict)].append(grade)
    found = []
    for (name, sentence), holders in groups.items():
        found.append(
            Held(
                exercise=holders[0].exercise,
                name=name,
                sentence=sentence,
                students=tuple(grade.student for grade in holders),
                started=started,
                points_lost=sum(g.max_points - g.judged for g in holders if g.judged is not None),
                example=_example(holders, name),
            )
        )
    return found


def _mistake(verdict: Verdict) -> tuple[str, str]:
    """Its name and diagnosis; else a sentence that holds no number of any input."""
    for finding in verdict.findings:
        if finding.misconception:
            return finding.misconception, finding.diagnosis
    first = verdict.findings[0]
    kinds = {
        Outcome.INVALID: "The file cannot be run: Python cannot read it, or the function is not "
        "there as the exercise asks.",
        Outcome.ERROR: "The function raises an error.",
        Outcome.TIMEOUT: "The function runs out of time.",
        Outcome.MEMORY: "The function runs out of memory.",
        Outcome.CRASHED: "The process ends in the middle of a call.",
        Outcome.FORBIDDEN: "It uses what would answer the exercise.",
    }
    if first.outcome in kinds:
        return "", kinds[first.outcome]
    if first.law:
        return "", first.law
    tier = {"edge": "edge cases", "house": "house rules"}.get(first.tier, "ordinary inputs")
    return "", f"Other wrong answers to {tier}: no known mistake explains them."


def _example(holders: Sequence[Grade], name: str) -> Finding | None:
    """The shortest counterexample that may be shown: the easiest one to talk about."""
    findings = [
        finding
        for grade in holders
        for finding in grade.shown.findings[:1]
        if finding.counterexample and finding.got and finding.misconception == name
    ]
    return min(findings, key=lambda f: len("".join(f.counterexample.values())), default=None)


# --- time ------------------------------------------------------------------------------------


def _ran(verdict: Verdict) -> bool:
    return verdict.outcome in (Outcome.PASSED, Outcome.FAILED, Outcome.ERROR)


def _slow(grades: Sequence[Grade]) -> list[Slow]:
    """Far slower than the others, and slow enough to matter; or out of time altogether."""
    seconds = [g.verdict.seconds for g in grades if _ran(g.verdict) and g.verdict.seconds > 0]
    late = [g for g in grades if g.verdict.outcome is Outcome.TIMEOUT]
    median = statistics.median(seconds) if seconds else 0.0
    if len(seconds) >= 3:
        middle = math.log(median)
        spread = 1.4826 * statistics.median(abs(math.log(s) - middle) for s in seconds)
        least = max(median * TIMES, median + NOTICEABLE, median * math.exp(DEVIATIONS * spread))
        late += [g for g in grades if _ran(g.verdict) and g.verdict.seconds > least]
    found = [
        Slow(g.student, g.exercise, g.verdict.seconds, median, g.verdict.outcome) for g in late
    ]
    return sorted(found, key=lambda slow: -slow.seconds)
