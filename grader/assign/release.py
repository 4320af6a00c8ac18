"""A release on the disk: written whole, refreshed later, never over somebody's work.

``.gradus-release.json`` remembers what was written. A file that has been changed since is copied to
``.gradus/backups/`` before it is replaced or taken away; files that the release never wrote stay.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from grader.course import TREES, find_course
from grader.errors import CouldNotRun, UsageError
from grader.pack import write_atomically
from grader.progress import make_state_folder
from grader.reading import LARGEST_CONTAINER, Unreadable, read_below

RECORD = ".gradus-release.json"

# What is run as a program.
_PROGRAMS = ("run_autograder", "setup.sh")


@dataclass(frozen=True)
class _Record:
    """What a release wrote: its format, and the digests of its files."""

    form: str
    files: dict[str, str]


@dataclass(frozen=True)
class Written:
    """What was done: how many files were new or other than before, and the copies made first."""

    root: Path
    changed: int
    removed: int
    backups: tuple[Path, ...]


def check(root: Path, form: str) -> Path:
    """Whether a release of this format can be put there, before anything is built.

    Raises:
        UsageError: The place is taken by something else.
    """
    root = Path(root).expanduser().absolute()
    # The folder itself, or the nearest place above it that is there.
    there = next((place for place in (root, *root.parents) if os.path.lexists(place)), root)
    if os.path.lexists(there) and not there.is_dir():
        what = "a link that leads nowhere" if there.is_symlink() else "a file"
        raise UsageError(f"{there} is {what}; name a folder that is new or empty.")
    around = find_course(root)
    if around is not None and (
        root == around or any(around / tree in (root, *root.parents) for tree in TREES)
    ):
        raise UsageError(
            f"{root} belongs to the course itself; name a folder of its own, such as ~/release."
        )
    if not root.is_dir():
        return root
    before = _recorded(root)
    if before is None and any(root.iterdir()):
        raise UsageError(
            f"{root} is not empty and holds no release; name a folder that is new or empty."
        )
    if before is not None and before.form != form:
        raise UsageError(
            f"{root} holds a release with --format {before.form}; name another folder for "
            f"--format {form}."
        )
    return root


def write(root: Path, form: str, files: Mapping[str, bytes]) -> Written:
    """Put a release on the disk, or refresh the one that is there.

    Raises:
        UsageError: The place is taken, or a link stands in the place of a file.
        CouldNotRun: It cannot be written.
    """
    root = check(root, form)
    recorded = _recorded(root)
    before = recorded.files if recorded else {}
    changed, backups, gone = 0, [], []
    try:
        root.mkdir(parents=True, exist_ok=True)
        new = {name: _digest(content) for name, content in files.items()}
        # First, so that a release that was cut short is known as one.
        _record(root, form, {**before, **new})
        for name, content in files.items():
            there = _content(root, name)
            if there == content:
                continue
            if there is not None and _digest(there) != before.get(name):
                backups.append(_back_up(root, name, there))
            write_atomically(root / name, content)
            if name.rpartition("/")[2] in _PROGRAMS:
                (root / name).chmod(0o755)
            changed += 1
        for name in before.keys() - files.keys():
            there = _content(root, name)
            if there is None:
                continue
            if _digest(there) != before[name]:
                backups.append(_back_up(root, name, there))
            (root / name).unlink()
            gone.append(name)
        _record(root, form, new)
    except Unreadable as problem:
        raise UsageError(f"{problem} Move it out of {root}, and give the command again.") from None
    except OSError as problem:
        raise CouldNotRun(
            f"{root} cannot be written ({problem.strerror or problem}); name a folder of yours "
            f"with room in it, and give the command again."
        ) from None
    return Written(root, changed, len(gone), tuple(backups))


def _recorded(root: Path) -> _Record | None:
    """What the last release wrote there; None where there was none."""
    try:
        content = json.loads((root / RECORD).read_text(encoding="utf-8"))
        names = {str(name): str(digest) for name, digest in content["files"].items()}
        # A name that climbs out was not written by a release.
        kept = {n: d for n, d in names.items() if ".." not in n.split("/") and n[:1] != "/"}
        return _Record(str(content["format"]), kept)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise UsageError(
            f"{root / RECORD} is damaged; name a new folder for the release, or move this file "
            f"away and empty the folder."
        ) from None


def _record(root: Path, form: str, files: Mapping[str, str]) -> None:
    content = json.dumps({"format": form, "files": dict(files)}, indent=1).encode()
    if _content(root, RECORD) != content:
        write_atomically(root / RECORD, content)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _content(root: Path, name: str) -> bytes | None:
    try:
        return read_below(root, name, LARGEST_CONTAINER)
    except FileNotFoundError:
        return None


def _back_up(root: Path, name: str, content: bytes) -> Path:
    stamp = datetime.now().strftime("%Y%m%d-%H%M%S")
    copy = make_state_folder(root) / "backups" / f"{name}.{stamp}"
    number = 0
    while os.path.lexists(copy):
        number += 1
        copy = copy.with_name(f"{copy.name}-{number}")
    write_atomically(copy, content)
    return copy
