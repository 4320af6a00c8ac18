"""The files of one submission, be it a folder or a zip: listed within bounds, read by name."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from grader.archive import member_bytes, opened
from grader.errors import SubmissionError
from grader.reading import LARGEST_CONTAINER, Unreadable, read_below, read_whole

# Nobody hands in more by intention; a virtual environment has more than that.
MOST_FILES = 20_000
DEEPEST = 8
# Folders that hold no work of the student's.
_PASSED_OVER = {"__MACOSX", "__pycache__", "node_modules", "site-packages", "venv"}


class Tree(Protocol):
    """Files by their names, which have slashes."""

    @property
    def names(self) -> list[str]:
        """The names of files, links among them, that may hold work."""

    def read(self, name: str, largest: int) -> bytes:
        """Raises:
        FileNotFoundError: There is none.
        Unreadable: It may not or cannot be read.
        """


class Folder:
    """A folder on the disk; links in it are listed and never followed."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.names = sorted(_below(root))

    def read(self, name: str, largest: int) -> bytes:
        return read_below(self.root, name, largest)


def _below(root: Path) -> Iterator[str]:
    waiting, count = [("", 0)], 0
    while waiting:
        folder, depth = waiting.pop()
        try:
            with os.scandir(root / folder) as entries:
                for entry in entries:
                    count += 1
                    if count > MOST_FILES:
                        raise Unreadable(
                            f"It holds more than {MOST_FILES} files; hand in the exercises alone."
                        )
                    name = f"{folder}/{entry.name}" if folder else entry.name
                    if entry.is_dir(follow_symlinks=False):
                        if depth < DEEPEST and _may_hold_work(entry.name):
                            waiting.append((name, depth + 1))
                    else:
                        yield name
        except PermissionError:
            raise Unreadable(
                f"{folder or 'It'} may not be read; give yourself the right."
            ) from None
        except FileNotFoundError:
            continue  # it has gone since it was listed


def _may_hold_work(folder: str) -> bool:
    # What climbs out is refused when it is read, and not passed over.
    return folder == ".." or not folder.startswith(".") and folder not in _PASSED_OVER


class Zip:
    """A zip in memory."""

    def __init__(self, content: bytes, name: str) -> None:
        self._name = name
        try:
            self._archive = opened(content, name)
        except SubmissionError as problem:
            raise Unreadable(str(problem)) from None
        self._members: dict[str, list[zipfile.ZipInfo]] = {}
        for member in self._archive.infolist():
            place = member.filename.replace("\\", "/")
            if not place.endswith("/") and all(map(_may_hold_work, place.split("/")[:-1])):
                self._members.setdefault(place, []).append(member)
        self.names = sorted(self._members)

    def read(self, name: str, largest: int) -> bytes:
        found = self._members.get(name)
        if not found:
            raise FileNotFoundError(name)
        if len(found) > 1:
            raise Unreadable(f"{self._name}: {name} is there more than once; leave one in the zip.")
        try:
            return member_bytes(self._archive, found[0], name, largest)
        except Unreadable as problem:
            raise Unreadable(f"{self._name}: {problem}") from None


def zip_at(file: Path) -> Zip:
    """The zip in a file.

    Raises:
        Unreadable: It is a link, too large or no zip.
    """
    return Zip(read_whole(file, LARGEST_CONTAINER), file.name)
