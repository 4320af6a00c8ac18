"""A student's folder: stubs, a short README and ``gradus.toml``, which names the course."""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from grader.course import TREES, find_course
from grader.errors import CouldNotRun, CourseError, UsageError

MANIFEST = "gradus.toml"

_README = """# {title}

Your exercises. Open a file, read what its function must do, and replace

    # YOUR CODE HERE
    raise NotImplementedError()

Then, in this folder:

{commands}
The files are yours: helper functions are welcome, and each file must work on its own.
"""
_COMMANDS = (
    ("grade", "grade what you have started"),
    ("grade {example}", "grade one exercise"),
    ("grade list", "all exercises, and how far you are"),
    ("grade show {example}", "read what it must do"),
    ("grade hint {example}", "a hint, and a stronger one each time"),
    ("grade reset {example}", "start it anew (your version is kept)"),
)


@dataclass(frozen=True)
class Folder:
    """Where a student works, and the course source or pack that judges there.

    ``work`` holds the exercises: the folder itself, or one in it.
    """

    root: Path
    course: Path
    work: Path


@dataclass(frozen=True)
class Created:
    """What ``create`` did: stubs written, and files with somebody's work that it left alone."""

    folder: Folder
    written: tuple[str, ...]
    kept: tuple[str, ...]


def find_folder(start: Path) -> Path | None:
    """The nearest folder, from ``start`` upwards, that holds a ``gradus.toml``."""
    start = Path(start).absolute()
    return next((d for d in (start, *start.parents) if (d / MANIFEST).is_file()), None)


def read_folder(root: Path) -> Folder:
    """Raises:
    CourseError: ``gradus.toml`` cannot be read, or the course that it names is not there.
    """
    file = root / MANIFEST
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as problem:
        raise CourseError(f"{file} cannot be read: {problem.strerror}.") from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        raise CourseError(
            f'{file} is damaged ({problem}); it must read: course = "FOLDER OF THE COURSE".'
        ) from None
    named = content.get("course")
    if not isinstance(named, str) or not named:
        raise CourseError(f'{file}:1: names no course; add course = "FOLDER OF THE COURSE".')
    course = root / named
    if not course.is_dir():
        raise CourseError(
            f"{file}:1: there is no course at {course}; if it has moved, write its new place here."
        )
    return Folder(root, course, _work(root, content, file))


def _work(root: Path, content: Mapping[str, object], file: Path) -> Path:
    named = content.get("exercises", ".")
    work = root / named if isinstance(named, str) and named else None
    if work is None or not (work == root or root.resolve() in work.resolve().parents):
        raise CourseError(f'{file}: exercises must name a folder in it, such as "exercises".')
    return work


def work_below(root: Path) -> Path:
    """Where the exercises of a student's folder are, even where its course is gone."""
    try:
        content = tomllib.loads((root / MANIFEST).read_text(encoding="utf-8"))
        return _work(root, content, root / MANIFEST)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, CourseError):
        return root


def create(root: Path, course: Path, title: str, stubs: Mapping[str, str]) -> Created:
    """Make ``root`` a student's folder, or add to one what it lacks.

    Raises:
        UsageError: The place is taken by a file, by a course or by the folder of another course.
        CouldNotRun: It cannot be written.
    """
    from grader.pack import write_atomically
    from grader.stubs import file_of, write_stub

    root = root.absolute()
    if root.exists() and not root.is_dir():
        raise UsageError(f"{root} is a file; name a folder that is new or yours.")
    around = find_course(root)
    trees = [around / tree for tree in TREES] if around else []
    if root == around or any(tree in (root, *root.parents) for tree in trees):
        raise UsageError(
            f"{root} belongs to the course itself; name a folder of its own, such as ~/exercises."
        )
    _refuse_another_course(root, course)
    written, kept = [], []
    try:
        root.mkdir(parents=True, exist_ok=True)
        write_atomically(root / MANIFEST, _manifest(root, course).encode())
        if not (root / "README.md").exists():
            write_atomically(root / "README.md", _readme(title, stubs).encode())
    except OSError as problem:
        raise CouldNotRun(f"{root} cannot be written: {problem.strerror}.") from None
    for path, stub in stubs.items():
        done = write_stub(root, file_of(root, path), stub, keep_changed=True)
        if done.changed:
            written.append(path)
        elif done.kept:
            kept.append(path)
    return Created(Folder(root, course, root), tuple(written), tuple(kept))


def _readme(title: str, stubs: Mapping[str, str]) -> str:
    return _README.format(title=title, commands=commands(next(iter(stubs), "softmax")))


def commands(path: str) -> str:
    """What can be asked of ``grade``, a line each, with one exercise as the example."""
    example = path.split("/")[-1]
    rows = [(command.format(example=example), what) for command, what in _COMMANDS]
    width = max(len(command) for command, _ in rows) + 3
    return "".join(f"    {command:{width}}{what}\n" for command, what in rows)


def _refuse_another_course(root: Path, course: Path) -> None:
    if not (root / MANIFEST).exists():
        return
    try:
        there = read_folder(root).course
    except CourseError:
        return  # what names no course any more may be named anew
    if there.resolve() != course.resolve():
        raise UsageError(f"{root} is a folder of the course {there}; name another folder.")


def _manifest(root: Path, course: Path) -> str:
    course = course.absolute()
    inside = root.resolve() in course.resolve().parents
    # A pack inside the folder moves with it.
    place = os.path.relpath(course.resolve(), root.resolve()) if inside else str(course)
    return manifest(place)


def manifest(course: str, exercises: str = "") -> str:
    """The text of a ``gradus.toml``."""
    # A JSON string is a TOML string, but for surrogates, which are not escaped here.
    named = json.dumps(course, ensure_ascii=False)
    where = f"exercises = {json.dumps(exercises)}\n" if exercises else ""
    return f"# Which course or pack grades this folder.\ncourse = {named}\n{where}"
