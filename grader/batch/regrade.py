"""What a gradebook holds, judged again: where an exercise or the seed changed, or for an appeal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from grader.batch.judging import Tally
from grader.batch.means import Means
from grader.batch.run import Owner, Watched, judge_waiting, prepared
from grader.errors import UsageError
from grader.gradebook import history, queue
from grader.gradebook.book import Gradebook
from grader.gradebook.records import Change, Recorded
from grader.names import select
from grader.verdict import Verdict


@dataclass(frozen=True)
class Regrade:
    """What a regrade did. ``gone`` are exercises that the course no longer has."""

    tally: Tally
    changes: tuple[Change, ...]
    gone: tuple[str, ...]


def run_regrade(
    book: Gradebook,
    names: Sequence[str],
    means: Means,
    watched: Watched | None = None,
    points: Sequence[tuple[str, float]] = (),
) -> Regrade:
    """Judge again what another state of the exercise, other points or another seed has judged.

    ``points`` are kept, and count in place of the course's own from now on.

    Raises:
        UsageError: A name means nothing, or nothing has been handed in.
        CouldNotRun: The course cannot be built, no sandbox, the database does not answer.
    """
    owner = Owner(means.course, book.points(), points)
    watched = watched or Watched()
    if watched.known is not None:
        watched.known(owner.entries)
    there = set(queue.handed_in(book))
    paths = [path for path in select(owner.entries, names) if path in there]
    if not paths:
        raise UsageError("Nothing has been handed in for this; `grade batch` reads submissions.")
    known = {entry.path for entry in owner.entries}
    since = history.begin_regrade(book, queue.floor(book))
    book.record_course(owner.title, owner.chapters, paths, owner.points)
    with means.workers() as workers:
        tally = judge_waiting(book, owner, paths, means, workers, watched, again=True)
    changes = history.changes(book, since)
    history.end_regrade(book, tally.judged, len(changes))
    return Regrade(tally, tuple(changes), tuple(sorted(there - known)))


def judge_again(book: Gradebook, told: Recorded, means: Means) -> tuple[Verdict, bool]:
    """The recorded source judged now, without recording it; and whether by the same exercise.

    Raises:
        UsageError: The course has no such exercise any more.
    """
    owner = Owner(means.course, book.points())
    path = told.source.exercise
    if path not in {entry.path for entry in owner.entries}:
        raise UsageError(f"The course has no {path} any more, so it cannot be judged again.")
    bases, orders, _, _ = prepared(book, owner, [path], means, None)
    with replace(means, jobs=1).workers() as workers:
        verdict = workers.judged(told.source, orders).verdict
    return verdict, bases[path].text == told.basis
