"""What people decide about grades: kept with who, when and why, and only ever superseded."""

from __future__ import annotations

import json
from contextlib import closing

from sqlalchemy import Connection, delete, insert, select

from grader.errors import UsageError
from grader.gradebook import tables
from grader.gradebook.book import Gradebook
from grader.gradebook.opening import answering
from grader.gradebook.records import clean, now
from grader.lateness import moment


def override(book: Gradebook, student: str, exercise: str, points: float | None, why: str) -> None:
    """Set the points of an exercise whatever was judged; None takes that back.

    Raises:
        UsageError: There is no such student.
    """
    given = {"student": book.known_student(student), "exercise": exercise, "points": points}
    book.add(tables.OVERRIDES, **given, why=clean(why))


def extend(book: Gradebook, student: str, exercise: str, until: str, why: str) -> str:
    """Move a student's due date, of one exercise or ("") of all; returns it in UTC.

    Raises:
        UsageError: There is no such student, or ``until`` is no time.
    """
    when = moment(until, book.rules().zone)
    if when is None:
        raise UsageError(f"{until!r} is no time; write it like 2026-10-01T23:59.")
    text = when.isoformat(timespec="seconds")
    given = {"student": book.known_student(student), "exercise": exercise, "until": text}
    book.add(tables.EXTENSIONS, **given, why=clean(why))
    return text


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
        # What is deleted stays in the file's free pages until they are written over.
        with answering(book.place), closing(book.engine.raw_connection()) as raw:
            raw.cursor().execute("VACUUM")
            raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return count
