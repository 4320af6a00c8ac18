"""What a person calls an exercise, and which exercise that is."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import PurePath

from grader.course import TREES
from grader.errors import UsageError
from grader.model import Chapter, Entry


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


def pointed(
    entries: Iterable[Entry],
    given: Sequence[tuple[str, float]],
    among: Collection[str],
) -> dict[str, float]:
    """The points given to what a person calls exercises, by path.

    Those of an exercise go before those of its chapter. ``among`` are those of a release.

    Raises:
        UsageError: A name means nothing, or nothing among these; or two say different things.
    """
    entries = list(entries)
    of_chapters, of_exercises = dict[str, float](), dict[str, float]()
    for name, value in given:
        named = select(entries, [name])
        meant = [path for path in named if path in among]
        if not meant:
            raise UsageError(
                f"--points names {name}, which is not in this release; choose it with --exercises "
                f"or --chapters, too."
            )
        is_exercise = [path.split("/")[1] for path in named] == [PurePath(name).stem]
        kept = of_exercises if is_exercise else of_chapters
        for path in meant:
            if kept.setdefault(path, value) != value:
                raise UsageError(
                    f"--points gives {path} both {kept[path]:g} and {value:g}; say one of them."
                )
    return of_chapters | of_exercises


def repointed(chapters: Iterable[Chapter], points: Mapping[str, float]) -> tuple[Chapter, ...]:
    """The same chapters, with other points where there are some."""
    return tuple(
        Chapter(
            chapter.name,
            chapter.title,
            tuple(Entry(e.path, points.get(e.path, e.points)) for e in chapter.exercises),
        )
        for chapter in chapters
    )


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
