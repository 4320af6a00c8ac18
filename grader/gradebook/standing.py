"""The rows of a gradebook to a class as it stands."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, and_, exists, select

from grader.gradebook import tables, verdicts
from grader.grades import Grade, Standing, Student
from grader.lateness import Rules, moment, penalty
from grader.model import Chapter, Entry
from grader.verdict import Outcome, Verdict

_HANDINS, _JUDGEMENTS = tables.HANDINS, tables.JUDGEMENTS
_LATER = _HANDINS.alias("later")

# Of one student's sources for one exercise only the last counts.
IS_LAST = ~exists().where(
    and_(
        _LATER.c.student == _HANDINS.c.student,
        _LATER.c.exercise == _HANDINS.c.exercise,
        _LATER.c.number > _HANDINS.c.number,
    )
)


def latest(rows: Connection, table: Any) -> str:
    """The last content of a table of which the last row counts, "" where there is none."""
    row = rows.execute(select(table.c.content).order_by(table.c.id.desc()).limit(1)).first()
    return str(row[0]) if row else ""


def enrolled(rows: Connection) -> list[tuple[Student, int]]:
    """Every student as last known, with the number of that row."""
    table = tables.STUDENTS
    found: dict[str, tuple[Student, int]] = {}
    for row in rows.execute(select(table).order_by(table.c.number)):
        student = Student(
            row.student, row.first_name, row.last_name, row.email, json.loads(row.identifiers)
        )
        found[row.student] = (student, row.number)
    return [found[key] for key in sorted(found)]


def read_standing(
    rows: Connection, course: Mapping[str, Any], students: tuple[Student, ...], rules: Rules
) -> Standing:
    """Everything that reports and exports read."""
    chapters = tuple(
        Chapter(name, title, tuple(Entry(path, points) for path, points in entries))
        for name, title, entries in course["chapters"]
    )
    scope = set(course["paths"])
    entries = tuple(e for chapter in chapters for e in chapter.exercises if e.path in scope)
    decided = Decided(rows, rules)
    told = tuple(problems(rows))
    verdicts_of = dict(_judged(rows, entries, {student for student, _ in told}))
    for key in decided.overrides:
        verdicts_of.setdefault(key, _Row(_nothing(key[1], entries)))
    grades = tuple(
        decided.grade(student, exercise, row)
        for (student, exercise), row in sorted(verdicts_of.items())
        if exercise in scope
    )
    return Standing(
        title=rules.title or course.get("title", ""),
        chapters=tuple(c for c in chapters if {e.path for e in c.exercises} & scope),
        exercises=entries,
        students=students,
        grades=grades,
        problems=told,
    )


class _Row:
    """A verdict with what its hand-in says of times."""

    def __init__(
        self, verdict: Verdict, shown: Verdict | None = None, submitted: str = "", at: str = ""
    ) -> None:
        self.verdict, self.shown, self.submitted, self.at = verdict, shown or verdict, submitted, at


def _nothing(exercise: str, entries: Iterable[Entry]) -> Verdict:
    most = next((e.points for e in entries if e.path == exercise), 0.0)
    return Verdict(exercise, Outcome.NOT_STARTED, None, most, 0.0)


def standing_judgements(rows: Connection, until: int | None = None) -> set[int]:
    """The judgement of each hand-in that stands (stood, when ``until`` was the last there was)."""
    last: dict[int, tuple[bool, int]] = {}
    light = select(_JUDGEMENTS.c.id, _JUDGEMENTS.c.handin, _JUDGEMENTS.c.outcome)
    if until is not None:
        light = light.where(_JUDGEMENTS.c.id <= until)
    for row in rows.execute(light.order_by(_JUDGEMENTS.c.number)):
        # One that could not run supersedes none that could.
        ran = row.outcome != Outcome.COULD_NOT_RUN.value
        if ran or not last.get(row.handin, (False, 0))[0]:
            last[row.handin] = (ran, row.id)
    return {judgement for _, judgement in last.values()}


def _judged(
    rows: Connection, entries: tuple[Entry, ...], unread: set[str]
) -> Iterable[tuple[tuple[str, str], _Row]]:
    """What stands by student and exercise; nothing was handed in where all could be read."""
    points = {entry.path: entry.points for entry in entries}
    chosen = standing_judgements(rows)
    columns = (_HANDINS.c.student, _HANDINS.c.exercise, _HANDINS.c.submitted)
    told = (_JUDGEMENTS.c.id, _JUDGEMENTS.c.verdict, _JUDGEMENTS.c.shown, _JUDGEMENTS.c.at)
    asked = select(*columns, *told).join(_JUDGEMENTS, _JUDGEMENTS.c.handin == _HANDINS.c.id)
    for row in rows.execute(asked.where(IS_LAST)):
        if row.id in chosen:
            verdict, shown = verdicts.from_json(row.verdict), verdicts.from_json(row.shown)
            yield (row.student, row.exercise), _Row(verdict, shown, row.submitted, row.at)
    empty = and_(_HANDINS.c.source.is_(None), _HANDINS.c.problem == "", _HANDINS.c.exercise != "")
    asked_empty = select(_HANDINS.c.student, _HANDINS.c.exercise, _HANDINS.c.at)
    for none in rows.execute(asked_empty.where(empty, IS_LAST)):
        if none.student in unread:
            continue  # it may be in what could not be read
        most = points.get(none.exercise, 0.0)
        nothing = Verdict(none.exercise, Outcome.NOT_STARTED, 0.0, most, 0.0)
        yield (none.student, none.exercise), _Row(nothing, at=none.at)


def problems(rows: Connection) -> Iterable[tuple[str, str]]:
    """A sentence for each submission that could not be read, by student."""
    asked = select(_HANDINS.c.student, _HANDINS.c.problem)
    told = asked.where(_HANDINS.c.exercise == "", _HANDINS.c.problem != "", IS_LAST)
    for row in rows.execute(told.order_by(_HANDINS.c.student)):
        yield row.student, row.problem


class Decided:
    """What people decided: rules of lateness, extensions, overrides."""

    def __init__(self, rows: Connection, rules: Rules) -> None:
        self.rules = rules
        self.overrides: dict[tuple[str, str], Any] = {}
        self.extensions: dict[tuple[str, str], Any] = {}
        for table, kept in (
            (tables.OVERRIDES, self.overrides),
            (tables.EXTENSIONS, self.extensions),
        ):
            for row in rows.execute(select(table).order_by(table.c.id)):
                kept[(row.student, row.exercise)] = row
        self.overrides = {k: row for k, row in self.overrides.items() if row.points is not None}

    def points(
        self, student: str, exercise: str, judged: float | None, submitted: str
    ) -> tuple[float | None, float, str, str]:
        """The points that count, the penalty and the sentences on lateness and the override."""
        of_one = self.extensions.get((student, exercise))
        of_all = self.extensions.get((student, ""))
        found = max((row for row in (of_one, of_all) if row), key=lambda r: r.id, default=None)
        until = moment(found.until) if found else None
        share, late = penalty(self.rules.of(exercise), submitted, until)
        lost = round((judged or 0.0) * share, 6)
        if not judged:
            late = ""
        points = None if judged is None else round(judged - lost, 6)
        decision = self.overrides.get((student, exercise))
        if decision is None:
            return points, lost, late, ""
        day = decision.at.split("T")[0]
        told = f"Set to {decision.points:g} by {decision.who} on {day}: {decision.why}"
        return float(decision.points), lost, late, told

    def grade(self, student: str, exercise: str, row: _Row) -> Grade:
        judged = row.verdict.points
        points, lost, late, override = self.points(student, exercise, judged, row.submitted)
        return Grade(
            student=student,
            exercise=exercise,
            points=points,
            max_points=row.verdict.max_points,
            judged=judged,
            verdict=row.verdict,
            shown=row.shown,
            submitted=row.submitted,
            graded=row.at,
            late=late,
            penalty=lost,
            override=override,
        )
