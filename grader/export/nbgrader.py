"""Scores into nbgrader's own gradebook, so that formgrader, feedback and export go on as before.

A score is written as one that a person gave: what ``nbgrader autograde`` finds in the student's own
kernel does not replace it.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.errors import CouldNotRun, UsageError
from grader.export.cells import safe
from grader.export.tables import some
from grader.grades import Grade, Standing, Student
from grader.render.sanitise import one_line
from grader.render.words import plural

DATABASE = "gradebook.db"
# Some of those that every gradebook of nbgrader's has.
_TABLES = {"assignment", "notebook", "submitted_assignment"}
_PREFIX = re.compile(r"^(?:check|test|grade)-")


@dataclass(frozen=True)
class Cell:
    """The graded cell of one exercise."""

    assignment: str
    notebook: str
    name: str
    max_score: float


def write(standing: Standing, path: Path, assignment: str = "") -> list[str]:
    """Write every score that is known; returns what the instructor should know.

    Raises:
        UsageError: There is no such gradebook, or it holds none of the exercises.
        CouldNotRun: nbgrader is not installed, or its gradebook does not answer.
    """
    unread = standing.unread()
    with _opened(path) as book:
        cells = _cells(book, standing, assignment)
        missing = [e.path for e in standing.exercises if e.path not in cells]
        by_student: dict[str, list[Grade]] = {}
        for grade in standing.grades:
            if grade.exercise in cells:
                by_student.setdefault(grade.student, []).append(grade)
        rostered = {one.id for one in book.students}
        written = lost = people = 0
        strangers = []
        for student in standing.students:
            grades = by_student.get(student.key, [])
            there = {grade.exercise for grade in grades}
            # nbgrader would take for a 0 what nobody has looked at.
            open_ = [p for p in cells if p not in there] if student.key in unread else []
            if not grades and not open_:
                continue
            if _key(student) not in rostered:
                strangers.append(student.key)
                continue
            scores = _student(book, student, grades, cells, open_)
            people += 1
            written += scores
            lost += len(grades) + len(open_) - scores
        book.db.commit()
    notices = [f"{plural(written, 'score')} written for {plural(people, 'student')}."]
    if strangers:
        notices.append(
            f"Left out, since nbgrader's roster does not have them: {some(strangers)}. `nbgrader "
            f"autograde` or `nbgrader db student add` takes them in; then export again."
        )
    if lost:
        notices.append(f"{plural(lost, 'answer')} not judged: marked for a person, no score given.")
    if missing:
        notices.append(f"nbgrader has no graded cell for {', '.join(missing)}.")
    return notices


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    try:
        from nbgrader.api import Gradebook, InvalidEntry
        from sqlalchemy.exc import SQLAlchemyError
    except ImportError:
        raise CouldNotRun("nbgrader is not here: pip install 'gradus[nbgrader]'.") from None
    file = path / DATABASE if path.is_dir() else path
    if not file.is_file():
        raise UsageError(
            f"There is no nbgrader gradebook {file}; `nbgrader generate_assignment` makes it. Name "
            f"the file or the course's folder."
        )
    _refuse_what_is_not_nbgraders(file)
    try:
        with Gradebook(f"sqlite:///{file.absolute()}") as book:
            yield book
    except (SQLAlchemyError, InvalidEntry) as problem:
        what = str(problem).split("\n")[0]
        raise CouldNotRun(f"nbgrader's gradebook {file} cannot be used: {what}.") from None


def _refuse_what_is_not_nbgraders(file: Path) -> None:
    """Without writing: nbgrader itself makes its tables in whatever file it is given."""
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as opened:
            asked = opened.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            tables = {name for (name,) in asked}
    except sqlite3.OperationalError as problem:
        raise CouldNotRun(f"nbgrader's gradebook {file} cannot be read: {problem}.") from None
    except sqlite3.DatabaseError:
        tables = set()
    if not tables >= _TABLES:
        raise UsageError(
            f"{file} is no gradebook of nbgrader's; name the gradebook.db that `nbgrader "
            f"generate_assignment` makes, or the course's folder."
        )


# --- which cell ------------------------------------------------------------------------------


def _cells(book: Any, standing: Standing, assignment: str) -> dict[str, Cell]:
    """The graded cell of each exercise."""
    names = [one.name for one in book.assignments]
    if assignment and assignment not in names:
        there = ", ".join(names) or "none"
        raise UsageError(f"nbgrader has no assignment {assignment}; it has {there}.")
    paths = [entry.path for entry in standing.exercises]
    found: dict[str, Cell] = {}
    for one in book.assignments:
        if assignment and one.name != assignment:
            continue
        for notebook in one.notebooks:
            for cell in notebook.grade_cells:
                path = exercise_of(cell.name, paths)
                if not path:
                    continue
                if path in found and not assignment:
                    raise UsageError(
                        f"{path} is in {found[path].assignment} and in {one.name}; say which with "
                        f"--assignment."
                    )
                found[path] = Cell(one.name, notebook.name, cell.name, float(cell.max_score))
    if not found:
        example = f"check-{paths[0].replace('/', '-')}" if paths else "check-chapter-name"
        raise UsageError(
            f"nbgrader's gradebook has no graded cell of these exercises; a cell is called like "
            f"{example}."
        )
    return found


def exercise_of(cell: str, paths: Sequence[str]) -> str:
    """The exercise that a graded cell's name means, "" where it means none or several.

    ``check-activations-softmax`` as releases have it, or ``softmax`` as a person would write it.
    """
    name = _PREFIX.sub("", re.sub(r"[^a-z0-9]+", "-", cell.lower()).strip("-"))
    whole = [p for p in paths if re.sub(r"[^a-z0-9]+", "-", p.lower()) == name]
    last = [p for p in paths if re.sub(r"[^a-z0-9]+", "-", p.split("/")[1].lower()) == name]
    chosen = whole or last
    return chosen[0] if len(chosen) == 1 else ""


# --- scores ----------------------------------------------------------------------------------


def _key(student: Student) -> str:
    return student.identifiers.get("nbgrader", student.key)


def _student(
    book: Any,
    student: Student,
    grades: Sequence[Grade],
    cells: Mapping[str, Cell],
    open_: Sequence[str],
) -> int:
    """Write one student's scores, but none of what is open; returns how many."""
    key = _key(student)
    told = {
        # `nbgrader export` writes them into a table as they are.
        name: safe(one_line(value))
        for name, value in (
            ("first_name", student.first_name),
            ("last_name", student.last_name),
            ("email", student.email),
        )
        if value  # what nbgrader's roster knows is not wiped
    }
    book.update_or_create_student(key, **told)
    for exercise in open_:
        _row(book, key, cells[exercise], "").needs_manual_grade = True
    written = 0
    for grade in grades:
        cell = cells[grade.exercise]
        row = _row(book, key, cell, grade.submitted)
        if grade.points is None:
            row.needs_manual_grade = True
            continue
        share = grade.points / grade.max_points if grade.max_points else 0.0
        row.manual_score = round(share * cell.max_score, 6)
        row.needs_manual_grade = False
        written += 1
    return written


def _row(book: Any, student: str, cell: Cell, submitted: str) -> Any:
    """nbgrader's own row of one student's cell, made where there is none."""
    times = {"timestamp": submitted} if submitted else {}
    # nbgrader asks for the student while its submission is half made.
    with book.db.no_autoflush:
        book.update_or_create_submission(cell.assignment, student, **times)
    return book.find_grade(cell.name, cell.notebook, cell.assignment, student)
