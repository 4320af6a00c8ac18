"""Grades as other systems import them. A blank is what nobody knows yet, and never a 0."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from grader.export.cells import Cell, Verbatim
from grader.grades import Grade, Standing, Student
from grader.render.words import plural
from grader.verdict import Outcome

_NAMED = 5


@dataclass(frozen=True)
class Table:
    """Rows with their headings, and what the instructor should know of them."""

    rows: tuple[tuple[Cell, ...], ...]
    notices: tuple[str, ...] = ()


def plain(standing: Standing) -> Table:
    """One row for each student and exercise, for spreadsheets and statistics."""
    headings = (
        *("student", "last_name", "first_name", "email", "exercise", "outcome", "points"),
        *("max_points", "judged", "late", "penalty", "override", "misconception", "seconds"),
        *("submitted", "graded"),
    )
    people = {student.key: student for student in standing.students}
    order = {student.key: n for n, student in enumerate(standing.students)}
    place = {entry.path: n for n, entry in enumerate(standing.exercises)}
    grades = standing.grades
    rows = [_plain(grade, people.get(grade.student, Student(grade.student))) for grade in grades]
    there = {(grade.student, grade.exercise) for grade in grades}
    # Who handed in nothing that could be read has blanks, and is not missing.
    rows += [
        _blank(student, entry.path, entry.points)
        for student in standing.students
        for entry in standing.exercises
        if (student.key, entry.path) not in there
    ]
    rows.sort(key=lambda row: (order.get(str(row[0]), len(order)), place[str(row[4])]))
    return Table((headings, *rows), _open(standing))


def _blank(student: Student, exercise: str, most: float) -> tuple[Cell, ...]:
    who = (student.key, student.last_name, student.first_name, student.email)
    return (*who, exercise, "", None, most, None, "", None, "", "", None, "", "")


def _plain(grade: Grade, student: Student) -> tuple[Cell, ...]:
    verdict = grade.verdict
    mistake = next((f.misconception for f in verdict.findings if f.misconception), "")
    ran = verdict.outcome is not Outcome.COULD_NOT_RUN
    return (
        *(student.key, student.last_name, student.first_name, student.email),
        *(grade.exercise, verdict.outcome.value, grade.points, grade.max_points),
        *(grade.judged, grade.late, grade.penalty or None, grade.override, mistake),
        *(round(verdict.seconds, 4) if ran else None, grade.submitted, grade.graded),
    )


def _open(standing: Standing) -> tuple[str, ...]:
    notices = []
    if count := sum(grade.points is None for grade in standing.grades):
        notices.append(f"{plural(count, 'answer')} could not be judged: blank, not 0.")
    if unread := sorted(standing.unread()):
        notices.append(f"Not read, or not wholly: {some(unread)}; blank, not 0.")
    if absent := [student.key for student in standing.absent()]:
        notices.append(f"Nothing was handed in by {some(absent)}: blank, not 0.")
    return tuple(notices)


# --- one row a student -----------------------------------------------------------------------


def _columns(standing: Standing, column: str) -> list[str]:
    return [column] if column else [entry.path for entry in standing.exercises]


def _points(standing: Standing, column: str) -> Iterator[tuple[Student, list[float | None]]]:
    """What counts for each student: by exercise, or the sum where one column is asked for."""
    by_student: dict[str, dict[str, float | None]] = {}
    unread = standing.unread()
    for grade in standing.grades:
        by_student.setdefault(grade.student, {})[grade.exercise] = grade.points
    for student in standing.students:
        mine = by_student.get(student.key, {})
        points = [mine.get(entry.path) for entry in standing.exercises]
        if column:
            known = [mine[entry.path] for entry in standing.exercises if entry.path in mine]
            whole = bool(known) and None not in known and student.key not in unread
            points = [round(sum(p for p in known if p is not None), 6) if whole else None]
        yield student, points


def canvas(standing: Standing, column: str = "") -> Table:
    """As Canvas imports its own export: who by several identifiers, then a column each.

    ``column`` gives the sum in one column of that name, such as ``Homework 3 (81234)``.
    """
    identity = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
    most: list[Cell] = [entry.points for entry in standing.exercises]
    if column:
        most = [sum(entry.points for entry in standing.exercises)]
    rows: list[tuple[Cell, ...]] = [
        (*identity, *_columns(standing, column)),
        (Verbatim("    Points Possible"), "", "", "", "", *most),
    ]
    unknown = []
    for student, points in _points(standing, column):
        name = ", ".join(part for part in (student.last_name, student.first_name) if part)
        who = [identifier(student, system) for system in ("canvas", "sis", "login")]
        if not any(who):
            unknown.append(student.key)
        rows.append((name or student.key, *who, identifier(student, "section"), *points))
    notices = _open(standing)
    if unknown:
        notices += (
            f"Canvas will not know {some(unknown)}: give the roster a column canvas, sis or login.",
        )
    return Table(tuple(rows), notices)


def moodle(standing: Standing, column: str = "") -> Table:
    """As Moodle imports: matched by ID number or e-mail address.

    Moodle takes a blank for "no grade" and wipes what it has, so whoever has one is left out.
    """
    headings = ("First name", "Surname", "ID number", "Email address")
    rows: list[tuple[Cell, ...]] = [(*headings, *_columns(standing, column))]
    blank, nothing, unknown = [], [], []
    absent = {student.key for student in standing.absent()}
    for student, points in _points(standing, column):
        number = identifier(student, "moodle")
        if not number and not student.email:
            unknown.append(student.key)
        elif student.key in absent:
            nothing.append(student.key)
        elif None in points:
            blank.append(student.key)
        else:
            who = (student.first_name, student.last_name, number, student.email)
            rows.append((*who, *points))
    notices = list(left_out(blank, nothing, "Moodle", "a blank would wipe the grade"))
    if unknown:
        notices.append(
            f"Left out, since Moodle would not know them: {some(unknown)}. Give the roster an "
            f"email or a column moodle."
        )
    return Table(tuple(rows), tuple(notices))


def left_out(blank: Sequence[str], nothing: Sequence[str], system: str, why: str) -> Iterator[str]:
    """Sentences on those whose row or file would be a 0 in another system."""
    if blank:
        yield (
            f"Left out, since something of theirs is not judged yet and {why} that {system} has: "
            f"{some(blank)}. Export again when it is."
        )
    if nothing:
        yield (
            f"Left out, since they handed in nothing: {some(nothing)}. Where that is a 0, say so "
            f"in {system}, or with `grade override`."
        )


# What rosters call the identifiers of other systems, in small letters and digits alone.
_ALSO = {
    "canvas": ("canvas", "canvasid"),
    "sis": ("sis", "sisuserid", "sisid"),
    "login": ("login", "sisloginid", "loginid"),
    "section": ("section", "sections"),
    "moodle": ("moodle", "moodleid", "idnumber"),
}


def identifier(student: Student, system: str) -> str:
    """What another system calls a student, "" where the roster does not say."""
    plain = {
        "".join(c for c in name.lower() if c.isalnum()): value
        for name, value in student.identifiers.items()
    }
    return next((plain[name] for name in _ALSO[system] if plain.get(name)), "")


def some(names: Sequence[str]) -> str:
    """The first few names, and how many more there are."""
    return _joined(names[:_NAMED], len(names))


def _joined(names: Iterable[str], total: int) -> str:
    shown = list(names)
    more = f" and {total - len(shown)} more" if total > len(shown) else ""
    return ", ".join(shown) + more
