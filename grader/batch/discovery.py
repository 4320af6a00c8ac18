"""A folder of submissions, one by one: whose each is, what it holds, and when it was handed in."""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from grader import repository, submission
from grader.batch.roster import Roster
from grader.batch.sources import NOTHING, Found, read_tree
from grader.batch.trees import Folder, zip_at
from grader.errors import SubmissionError, UsageError
from grader.gradebook.records import clean
from grader.lateness import Rules, moment
from grader.model import Source
from grader.reading import Unreadable, read_below, read_whole

STAMP = "timestamp.txt"
_FILES = (".zip", ".ipynb", ".py")
# What people hand in instead of a zip; anything else beside the submissions is no submission.
_OTHER_ARCHIVES = (".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz")


@dataclass(frozen=True)
class Place:
    """Where one student's submission lies."""

    key: str
    path: Path
    problem: str = ""


@dataclass(frozen=True)
class Submission:
    """One student's sources, each with the time it was handed in (or "")."""

    key: str
    sources: tuple[tuple[Source, str], ...]
    problem: str = ""


def places(root: Path, roster: Roster) -> list[Place]:
    """Where the submissions lie: a folder, a notebook, a zip or a .py file for each student.

    Raises:
        UsageError: There is no such folder, or nothing in it.
    """
    if not root.is_dir():
        raise UsageError(f"There is no folder of submissions {root}; check the path.")
    if (root / "submitted").is_dir() and (root / "nbgrader_config.py").is_file():
        root = root / "submitted"
    found: dict[str, Place] = {}
    try:
        entries = sorted(os.scandir(root), key=lambda entry: entry.name)
    except OSError as problem:
        raise UsageError(f"{root} cannot be read: {problem.strerror}.") from None
    for entry in entries:
        folder = entry.is_dir(follow_symlinks=False)
        stem, suffix = (entry.name, "") if folder else os.path.splitext(entry.name)
        suffix = suffix.lower()
        other = not folder and suffix not in (*_FILES, *_OTHER_ARCHIVES)
        if entry.name.startswith(".") or (other and not entry.is_symlink()):
            continue
        key = roster.folders.get(entry.name) or roster.folders.get(stem) or stem
        key = clean(key.replace("\n", "\\n"))
        told, path = "", Path(entry.path)
        if key in found:
            path = found[key].path
            told = f"{path.name} and {entry.name} are both of this student; leave one of the two."
        found[key] = Place(key, path, told)
    if not found:
        raise UsageError(f"{root} holds no submissions: no folder, notebook, zip or .py file.")
    return list(found.values())


def read_place(place: Place, wanted: Sequence[str], roster: Roster, rules: Rules) -> Submission:
    """Read one submission; whatever is wrong with it becomes its ``problem``."""
    if place.problem:
        return Submission(place.key, (), place.problem)
    try:
        parts = _parts(place, wanted, rules)
    except (Unreadable, SubmissionError) as problem:
        return Submission(place.key, (), str(problem))
    except OSError as problem:
        return Submission(place.key, (), f"It cannot be read: {problem.strerror or problem}.")
    given = moment(roster.submitted.get(place.key, ""), rules.zone)
    taken: dict[str, tuple[Source, str]] = {}
    # What was handed in last comes first, and is not replaced by what came before.
    for found, at in sorted(parts, key=lambda part: part[1], reverse=True):
        for source in found.sources:
            taken.setdefault(source.exercise, (source, _text(given) or at))
    told = [found.problem for found, _ in parts if found.problem]
    return Submission(place.key, tuple(taken.values()), " ".join(dict.fromkeys(told)))


def _parts(place: Place, wanted: Sequence[str], rules: Rules) -> list[tuple[Found, str]]:
    path, name = place.path, place.path.name
    if not name.isprintable():
        raise Unreadable("Its name holds control characters or is no text; rename it.")
    mode = path.lstat().st_mode
    if stat.S_ISLNK(mode):
        raise Unreadable(f"{name} is a link; put the submission itself there.")
    written = _modified(path, rules)
    if stat.S_ISDIR(mode):
        return _of_folder(path, wanted, rules)
    suffix = path.suffix.lower()
    if not stat.S_ISREG(mode):
        raise Unreadable(f"{name} is not a regular file; put the submission itself there.")
    if suffix == ".zip":
        return [(read_tree(zip_at(path), wanted), written)]
    if suffix == ".ipynb":
        return [(read_tree(_Single(path), wanted), written)]
    if suffix == ".py":
        sources = submission.read(path, wanted)
        held = tuple(s for s in sources if s.code is not None or s.problem)
        if held and all(s.problem for s in held):
            raise Unreadable(held[0].problem)
        return [(Found(held, "" if held else f"{name} defines none of the exercises."), written)]
    raise Unreadable(f"{name} is of no kind that can be read; hand in a folder or a .zip.")


class _Single:
    """A notebook that stands alone."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self.names = [file.name]

    def read(self, name: str, largest: int) -> bytes:
        if name != self._file.name:
            raise FileNotFoundError(name)
        return read_whole(self._file, largest)


def _of_folder(path: Path, wanted: Sequence[str], rules: Rules) -> list[tuple[Found, str]]:
    """One part, or one for each assignment where nbgrader laid them out."""
    inner = sorted(e.name for e in os.scandir(path) if e.is_dir(follow_symlinks=False))
    stamped = [name for name in inner if os.path.lexists(path / name / STAMP)]
    if not stamped:
        return [_part(path, wanted, rules)]
    parts = []
    for name in stamped:
        found, at = _part(path / name, wanted, rules)
        if found.problem == NOTHING and len(stamped) > 1:
            continue  # another assignment
        problem = f"{name}: {found.problem}" if found.problem else ""
        named = tuple(replace(s, file=f"{name}/{s.file}") for s in found.sources)
        parts.append((Found(named, problem), at))
    return parts or [(Found((), NOTHING), "")]


def _part(path: Path, wanted: Sequence[str], rules: Rules) -> tuple[Found, str]:
    return read_tree(Folder(path), wanted), _handed_in(path, rules)


def _handed_in(path: Path, rules: Rules) -> str:
    """When a folder was handed in, as a record of it says: nbgrader's stamp, or the last commit.

    Clocks of files say when they were copied, so class.toml must say that they are to be believed.
    """
    try:
        stamp = read_below(path, STAMP, 1 << 10).decode("utf-8", "replace")
        if at := moment(stamp, rules.zone):
            return _text(at)
    except (FileNotFoundError, Unreadable):
        pass
    git = path / ".git"
    if git.is_dir() and not git.is_symlink() and (seconds := repository.committed(path)):
        return _text(datetime.fromtimestamp(min(int(seconds), 1 << 35), UTC))
    return _modified(path, rules)


def _modified(path: Path, rules: Rules) -> str:
    if not rules.believes_files:
        return ""
    times = [path.lstat().st_mtime]
    if stat.S_ISDIR(path.lstat().st_mode):
        times = [f.lstat().st_mtime for f in path.rglob("*.py")] or times
        times += [f.lstat().st_mtime for f in path.rglob("*.ipynb")]
    return _text(datetime.fromtimestamp(max(times), UTC))


def _text(at: datetime | None) -> str:
    return at.isoformat(timespec="seconds") if at else ""
