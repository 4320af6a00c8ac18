"""A class's pages on the disk: ``index.html`` for the instructor, ``students/`` for everybody else.

Written anew each time. A folder that holds something else is left alone, and a page of somebody who
is no longer in the class goes away.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from pathlib import Path

from grader.errors import UsageError
from grader.grades import Grade, Standing, Student
from grader.pack import write_atomically
from grader.report import html, overview, student

INDEX = "index.html"
STUDENTS = "students"
_OURS = b'<meta name="generator" content="Gradus">'

Progress = Callable[[str, int, int], None]


def write(standing: Standing, directory: Path, *, progress: Progress | None = None) -> Path:
    """Write all pages; returns the instructor's.

    Raises:
        UsageError: The folder holds something else.
        CouldNotRun: The libraries for it are not installed.
    """
    directory = Path(directory)
    check(directory)
    files = {one.key: f"{STUDENTS}/{file_name(one)}" for one in standing.students}
    # Made before anything is written: a page that cannot be made leaves the old ones whole.
    index = overview.page(standing, files)
    # Grades are nobody else's on a machine that is shared; who publishes pages copies them.
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    by_student: dict[str, list[Grade]] = {}
    for grade in standing.grades:
        by_student.setdefault(grade.student, []).append(grade)
    for n, one in enumerate(standing.students, 1):
        page = student.page(standing, one, by_student.get(one.key, []))
        write_atomically(directory / files[one.key], page.encode(), durable=False)
        if progress is not None:
            progress(one.key, n, len(standing.students))
    write_atomically(directory / INDEX, index.encode(), durable=False)
    _remove_others(directory / STUDENTS, [Path(file).name for file in files.values()])
    return directory / INDEX


def file_name(one: Student) -> str:
    """Readable, harmless, and nobody else's."""
    readable = re.sub(r"[^A-Za-z0-9]+", "-", one.key).strip("-").lower()[:40]
    mark = hashlib.sha256(one.key.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{readable or 'student'}-{mark}.html"


def check(directory: Path) -> None:
    """Raises:
    UsageError: The folder holds something else.
    CouldNotRun: The libraries for a report are not installed.
    """
    html.require()
    if not directory.exists():
        return
    if not directory.is_dir():
        raise UsageError(f"{directory} is a file; name a folder for the report.")
    index = directory / INDEX
    names = [file.name for file in directory.iterdir() if not file.name.startswith(".")]
    if not names or (set(names) <= {INDEX, STUDENTS} and _is_ours(index)):
        return
    # Stopped while it was first written: pages of students, and no index yet.
    if names == [STUDENTS] and all(_is_ours(file) for file in _pages(directory / STUDENTS)):
        return
    raise UsageError(f"{directory} holds something that is no report; name an empty folder.")


def _pages(folder: Path) -> Sequence[Path]:
    return sorted(folder.glob("*.html"))


def _is_ours(file: Path) -> bool:
    try:
        with open(file, "rb") as opened:
            return _OURS in opened.read(1000)
    except OSError:
        return False


def _remove_others(folder: Path, keep: Sequence[str]) -> None:
    for file in _pages(folder):
        if file.name not in keep and _is_ours(file):
            file.unlink()
