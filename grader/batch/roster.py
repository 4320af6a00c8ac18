"""A roster: a CSV file that says who the students are, and which folder is whose."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from pathlib import Path

from grader.errors import UsageError
from grader.grades import Student
from grader.lateness import moment
from grader.reading import Unreadable, read_whole

_LARGEST = 16 << 20
# The columns by their names in small letters, without spaces and underscores; the first counts.
_KEYS = ("student", "key", "studentid", "username", "login", "folder", "id")
_FIRST = ("firstname", "givenname", "first", "name")
_LAST = ("lastname", "surname", "familyname", "last")
_EMAIL = ("email", "emailaddress", "mail")


@dataclass(frozen=True)
class Roster:
    """Students by their keys; ``folders`` says whose a folder is, where it is not named so."""

    students: dict[str, Student] = field(default_factory=dict)
    folders: dict[str, str] = field(default_factory=dict)
    submitted: dict[str, str] = field(default_factory=dict)

    def student(self, folder: str) -> Student:
        """Whose a folder is; somebody new where the roster does not say."""
        key = self.folders.get(folder, folder)
        return self.students.get(key, Student(key))


def read_roster(file: Path) -> Roster:
    """Read a roster. Its first line names columns; those unknown are kept as identifiers.

    Raises:
        UsageError: It cannot be read, names no students, or names one twice.
    """
    try:
        text = read_whole(file.resolve(), _LARGEST).decode("utf-8-sig")
    except (Unreadable, OSError) as problem:
        raise UsageError(f"The roster cannot be read: {problem}") from None
    except UnicodeDecodeError:
        raise UsageError(f"The roster {file} is not UTF-8; save it as UTF-8.") from None
    head = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=head.count)
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as problem:
        raise UsageError(f"The roster {file} is no CSV: {problem}.") from None
    columns = [_plain(name) for name in lines[0]] if lines else []
    key = next((columns.index(name) for name in _KEYS if name in columns), None)
    if key is None:
        raise UsageError(
            f"The roster {file} names no students: its first line must have a column student."
        )
    roster = Roster()
    for number, line in enumerate(lines[1:], 2):
        if not any(cell.strip() for cell in line):
            continue
        where = f"{file}:{number}"
        if len(line) > len(columns):
            raise UsageError(f"{where}: this line has more cells than the first; mend it.")
        if len(line) <= key or not line[key].strip():
            raise UsageError(f"{where}: this line names no student; mend it.")
        _enter(roster, lines[0], columns, line, line[key].strip(), where)
    return roster


def _enter(
    roster: Roster, titles: list[str], columns: list[str], line: list[str], key: str, where: str
) -> None:
    if not key.isprintable():  # as little as the name of a folder
        raise UsageError(f"{where}: the student's name holds control characters; mend it.")
    if key in roster.students:
        raise UsageError(f"{where}: {key} is in the roster twice; leave one.")
    cells = {name: cell.strip() for name, cell in zip(columns, line, strict=False)}
    known = {"folder", "submitted", *_FIRST, *_LAST, *_EMAIL}
    used = next(name for name in _KEYS if name in columns)
    roster.students[key] = Student(
        key=key,
        first_name=next((cells[name] for name in _FIRST if cells.get(name)), ""),
        last_name=next((cells[name] for name in _LAST if cells.get(name)), ""),
        email=next((cells[name] for name in _EMAIL if cells.get(name)), ""),
        identifiers={
            title.strip(): cells[name]
            for title, name in zip(titles, columns, strict=True)
            if name not in known and name != used and cells.get(name)
        },
    )
    folder = cells.get("folder") or key
    if folder in roster.folders:
        raise UsageError(f"{where}: the folder {folder} is in the roster twice; leave one.")
    roster.folders[folder] = key
    if given := cells.get("submitted"):
        if moment(given) is None:
            raise UsageError(f"{where}: {given!r} is no time; write it like 2026-10-01T23:59.")
        roster.submitted[key] = given


def _plain(title: str) -> str:
    return "".join(c for c in title.lower() if c.isalnum())
