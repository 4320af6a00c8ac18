"""Where the command stands: which course or pack judges, and whose files are judged."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from grader.course import Course, find_course, read_course, read_statement, read_stub
from grader.errors import UsageError
from grader.folder import find_folder, read_folder, work_below
from grader.model import Chapter, Entry, Statement
from grader.pack import MANIFEST as PACK
from grader.pack import Pack, is_pack, open_pack

if TYPE_CHECKING:
    from grader.model import Source
    from grader.sandbox.pool import Limits
    from grader.verdict import Report

Progress = Callable[[str, int, int], None]

_NOWHERE = (
    "There is no course here. Stand in the folder that `grade init` made, or in a course, or name "
    "a course or a pack with --course."
)


@dataclass(frozen=True)
class Place:
    """A course source or a pack, and the folder whose files are graded where none is named."""

    root: Path
    work: Path | None

    @cached_property
    def _pack(self) -> Pack | None:
        return open_pack(self.root) if is_pack(self.root) else None

    @cached_property
    def _course(self) -> Course:
        return read_course(self.root)

    @property
    def course(self) -> Course:
        """The course source.

        Raises:
            UsageError: This is a pack.
        """
        if self._pack is not None:
            raise UsageError(
                f"{self.root} is a pack, and this works on a course source; name one with --course."
            )
        return self._course

    @property
    def title(self) -> str:
        return self._pack.title if self._pack else self._course.title

    @property
    def chapters(self) -> tuple[Chapter, ...]:
        return self._pack.chapters if self._pack else self._course.chapters

    @property
    def entries(self) -> tuple[Entry, ...]:
        return tuple(entry for chapter in self.chapters for entry in chapter.exercises)

    @property
    def titles(self) -> dict[str, str]:
        """The titles of the chapters by their names."""
        return {chapter.name: chapter.title for chapter in self.chapters}

    def points(self, path: str) -> float:
        return next(entry.points for entry in self.entries if entry.path == path)

    def statement(self, path: str) -> Statement:
        if self._pack is not None:
            return self._pack.exercise(path).statement
        return read_statement(self._course, path)

    def stub(self, path: str) -> str:
        if self._pack is not None:
            return self._pack.exercise(path).statement.stub
        return read_stub(self._course, path)

    def pack(
        self,
        paths: Sequence[str],
        *,
        seed: int | None = None,
        device: str | None = None,
        jobs: int = 1,
        progress: Progress | None = None,
    ) -> Pack:
        """A pack with ``paths`` in it: the one that is here, or the course's, built if stale."""
        if self._pack is not None:
            self._refuse_another(seed, device)
            return self._pack
        from grader import build

        return build.fresh(
            self._course,
            paths,
            seed=seed or 0,
            device=device or "cpu",
            jobs=jobs,
            progress=progress,
        )

    def smaller(
        self, pack: Pack, sources: Sequence[Source], report: Report, options: Namespace
    ) -> Report:
        """The report with a smaller counterexample on the page that is shown, where no rung of the
        ladder shows the failure and the course source and torch are here.
        """
        first = report.first_failure
        if first is None or self._pack is not None:
            return report
        from grader.explain import could_be_smaller

        packed = pack.exercise(first.exercise)
        if not could_be_smaller(packed, first):
            return report
        from grader.shrink import can_shrink, with_a_smaller_example

        if not can_shrink():
            return report
        return with_a_smaller_example(
            self._course,
            packed,
            sources,
            report,
            limits_of(options),
            isolation=options.isolation,
            allow=tuple(options.allow),
        )

    def _refuse_another(self, seed: int | None, device: str | None) -> None:
        assert self._pack is not None
        for option, asked, there in (
            ("--seed", seed, self._pack.seed),
            ("--device", device, self._pack.device),
        ):
            if asked is not None and asked != there:
                raise UsageError(
                    f"The pack {self.root} was built with {option} {there}; another needs the "
                    f"course source."
                )


def find(course: str | None) -> Place:
    """The place that ``course`` names, else the nearest from here upwards.

    Raises:
        UsageError: There is none.
        CourseError: A student's folder names a course that is not there.
    """
    here = _here()
    folder, source, pack = find_folder(here), find_course(here), _find_pack(here)
    if course is not None:
        named = Path(course).absolute()
        if not named.is_dir():
            raise UsageError(f"There is no course {course}; name a folder with a course.toml.")
        return Place(named, work_below(folder) if folder else here)
    nearest = max((p for p in (folder, source, pack) if p), key=_depth, default=None)
    if nearest is None:
        raise UsageError(_NOWHERE)
    if nearest == folder:
        there = read_folder(folder)
        return Place(there.course, there.work)
    return Place(nearest, nearest / "exercises" if nearest == source else None)


def _here() -> Path:
    try:
        return Path(os.getcwd())
    except OSError:
        raise UsageError("The folder that you stand in is gone; go to another.") from None


def _depth(folder: Path) -> int:
    return len(folder.parts)


def _find_pack(start: Path) -> Path | None:
    return next((d for d in (start, *start.parents) if (d / PACK).is_file()), None)


def limits_of(options: Namespace) -> Limits:
    """What one submission may use: the defaults, and what --timeout and --memory say."""
    from grader.sandbox.pool import Limits

    limits = Limits()
    if options.timeout is not None:
        limits = replace(limits, cpu_seconds=options.timeout)
    if options.memory is not None:
        limits = replace(limits, memory_bytes=options.memory)
    return limits


def processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return max(1, len(os.sched_getaffinity(0)))
    return os.cpu_count() or 1
