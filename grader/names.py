"""What a person calls an exercise, and which exercise that is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import PurePath

from grader.course import TREES
from grader.errors import UsageError
from grader.model import Entry


def select(entries: Iterable[Entry], names: Sequence[str], also: Iterable[str] = ()) -> list[str]:
    """The paths that ``names`` mean, in the order of the course; all where there are none.

    A name is an exercise, ``chapter/exercise``, a chapter or a file. ``also`` are other words to
    suggest where a name is unknown.

    Raises:
        UsageError: A name means nothing here; the nearest names are suggested.
    """
    paths = [entry.path for entry in entries]
    chosen: set[str] = set()
    for name in names:
        found = _meant(paths, name)
        if not found:
            raise UsageError(_unknown(paths, name, also))
        chosen.update(found)
    return [path for path in paths if path in chosen] if names else paths


def _meant(paths: Sequence[str], name: str) -> list[str]:
    parts = [part for part in PurePath(name.replace("\\", "/")).parts if part != "."]
    if not parts or parts[-1] in TREES:
        return list(paths)
    last = parts[-1].removesuffix(".py")
    within = "/".join([*parts[-2:-1], last])
    exact = [path for path in paths if path == within]
    if exact:
        return exact
    is_file = name.endswith(".py") or len(parts) != 2 or parts[0] in (*TREES, "..", "/")
    if not is_file:
        # chapter/exercise: the same name in another chapter is not what was asked for.
        return []
    named = [path for path in paths if path.split("/")[1] == last]
    return named or [path for path in paths if path.split("/")[0] == parts[-1]]


def _unknown(paths: Sequence[str], name: str, also: Iterable[str]) -> str:
    import difflib

    known: dict[str, str] = {}
    for path in paths:
        chapter, exercise = path.split("/")
        if "/" in name:
            known[path] = path
        known |= {exercise: exercise, chapter: chapter}
    known |= {word: f"the command `grade {word}`" for word in also}
    near = difflib.get_close_matches(name.removesuffix(".py"), known, 3, 0.6)
    if not near:
        return f"There is no exercise or chapter {name}; `grade list` shows them all."
    *others, last = (known[word] for word in near)
    either = f"{', '.join(others)} or {last}" if others else last
    return f"There is no exercise or chapter {name}. Did you mean {either}?"
