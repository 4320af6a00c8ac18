"""Reading what nobody vouches for: no links, regular files only, never more than a limit."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from grader.model import Source

LARGEST_FILE = 1 << 20
# Notebooks hold their plots, archives a whole course; only the code in them must be small.
LARGEST_CONTAINER = 64 << 20

# Missing on Windows, where links cannot be made without special rights.
_NO_LINKS = getattr(os, "O_NOFOLLOW", 0)
_FOLDER = getattr(os, "O_DIRECTORY", 0) | _NO_LINKS
# A named pipe must not make the grader wait for a writer.
_FILE = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)


class Unreadable(Exception):
    """One file cannot be read; the message is the sentence for the student."""


def candidates(path: str) -> tuple[str, str]:
    """Where an exercise's file may stand: ``chapter/name.py``, or else ``name.py``."""
    return f"{path}.py", f"{path.split('/')[1]}.py"


def read_below(root: Path, file: str, largest: int = LARGEST_FILE) -> bytes:
    """The bytes of a file under ``root``; no part of the way below it may be a link.

    Raises:
        FileNotFoundError: There is none.
        Unreadable: It cannot or may not be read.
    """
    *folders, name = file.split("/")
    below = os.open in os.supports_dir_fd and bool(_NO_LINKS)
    at = _open(str(root), os.O_RDONLY | os.O_DIRECTORY, None, root.name) if below else None
    try:
        for folder in folders:
            if at is None:
                root = root / folder
                _refuse_link(root)
                continue
            inner = _open(folder, os.O_RDONLY | _FOLDER, at, file)
            os.close(at)
            at = inner
        if at is None:
            _refuse_link(root / name)
        handle = _open(name if at is not None else str(root / name), _FILE | _NO_LINKS, at, file)
    finally:
        if at is not None:
            os.close(at)
    return _read(handle, file, largest)


def _open(name: str, flags: int, folder: int | None, file: str) -> int:
    try:
        return os.open(name, flags, dir_fd=folder)
    except FileNotFoundError:
        raise
    except NotADirectoryError:
        try:
            linked = stat.S_ISLNK(os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode)
        except OSError:
            linked = False
        if linked:
            raise Unreadable(_LINKED.format(file=file)) from None
        raise FileNotFoundError(file) from None
    except IsADirectoryError:
        raise Unreadable(_FOLDER_THERE.format(file=file)) from None
    except PermissionError:
        if os.name == "nt" and Path(name).is_dir():
            raise Unreadable(_FOLDER_THERE.format(file=file)) from None
        raise Unreadable(f"{file} may not be read; give yourself the right to read it.") from None
    except OSError as problem:
        if problem.errno == errno.ELOOP:  # a link where O_NOFOLLOW allows none
            raise Unreadable(_LINKED.format(file=file)) from None
        raise Unreadable(f"{file} cannot be opened: {problem.strerror}.") from None


_FOLDER_THERE = "{file} is a folder; put a file of that name in its place."
_LINKED = "{file} is a link, or lies behind one; put the file itself there."


def _refuse_link(place: Path) -> None:
    if place.is_symlink():
        raise Unreadable(_LINKED.format(file=place.name))


def read_regular(file: Path) -> bytes:
    """The bytes of a file of our own: links are followed, but only to a file.

    Raises:
        OSError: It cannot be read, or it is a folder, a named pipe or a device.
    """
    handle = os.open(file, _FILE)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError(errno.EINVAL, "it is not a regular file", str(file))
    with os.fdopen(handle, "rb") as opened:
        return opened.read()


def read_whole(file: Path, largest: int) -> bytes:
    """The bytes of one file.

    Raises:
        Unreadable: It is a link, no regular file, too large or not to be opened.
    """
    try:
        if not _NO_LINKS:
            _refuse_link(file)
        return _read(_open(str(file), _FILE | _NO_LINKS, None, file.name), file.name, largest)
    except FileNotFoundError:
        raise Unreadable(f"{file.name} is not there; check the path.") from None


def _read(handle: int, file: str, largest: int) -> bytes:
    kind = os.fstat(handle).st_mode
    if not stat.S_ISREG(kind):
        os.close(handle)
        if stat.S_ISDIR(kind):
            raise Unreadable(_FOLDER_THERE.format(file=file))
        raise Unreadable(f"{file} is not a regular file; put the file itself there.")
    with os.fdopen(handle, "rb") as opened:
        try:
            content = opened.read(largest + 1)
        except OSError as problem:
            raise Unreadable(f"{file} cannot be read: {problem.strerror}.") from None
    if len(content) > largest:
        raise Unreadable(
            f"{file} is larger than {largest >> 20} MB; hand in the code alone, without data."
        )
    return content


def decoded(path: str, file: str, content: bytes) -> Source:
    """A source from a file's bytes."""
    try:
        code = content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = content.count(b"\n", 0, problem.start) + 1
        text = f"{file} is not UTF-8 (line {line}); save it as UTF-8 in your editor."
        return Source(path, file, None, text, line)
    if "\0" in code:
        line = code.count("\n", 0, code.index("\0")) + 1
        text = f"{file} holds a null byte (line {line}); save it as plain text."
        return Source(path, file, None, text, line)
    return Source(path, file, code)
