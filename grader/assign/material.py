"""What every release is made of: statements, stubs, the pack of one seed, and the engine."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from grader.assign import wheel
from grader.course import Course
from grader.errors import UsageError
from grader.model import Chapter, Entry, Statement
from grader.names import pointed, repointed, select
from grader.render.words import plural, points

Files = dict[str, bytes]
Progress = Callable[[str, int, int], None]

PLACEHOLDER = "OWNER/gradus@VERSION"
# What a README calls the place of the course's clone, which no release holds.
CLONE = "PATH-OF-THE-COURSE"
# Whose answers every student's pack holds, unless the instructor says otherwise.
VISIBLE_SEED = 0


@dataclass(frozen=True)
class Request:
    """What an instructor asks for; ``points`` go with what a person calls exercises."""

    names: tuple[str, ...] = ()
    points: Sequence[tuple[str, float]] = ()
    title: str | None = None
    seed: int = VISIBLE_SEED
    device: str = "cpu"
    jobs: int = 1
    action: str = PLACEHOLDER
    # Whether students do not get the release, so that another seed than the visible is secret.
    is_kept: bool = False


@dataclass(frozen=True)
class Material:
    """The chosen exercises; ``pack`` and ``engine`` are files by name, ready to be put in.

    ``visible`` is the pack of the visible seed where that of ``pack`` is secret, else empty.
    """

    title: str
    chapters: tuple[Chapter, ...]
    statements: Mapping[str, Statement]
    # How an exercise's points are shared out over the tiers.
    weights: Mapping[str, float]
    seed: int
    digest: str
    pack: Files
    engine: Files
    visible: Files = field(default_factory=dict)
    action: str = PLACEHOLDER
    # What the course itself would not give, by path.
    points_changed: Mapping[str, float] = field(default_factory=dict)

    @property
    def entries(self) -> tuple[Entry, ...]:
        return tuple(entry for chapter in self.chapters for entry in chapter.exercises)

    @property
    def wheel(self) -> str:
        """The name of the engine's wheel."""
        return next(iter(self.engine))

    @property
    def slug(self) -> str:
        """The title as the name of a folder, for systems that want one."""
        return "-".join(re.findall(r"[a-z0-9]+", self.title.lower())) or "exercises"

    @property
    def contents(self) -> str:
        """``6 exercises, 12 points``."""
        entries = self.entries
        total = sum(entry.points for entry in entries)
        unit = "point" if total == 1 else "points"
        return f"{plural(len(entries), 'exercise')}, {points(total)} {unit}"

    @property
    def points_option(self) -> str:
        """What `grade batch` must be told to give the same points; "" where that is nothing."""
        told = ",".join(f"{path}={value:g}" for path, value in self.points_changed.items())
        return f" --points {told}" if told else ""

    @property
    def stubs(self) -> dict[str, str]:
        return {entry.path: self.statements[entry.path].stub for entry in self.entries}


def gather(course: Course, request: Request, progress: Progress | None = None) -> Material:
    """Choose, build what is stale, and read it all into memory.

    Raises:
        UsageError: A name means no exercise, or there is none.
        CourseError: A declaration or a solution is broken.
        CouldNotRun: Something cannot be written, or the engine is not to be had as a wheel.
    """
    empty = {chapter.name for chapter in course.chapters if not chapter.exercises}
    if found := next((name for name in request.names if name in empty), None):
        raise UsageError(f"The chapter {found} has no exercises yet; choose another.")
    chosen = set(select(course.entries, request.names))
    if not chosen:
        raise UsageError("The course has no exercises yet; `grade new CHAPTER/NAME` begins one.")
    given = pointed(course.entries, request.points, chosen)
    course = replace(
        course,
        title=request.title or course.title,
        chapters=tuple(
            Chapter(chapter.name, chapter.title, kept)
            for chapter in repointed(course.chapters, given)
            if (kept := tuple(e for e in chapter.exercises if e.path in chosen))
        ),
    )
    engine = wheel.build()
    pack = _packed(course, request, request.seed, progress)
    is_secret = request.is_kept and request.seed != VISIBLE_SEED
    return Material(
        title=course.title,
        chapters=course.chapters,
        statements=pack.statements,
        weights=course.weights,
        seed=request.seed,
        digest=pack.digest,
        pack=pack.files,
        engine=engine,
        visible=_packed(course, request, VISIBLE_SEED, progress).files if is_secret else {},
        action=request.action,
        points_changed=given,
    )


@dataclass(frozen=True)
class _Packed:
    """A pack in memory."""

    digest: str
    statements: dict[str, Statement]
    files: Files


def _packed(course: Course, request: Request, seed: int, progress: Progress | None) -> _Packed:
    from grader import build

    paths = [entry.path for entry in course.entries]
    with tempfile.TemporaryDirectory(prefix="gradus-release-") as folder:
        pack = build.write(
            course,
            Path(folder),
            paths,
            seed=seed,
            device=request.device,
            jobs=request.jobs,
            progress=progress,
        )
        statements = {path: pack.exercise(path).statement for path in paths}
        content = {
            file.relative_to(folder).as_posix(): file.read_bytes()
            for file in sorted(Path(folder).rglob("*"))
            if file.is_file()
        }
        return _Packed(pack.digest, statements, content)


def below(folder: str, files: Mapping[str, bytes]) -> Files:
    """The same files in a folder."""
    return {f"{folder}/{name}": content for name, content in files.items()}
