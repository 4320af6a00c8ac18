"""What people decide about grades: kept with who, when and why, and only ever superseded."""

from __future__ import annotations

import json
from contextlib import closing, suppress
from datetime import datetime, tzinfo
from sqlite3 import OperationalError

from sqlalchemy import Connection, delete, insert, select

from grader.errors import UsageError
from grader.gradebook import tables
from grader.gradebook.book import Gradebook
from grader.gradebook.records import clean, now
from grader.lateness import moment

_BRIEFLY = 2000  # milliseconds


def override(book: Gradebook, student: str, exercise: str, points: float | None, why: str) -> None:
    """Set the points of an exercise whatever was judged; None takes that back.

    Raises:
        UsageError: There is no such student, the exercise is graded nowhere in this gradebook, or
            there is nothing to take back.
    """
    given = {"student": book.known_student(student), "exercise": exercise, "points": points}
    if exercise not in book.graded():
        raise UsageError(
            f"No batch has graded {exercise}, so nothing would show these points; `grade batch "
            f"SUBMISSIONS {exercise}` takes it in."
        )
    if points is None and _last_points(book, student, exercise) is None:
        raise UsageError(f"No override of {exercise} stands for {student}; there is none to undo.")
    book.add(tables.OVERRIDES, **given, why=clean(why))


def _last_points(book: Gradebook, student: str, exercise: str) -> float | None:
    table = tables.OVERRIDES
    asked = select(table.c.points).where(table.c.student == student, table.c.exercise == exercise)
    with book.reading() as rows:
        found = rows.execute(asked.order_by(table.c.id.desc()).limit(1)).scalar()
    return None if found is None else float(found)


def extend(
    book: Gradebook, student: str, exercise: str, until: str, why: str
) -> tuple[datetime, bool]:
    """Move a student's due date, of one exercise or ("") of all.

    Returns the new date in the time of the class, and whether there is a due date that it moves.
    The due date itself takes an extension back.

    Raises:
        UsageError: There is no such student, or ``until`` is no time or too early.
    """
    rules = book.rules()
    when = moment(until, rules.zone)
    if when is None:
        raise UsageError(f"{until!r} is no time; write it like 2026-10-01T23:59.")
    given = {"student": book.known_student(student), "exercise": exercise}
    held = (rules.of(exercise),) if exercise else rules.assignments
    due = min((a.due for a in held if a and a.due), default=None)
    if due is not None and when < due:
        raise UsageError(
            f"{until} is before the due date, {_local(due, rules.zone)}; name a later time."
        )
    text = when.isoformat(timespec="seconds")
    book.add(tables.EXTENSIONS, **given, until=text, why=clean(why))
    return _local(when, rules.zone), due is not None


def _local(when: datetime, zone: tzinfo) -> datetime:
    try:
        return when.astimezone(zone)
    except OverflowError:  # at the very end of time
        return when


def forget(book: Gradebook, student: str, why: str) -> int:
    """Delete a student's data, the one thing that is ever deleted; returns how many rows.

    What stays is a row that says when, by whom and why somebody was forgotten, and not who.

    Raises:
        UsageError: There is no such student.
    """
    book.known_student(student)

    def work(rows: Connection) -> int:
        theirs = select(tables.HANDINS.c.id).where(tables.HANDINS.c.student == student)
        table = tables.JUDGEMENTS
        count = rows.execute(delete(table).where(table.c.handin.in_(theirs))).rowcount
        for table in (tables.HANDINS, tables.OVERRIDES, tables.EXTENSIONS, tables.STUDENTS):
            count += rows.execute(delete(table).where(table.c.student == student)).rowcount
        told = {"event": "forgot a student", "detail": json.dumps({"rows": count})}
        told |= {"who": book.who, "at": now(), "why": clean(why)}
        rows.execute(insert(tables.EVENTS).values(**told))
        return count

    count = book.write(work)
    if book.engine.dialect.name == "sqlite":
        # The log holds the old pages until it is written over. While somebody else has the file
        # open it cannot be cut off, and is when the last of them closes it.
        with suppress(OperationalError), closing(book.engine.raw_connection()) as raw:
            raw.cursor().execute(f"PRAGMA busy_timeout = {_BRIEFLY}")
            raw.cursor().execute("VACUUM")
            raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return count
