"""The page of one student, from what the student may see: ``Grade.shown`` alone.

The verdict of a secret seed never comes here, so nothing of its inputs can.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from grader.grades import Grade, Standing, Student
from grader.render import words
from grader.report import drawings, html
from grader.report.statistics import total
from grader.verdict import Finding, Outcome, Verdict

_PRINTED = 12  # lines of a submission's own prints that are shown


@dataclass(frozen=True)
class Told:
    """One finding as the template shows it."""

    finding: Finding
    sides: tuple[str, str]
    expected: Any
    got: Any
    differences: tuple[str, ...]
    drawing: drawings.Drawing | None
    printed: str


@dataclass(frozen=True)
class Row:
    """One exercise as the template shows it."""

    path: str
    anchor: str
    max_points: float
    points: float | None
    shown: Verdict | None
    notes: tuple[str, ...]
    first: Told | None
    others: tuple[tuple[str, str], ...]

    @property
    def needs_work(self) -> bool:
        return self.shown is not None and self.shown.outcome not in (
            Outcome.PASSED,
            Outcome.NOT_STARTED,
        )


def name(student: Student) -> str:
    """What the student is called."""
    return " ".join(part for part in (student.first_name, student.last_name) if part) or student.key


def told(finding: Finding, got_is: str = "") -> Told:
    """A finding with everything that a page shows of it; ``got_is`` for "your answer"."""
    sides = words.sides(finding)
    if got_is and sides[1] == "your answer":
        sides = (sides[0], got_is)
    expected, got = html.values(finding)
    lines = finding.printed.strip("\n").split("\n")
    printed = "\n".join(lines[:_PRINTED])
    if len(lines) > _PRINTED:
        printed += f"\n... and {len(lines) - _PRINTED} lines more"
    return Told(
        finding=finding,
        sides=sides,
        expected=expected,
        got=got,
        differences=tuple(html.differences(finding)),
        drawing=drawings.of_finding(finding, sides),
        printed=printed,
    )


def page(standing: Standing, student: Student, grades: Sequence[Grade]) -> str:
    """The whole page."""
    by_exercise = {grade.exercise: grade for grade in grades}
    rows = [
        _row(n, entry.path, entry.points, by_exercise.get(entry.path))
        for n, entry in enumerate(standing.exercises)
    ]
    return html.page(
        "student.html",
        title=standing.title,
        name=name(student),
        rows=rows,
        total=None if student.key in standing.unread() else total(by_exercise.values()),
        absent=student in standing.absent(),
        sure=sum(grade.points or 0.0 for grade in by_exercise.values()),
        max_points=sum(entry.points for entry in standing.exercises),
        problem=" ".join(text for key, text in standing.problems if key == student.key),
        graded=max((grade.graded for grade in grades), default=""),
    )


def _row(number: int, path: str, most: float, grade: Grade | None) -> Row:
    anchor = f"e{number}"
    if grade is None:
        return Row(path, anchor, most, None, None, (), None, ())
    shown = grade.shown
    notes = tuple(note for note in (grade.late, grade.override) if note)
    findings = shown.findings
    return Row(
        path=path,
        anchor=anchor,
        max_points=grade.max_points,
        points=grade.points,
        shown=shown,
        notes=notes,
        first=told(findings[0]) if findings else None,
        others=_others(findings),
    )


def _others(findings: Sequence[Finding]) -> tuple[tuple[str, str], ...]:
    """What else failed, a sentence each; a check that fails in two tiers is told once."""
    if not findings:
        return ()
    named = {findings[0].check}
    rows = []
    for finding in findings[1:]:
        if finding.check not in named:
            named.add(finding.check)
            text = finding.message if finding.tier == "house" else finding.law or finding.message
            rows.append((words.check(finding.check), text))
    return tuple(rows)
