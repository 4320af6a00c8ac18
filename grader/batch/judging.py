"""Whatever waits in a gradebook, judged by worker processes and recorded one by one.

A batch that is killed has recorded what it has recorded; the next one finds the rest waiting.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from grader.batch.bench import Orders
from grader.batch.workers import Workers
from grader.gradebook import queue
from grader.gradebook.book import Gradebook
from grader.gradebook.records import Basis, Judgement, Pending
from grader.verdict import Verdict

# (student, exercise, how many are done, of how many)
Progress = Callable[[str, str, int, int], None]

_AT_ONCE = 16
_REASONS = 20


@dataclass(frozen=True)
class Job:
    """What is judged, by what and how. ``again`` judges what another basis has judged."""

    bases: Mapping[str, Basis]
    orders: Orders
    seed: int | None
    versions: Mapping[str, str]
    device: str
    again: bool = False


@dataclass
class Tally:
    """What one run of a batch judged."""

    judged: int = 0
    passed: int = 0
    not_run: int = 0
    # Why, of the first few: (student, a sentence).
    reasons: list[tuple[str, str]] = field(default_factory=list)

    def count(self, student: str, verdict: Verdict) -> None:
        """Count a verdict that was recorded."""
        self.judged += 1
        self.passed += verdict.passed
        if verdict.points is None:
            self.not_run += 1
            said = verdict.findings[0].message if verdict.findings else "nothing says why"
            if len(self.reasons) < _REASONS:
                self.reasons.append((student, f"{verdict.exercise}: {said}"))


def judge_pending(
    book: Gradebook, job: Job, workers: Workers, progress: Progress | None = None
) -> Tally:
    """Judge what waits.

    Raises:
        CouldNotRun: No sandbox of the isolation asked for, or the database does not answer.
    """
    since = queue.floor(book)
    waiting: dict[str, int] = {}
    if job.again:
        for path, basis in job.bases.items():
            waiting |= queue.count_pending(book, [path], basis.text, since)
    else:
        waiting = queue.count_pending(book, list(job.bases), None, since)
    total = sum(waiting.values())
    tally = Tally()
    if not total:
        return tally
    if progress is not None:
        progress("", "", 0, total)
    feed = _feed(book, job, [path for path in job.bases if path in waiting], since, workers)
    for pending, result in workers.results(feed, job.bases, job.orders):
        judgement = Judgement(
            pending=pending,
            verdict=result.verdict,
            shown=result.shown,
            basis=job.bases[pending.source.exercise].text,
            seed=job.seed,
            versions=job.versions,
            device=job.device,
            isolation=result.isolation,
        )
        if book.record(judgement):
            tally.count(pending.student, result.verdict)
        if progress is not None:
            done = min(tally.judged, total)
            progress(pending.student, pending.source.exercise, done, total)
    return tally


def _feed(
    book: Gradebook, job: Job, paths: Sequence[str], since: int, workers: Workers
) -> Iterator[Pending]:
    """What waits, a few at a time: another batch may be at the same, and memory stays flat."""
    for path in paths:
        basis = job.bases[path].text if job.again else None
        more = True
        while more:
            some = queue.pending(book, path, basis, since, list(workers.at_work), _AT_ONCE)
            yield from some
            more = len(some) == _AT_ONCE
