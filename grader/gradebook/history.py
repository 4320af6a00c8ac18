"""What was recorded of one student's exercise: for an appeal, and for what a regrade changed."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, select

from grader.errors import UsageError
from grader.gradebook import tables, verdicts
from grader.gradebook.book import Gradebook
from grader.gradebook.records import Change, Recorded, source_of
from grader.gradebook.standing import IS_LAST, Decided, latest, problems, standing_judgements
from grader.lateness import Rules

_HANDINS, _JUDGEMENTS = tables.HANDINS, tables.JUDGEMENTS


def recorded(book: Gradebook, student: str, exercise: str) -> Recorded:
    """The judgement that stands, with the source that it is of.

    Raises:
        UsageError: There is no such student, or nothing was judged.
    """
    book.known_student(student)
    with book.reading() as rows:
        chosen = standing_judgements(rows)
        asked = select(_HANDINS, _JUDGEMENTS.c.id.label("judgement"))
        asked = asked.join(_JUDGEMENTS, _JUDGEMENTS.c.handin == _HANDINS.c.id)
        theirs = (_HANDINS.c.student == student, _HANDINS.c.exercise == exercise)
        found = [
            row
            for row in rows.execute(asked.where(*theirs).order_by(_HANDINS.c.number))
            if row.judgement in chosen
        ]
        if not found:
            told = f"Nothing that {student} handed in for {exercise} has been judged"
            problem = dict(problems(rows)).get(student)
            raise UsageError(f"{told}: {problem}" if problem else f"{told}.")
        handin = found[-1]
        judged = rows.execute(select(_JUDGEMENTS).where(_JUDGEMENTS.c.id == handin.judgement)).one()
    return Recorded(
        judgement=judged.id,
        source=source_of(handin),
        submission=handin.digest,
        submitted=handin.submitted,
        received=handin.at,
        verdict=verdicts.from_json(judged.verdict),
        shown=verdicts.from_json(judged.shown),
        basis=judged.basis,
        seed=judged.seed,
        versions=json.loads(judged.versions),
        device=judged.device,
        isolation=judged.isolation,
        judged=judged.at,
        address=judged.digest,
    )


def events(book: Gradebook, student: str, exercise: str) -> list[tuple[str, str]]:
    """All that ever happened to one grade: (when, a sentence), in order."""
    told: list[tuple[str, str]] = []
    with book.reading() as rows:
        mine = _HANDINS.c.student == student
        for row in rows.execute(select(_HANDINS).where(mine, _HANDINS.c.exercise == exercise)):
            if row.source is None and not row.problem:
                told.append((row.at, "nothing of it was handed in"))
                continue
            at = f", handed in at {row.submitted}" if row.submitted else ""
            told.append((row.at, f"{row.file} came in (submission {row.digest[:12]}{at})"))
        asked = select(_JUDGEMENTS).join(_HANDINS, _JUDGEMENTS.c.handin == _HANDINS.c.id)
        for row in rows.execute(asked.where(mine, _HANDINS.c.exercise == exercise)):
            points = "no points" if row.points is None else f"{row.points:g}"
            text = f"judged {points} of {row.max_points:g} ({row.outcome}) by {row.basis[:12]}"
            told.append((row.at, f"{text}, isolation {row.isolation}"))
        for row in _of(rows, tables.OVERRIDES, student, (exercise,)):
            what = "taken back" if row.points is None else f"set to {row.points:g}"
            told.append((row.at, f"{what} by {row.who}: {row.why}"))
        for row in _of(rows, tables.EXTENSIONS, student, (exercise, "")):
            told.append((row.at, f"due date moved to {row.until} by {row.who}: {row.why}"))
    return sorted(told, key=lambda event: event[0])


def counts(book: Gradebook, told: Recorded, student: str) -> str:
    """What counts of a judgement after lateness and overrides, and why, in a sentence."""
    rules = book.rules()
    with book.reading() as rows:
        decided = Decided(rows, rules)
    points, _, late, override = decided.points(
        student, told.source.exercise, told.verdict.points, told.submitted
    )
    why = override or late
    return f"{'nothing yet' if points is None else f'{points:g}'}{f'. {why}' if why else ''}"


def _of(rows: Connection, table: Any, student: str, exercises: Iterable[str]) -> Iterable[Any]:
    asked = select(table).where(table.c.student == student, table.c.exercise.in_(exercises))
    return rows.execute(asked.order_by(table.c.id))


# --- regrades --------------------------------------------------------------------------------

_BEGAN, _ENDED = "began to regrade", "regraded"


def begin_regrade(book: Gradebook, last: int) -> int:
    """The last judgement before a regrade: of the one that was cut short, where there is one."""
    with book.reading() as rows:
        table = tables.EVENTS
        asked = select(table).where(table.c.event.in_((_BEGAN, _ENDED)))
        before = rows.execute(asked.order_by(table.c.id.desc()).limit(1)).first()
    if before is not None and before.event == _BEGAN:
        return int(json.loads(before.detail)["last"])
    book.add(tables.EVENTS, event=_BEGAN, detail=json.dumps({"last": last}))
    return last


def end_regrade(book: Gradebook, judged: int, changed: int) -> None:
    """A regrade has come to its end."""
    told = json.dumps({"judged": judged, "changed": changed})
    book.add(tables.EVENTS, event=_ENDED, detail=told)


def changes(book: Gradebook, since: int) -> list[Change]:
    """Whose grades in what they had handed in before differ since a judgement, and why."""
    rules = book.rules()
    with book.reading() as rows:
        before, after = standing_judgements(rows, since), standing_judgements(rows)
        decided = Decided(rows, rules)
        columns = (_HANDINS.c.student, _HANDINS.c.exercise, _HANDINS.c.submitted)
        told = (_JUDGEMENTS.c.id, _JUDGEMENTS.c.handin, _JUDGEMENTS.c.points)
        basis = (_JUDGEMENTS.c.basis, _JUDGEMENTS.c.seed)
        asked = select(*columns, *told, *basis)
        asked = asked.join(_JUDGEMENTS, _JUDGEMENTS.c.handin == _HANDINS.c.id)
        old: dict[int, Any] = {}
        new: dict[int, Any] = {}
        for row in rows.execute(asked.where(IS_LAST)):
            if row.id in before:
                old[row.handin] = row
            if row.id in after and row.id > since:
                new[row.handin] = row
    found = []
    for handin in old.keys() & new.keys():
        was, now = old[handin], new[handin]
        first, last = (
            decided.points(row.student, row.exercise, row.points, row.submitted)[0]
            for row in (was, now)
        )
        if first != last:
            found.append(Change(now.student, now.exercise, first, last, _why(was, now)))
    return sorted(found, key=lambda change: (change.exercise, change.student))


def rule_changes(book: Gradebook, before: Rules) -> list[Change]:
    """Whose grades other rules of lateness have changed."""
    after, found = book.rules(), []
    with book.reading() as rows:
        old, new, chosen = Decided(rows, before), Decided(rows, after), standing_judgements(rows)
        columns = (_HANDINS.c.student, _HANDINS.c.exercise, _HANDINS.c.submitted)
        asked = select(*columns, _JUDGEMENTS.c.id, _JUDGEMENTS.c.points)
        asked = asked.join(_JUDGEMENTS, _JUDGEMENTS.c.handin == _HANDINS.c.id)
        for row in rows.execute(asked.where(IS_LAST)):
            if row.id not in chosen:
                continue
            facts = (row.student, row.exercise, row.points, row.submitted)
            first, last = old.points(*facts)[0], new.points(*facts)[0]
            if first != last:
                why = "the rules of lateness changed"
                found.append(Change(row.student, row.exercise, first, last, why))
    return sorted(found, key=lambda change: (change.exercise, change.student))


def rules_are(book: Gradebook, text: str) -> bool:
    """Whether this is the class.toml by which the gradebook counts."""
    with book.reading() as rows:
        return text == latest(rows, tables.RULES)


def _why(was: Any, now: Any) -> str:
    if was.seed != now.seed:
        return "the seed changed"
    old, new = was.basis.split(" ", 1), now.basis.split(" ", 1)
    if old[0] != new[0]:
        return "the exercise changed"
    if old[1] != new[1]:
        return "its points or weights changed"
    if was.points is None:
        return "it could not be judged before"
    return "it was judged again"
