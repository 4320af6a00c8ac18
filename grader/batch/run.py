"""A batch and a regrade: what is read, what is built, what is judged.

First everything is read into the gradebook, then whatever waits there is judged. So a batch that
was killed is simply run again: what was read is the same, and what was judged waits no more.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from grader import build
from grader.batch.bench import Orders, place_of
from grader.batch.discovery import Place, places, read_place
from grader.batch.judging import Job, Progress, Tally, judge_pending
from grader.batch.means import Means
from grader.batch.roster import Roster
from grader.batch.workers import Workers
from grader.course import Course, read_course
from grader.errors import CouldNotRun, UsageError
from grader.freshness import cache_directory, library_versions
from grader.gradebook import queue
from grader.gradebook.book import Gradebook
from grader.gradebook.records import Basis
from grader.grades import Student
from grader.model import Entry
from grader.names import pointed, repointed, select
from grader.pack import Pack, is_pack, open_pack
from grader.version import VERSION

Reading = Callable[[str, int, int], None]
Building = Callable[[str, int, int], None]
Knowing = Callable[[Sequence[Entry]], None]


@dataclass(frozen=True)
class Watched:
    """Who is told how far things are, and before anything else what the course holds."""

    reading: Reading | None = None
    building: Building | None = None
    judging: Progress | None = None
    known: Knowing | None = None


@dataclass
class Batch:
    """What a batch did."""

    students: int = 0
    received: int = 0
    unreadable: list[tuple[str, str]] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)
    hidden: bool = True


class Owner:
    """The course source or pack that judges.

    ``given`` are points in place of the course's own, by what a person calls exercises; they go
    before those that are ``kept``, by path. ``points`` are both.

    Raises:
        UsageError: A name means nothing, or a pack gives other points.
    """

    def __init__(
        self,
        root: Path,
        kept: Mapping[str, float] | None = None,
        given: Sequence[tuple[str, float]] = (),
    ) -> None:
        self.pack = open_pack(root) if is_pack(root) else None
        self.course = None if self.pack else read_course(root)
        whole: Pack | Course | None = self.pack or self.course
        assert whole is not None
        self.title = whole.title
        own = [entry for chapter in whole.chapters for entry in chapter.exercises]
        changed = pointed(own, given, [entry.path for entry in own])
        self.points = {**(kept or {}), **changed}
        for path, points in ((e.path, e.points) for e in own if self.pack is not None):
            if self.points.get(path, points) != points:
                raise UsageError(
                    f"{path} has {self.points[path]:g} points in this gradebook, and {points:g} in "
                    f"the pack, which cannot be changed; judge by the course source."
                )
        self.chapters = repointed(whole.chapters, self.points)
        self.entries = [entry for chapter in self.chapters for entry in chapter.exercises]


def run_batch(
    book: Gradebook,
    submissions: Path,
    names: Sequence[str],
    means: Means,
    workers: Workers,
    roster: Roster | None = None,
    watched: Watched | None = None,
    points: Sequence[tuple[str, float]] = (),
) -> Batch:
    """Read the submissions of a class, and have ``workers`` judge what is new in them.

    ``points`` are kept, and count in place of the course's own from now on.

    Raises:
        UsageError: There are no submissions, or a name means nothing.
        CouldNotRun: The course cannot be built, no sandbox, the database does not answer.
    """
    watched, roster = watched or Watched(), roster or Roster()
    owner = Owner(means.course, book.points(), points)
    wanted = select(owner.entries, names)
    if watched.known is not None:
        watched.known(owner.entries)
    there = places(submissions, roster)
    done = Batch(students=len(there), hidden=owner.pack is None or owner.pack.seed != 0)
    book.enrol([*roster.students.values(), *(_student(place, roster) for place in there)])
    found = _receive(book, there, wanted, roster, done, watched.reading)
    scope = [path for path in wanted if names or path in found]
    broken = {key for key, _ in done.unreadable}
    book.receive_nothing([place.key for place in there if place.key not in broken], scope)
    book.record_course(owner.title, owner.chapters, scope, owner.points)
    since = queue.floor(book)
    waits = queue.count_pending(book, scope, None, since)
    waiting = [path for path in scope if path in waits]
    done.tally = judge_waiting(book, owner, waiting, means, workers, watched)
    return done


def _student(place: Place, roster: Roster) -> Student:
    return roster.students.get(place.key, Student(place.key))


def _receive(
    book: Gradebook,
    there: Sequence[Place],
    wanted: Sequence[str],
    roster: Roster,
    done: Batch,
    reading: Reading | None,
) -> set[str]:
    """Everything into the gradebook, one student at a time; returns the exercises handed in."""
    rules, found = book.rules(), set[str]()
    for number, place in enumerate(there, 1):
        told = read_place(place, wanted, roster, rules)
        done.received += book.receive(place.key, told.sources, told.problem)
        found |= {source.exercise for source, _ in told.sources}
        if told.problem:
            done.unreadable.append((place.key, told.problem))
        if roster.students and place.key not in roster.students:
            done.strangers.append(place.key)
        if reading is not None:
            reading(place.key, number, len(there))
    return found


def judge_waiting(
    book: Gradebook,
    owner: Owner,
    paths: Sequence[str],
    means: Means,
    workers: Workers,
    watched: Watched,
    again: bool = False,
) -> Tally:
    """Judge what waits of these exercises; ``again``, what another basis has judged, too."""
    if not paths:
        return Tally()
    bases, orders, seed, versions = prepared(book, owner, paths, means, watched.building)
    job = Job(bases, orders, seed, versions, means.device, again)
    return judge_pending(book, job, workers, watched.judging)


def prepared(
    book: Gradebook,
    owner: Owner,
    paths: Sequence[str],
    means: Means,
    building: Building | None,
) -> tuple[dict[str, Basis], Orders, int | None, Mapping[str, str]]:
    """The packs, built where they are stale: of the secret seed, and of the visible one."""
    seed: int | None = None
    visible: Pack | None = None
    if owner.pack is not None:
        judging = owner.pack
    else:
        assert owner.course is not None
        seed, number = book.seed()
        judging = build.fresh(
            replace(owner.course, chapters=owner.chapters),
            paths,
            seed=number,
            device=means.device,
            jobs=means.jobs,
            progress=building,
            cache=_private(book.token),
            name="pack",
        )
        # Of it only counterexamples are shown, and others read its points.
        visible = build.fresh(
            owner.course, paths, device=means.device, jobs=means.jobs, progress=building
        )
    bases = {}
    for path in paths:
        packed = judging.exercise(path)
        bases[path] = Basis(path, packed.digest, packed.points, packed.weights)
    orders = Orders(
        judging=place_of(judging),
        visible=place_of(visible) if visible else None,
        hidden=owner.pack is None or owner.pack.seed != 0,
        limits=means.limits,
    )
    numpy = library_versions().get("numpy", "")
    versions = {**judging.versions, "gradus": VERSION, "numpy": numpy}
    return bases, orders, seed, versions


def _private(token: str) -> Path:
    """A folder for packs of the secret seed that nobody else may enter."""
    folder = cache_directory() / "private" / token
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        folder.chmod(0o700)
    except OSError as problem:
        raise CouldNotRun(
            f"The cache {folder} cannot be written ({problem.strerror}): set GRADUS_CACHE to a "
            f"folder of yours with room in it."
        ) from None
    return folder
