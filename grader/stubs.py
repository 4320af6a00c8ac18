"""Stubs on the disk: written, restored and brought up to date, never over somebody's work.

A file that has been changed is copied to ``.gradus/backups/`` before anything else is written in
its place; where that copy cannot be made, the file stays as it is.
"""

from __future__ import annotations

import ast
import io
import os
import tokenize
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from grader.course import Course, read_stub
from grader.errors import CouldNotRun, UsageError
from grader.markers import normalised, untouched
from grader.pack import write_atomically
from grader.parsing import parsed
from grader.progress import make_state_folder
from grader.reading import LARGEST_CONTAINER, Unreadable, candidates, read_below


@dataclass(frozen=True)
class Written:
    """What was done to one file: written or kept, and the copy made of it before."""

    file: Path
    backup: Path | None
    changed: bool
    kept: bool = False


def file_of(root: Path, path: str) -> Path:
    """The student's file of an exercise: the one that is there, else where it belongs."""
    places = [root / candidate for candidate in candidates(path)]
    # A link that leads nowhere is there, too.
    return next((place for place in places if os.path.lexists(place)), places[0])


def pristine(code: str, stub: str) -> bool:
    """Whether nothing of one's own is lost when ``stub`` replaces ``code``.

    An earlier version of a stub is pristine too: other words, and the function without a body.
    """
    if normalised(code).strip() == normalised(stub).strip():
        return True
    return untouched(code, stub) and _beside_docstrings(code) <= _beside_docstrings(stub)


def _beside_docstrings(text: str) -> set[str]:
    """Comments, and statements at top level other than functions' own text."""
    found = set()
    try:
        for token in tokenize.generate_tokens(io.StringIO(normalised(text)).readline):
            if token.type == tokenize.COMMENT:
                found.add(token.string)
        for node in parsed(normalised(text)).body:
            name = node.name if isinstance(node, ast.FunctionDef) else ast.dump(node)
            found.add(name)
    except (SyntaxError, ValueError, tokenize.TokenError):
        found.add(text)
    return found


def write_stub(root: Path, file: Path, stub: str, *, keep_changed: bool = False) -> Written:
    """Make ``file`` the stub; a changed file is copied first, or kept with ``keep_changed``.

    Raises:
        UsageError: A folder, a link or a named pipe stands in its place, or it lies behind a link.
        CouldNotRun: The folder, or the copy, cannot be written; the file is as it was.
    """
    try:
        content = _content(root, file)
        if content is not None and content == stub.encode():
            return Written(file, None, False)
        backup = None
        if content is not None and not _is_pristine(content, stub):
            if keep_changed:
                return Written(file, None, False, kept=True)
            backup = _back_up(root, file, content)
        write_atomically(file, stub.encode())
    except Unreadable as problem:
        if keep_changed:
            return Written(file, None, False, kept=True)
        raise UsageError(f"{problem} Nothing has been changed.") from None
    except OSError as problem:
        raise CouldNotRun(
            f"{file} cannot be written ({problem.strerror}); it is as it was. Check the rights "
            f"of its folder and the room on the disk."
        ) from None
    return Written(file, backup, True)


def _content(root: Path, file: Path) -> bytes | None:
    """What stands there; None where nothing does. Submissions are read with the same care."""
    try:
        return read_below(root, file.relative_to(root).as_posix(), LARGEST_CONTAINER)
    except FileNotFoundError:
        return None


def _is_pristine(content: bytes, stub: str) -> bool:
    try:
        return pristine(content.decode("utf-8-sig"), stub)
    except UnicodeDecodeError:
        return False


def _back_up(root: Path, file: Path, content: bytes) -> Path:
    inside = file.relative_to(root)
    now = datetime.now().strftime("%Y%m%d-%H%M%S")
    folder = make_state_folder(root) / "backups" / inside.parent
    folder.mkdir(parents=True, exist_ok=True)
    number = 0
    while True:
        more = f"-{number}" if number else ""
        copy = folder / f"{inside.stem}.{now}{more}{inside.suffix}"
        try:
            with copy.open("xb") as opened:
                opened.write(content)
            return copy
        except FileExistsError:
            number += 1


# --- the stubs of a course source ------------------------------------------------------------


@dataclass(frozen=True)
class Drift:
    """How ``exercises/`` differs from what the solutions make; mended unless only checked."""

    written: tuple[Path, ...] = ()
    removed: tuple[Path, ...] = ()
    kept: tuple[Path, ...] = ()
    backups: tuple[Path, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.written or self.removed or self.kept)


def sync(course: Course, *, check: bool = False) -> Drift:
    """Bring ``exercises/`` up to date; with ``check`` only say what would be done.

    A file whose exercise is gone is removed if it is pristine and kept otherwise.
    """
    tree = course.root / "exercises"
    written, backups = [], []
    expected = {f"{entry.path}.py": read_stub(course, entry.path) for entry in course.entries}
    for name, stub in expected.items():
        file = tree / name
        if check:
            if _content_if_readable(tree, file) != stub.encode():
                written.append(file)
            continue
        done = write_stub(tree, file, stub)
        if done.changed:
            written.append(file)
        if done.backup:
            backups.append(done.backup)
    removed, kept = _left_over(tree, set(expected))
    if not check:
        for file in removed:
            file.unlink()
            if not any(file.parent.iterdir()):
                file.parent.rmdir()
    return Drift(tuple(written), tuple(removed), tuple(kept), tuple(backups))


def _content_if_readable(root: Path, file: Path) -> bytes | None:
    try:
        return _content(root, file)
    except Unreadable:
        return None


def _left_over(tree: Path, expected: Iterable[str]) -> tuple[list[Path], list[Path]]:
    """Files of exercises that are gone: those without work in them, and the others."""
    blank: list[Path] = []
    changed: list[Path] = []
    for file in sorted(tree.glob("*/*.py")):
        if file.relative_to(tree).as_posix() in expected or file.parent.name.startswith("."):
            continue
        content = _content_if_readable(tree, file)
        if content is None:
            changed.append(file)
            continue
        code = content.decode("utf-8", "replace")
        # Its solution is gone, so it is compared with its own outline.
        (blank if _is_blank(code, file.stem) else changed).append(file)
    return blank, changed


def _is_blank(code: str, name: str) -> bool:
    outline = f"def {name}():\n    # YOUR CODE HERE\n    raise NotImplementedError()\n"
    own = {n for n in _beside_docstrings(code) if not n.startswith(("Import(", "ImportFrom("))}
    return untouched(code, outline) and own <= _beside_docstrings(outline)
