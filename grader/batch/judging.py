"""Whatever waits in a gradebook, judged by worker processes and recorded one by one.

A batch that is killed has recorded what it has recorded; the next one finds the rest waiting.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field

from grader.batch import bench
from grader.batch.ahead import start_ahead
from grader.batch.bench import Orders, Result
from grader.errors import CouldNotRun
from grader.gradebook import queue
from grader.gradebook.book import Gradebook
from grader.gradebook.records import Basis, Judgement, Pending
from grader.model import Source
from grader.verdict import Finding, Outcome, Verdict
from grader.workers import starting

# (student, exercise, how many are done, of how many)
Progress = Callable[[str, str, int, int], None]

_AT_ONCE = 16
# So often a source may be at work when a process ends from outside, before it is given up.
_TRIES = 3
_REASONS = 20
# So many in a row, with nothing judged between, are no accidents any more.
_ACCIDENTS = 3 * _TRIES


@dataclass(frozen=True)
class Job:
    """What is judged, by what and how. ``again`` judges what another basis has judged."""

    bases: Mapping[str, Basis]
    orders: Orders
    seed: int | None
    versions: Mapping[str, str]
    device: str
    jobs: int
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


def judge_pending(book: Gradebook, job: Job, progress: Progress | None = None) -> Tally:
    """Judge what waits.

    Raises:
        CouldNotRun: No sandbox of the isolation asked for, or the database does not answer.
    """
    since = queue.floor(book)
    waiting = {
        path: queue.count_pending(book, path, basis.text if job.again else None, since)
        for path, basis in job.bases.items()
    }
    total = sum(waiting.values())
    tally = Tally()
    if not total:
        return tally
    if progress is not None:
        progress("", "", 0, total)
    # One more than asked for: a worker waits for its child, and the child for its worker.
    with _Workers(min(job.jobs + 1 if job.jobs > 1 else 1, total), job.orders) as workers:
        feed = _feed(book, job, [path for path, count in waiting.items() if count], since, workers)
        for pending, result in workers.results(feed, job.bases):
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
    book: Gradebook, job: Job, paths: Sequence[str], since: int, workers: _Workers
) -> Iterator[Pending]:
    """What waits, a few at a time: another batch may be at the same, and memory stays flat."""
    for path in paths:
        basis = job.bases[path].text if job.again else None
        while some := queue.pending(book, path, basis, since, list(workers.at_work), _AT_ONCE):
            yield from some


class _Workers:
    """Processes that judge, and end with this one."""

    def __init__(self, jobs: int, orders: Orders) -> None:
        self.jobs = max(1, jobs)
        self.orders = orders
        self.at_work: dict[int, int] = {}  # hand-ins, and how often they were tried

    def __enter__(self) -> _Workers:
        self._start()
        return self

    def __exit__(self, *_: object) -> None:
        self._held.close()  # whatever they are at, nobody waits for it any more
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _start(self) -> None:
        context = start_ahead()
        leash, self._held = context.Pipe(duplex=False)
        with starting():
            self._pool = ProcessPoolExecutor(
                self.jobs, context, initializer=bench.begin, initargs=(leash, self.orders)
            )

    def results(
        self, feed: Iterator[Pending], bases: Mapping[str, Basis]
    ) -> Iterator[tuple[Pending, Result]]:
        """Each pending source with its verdict, as they come."""
        again: deque[Pending] = deque()
        futures: dict[Future[Result], Pending] = {}
        accidents = 0
        while True:
            broken = False
            # After an accident one at a time, so that the next one has one cause.
            careful = again or any(self.at_work[p.handin] for p in futures.values())
            while len(futures) < (1 if careful else 2 * self.jobs):
                pending = again.popleft() if again else next(feed, None)
                if pending is None:
                    break
                self.at_work.setdefault(pending.handin, 0)
                try:
                    futures[self._submit(pending.source)] = pending
                except BrokenProcessPool:  # one has ended since, and those at work say so next
                    again.appendleft(pending)
                    broken = True
                    break
            if not futures and not broken:
                return
            ended = wait(futures, return_when=FIRST_COMPLETED).done if futures else ()
            for future in ended:
                pending = futures.pop(future)
                try:
                    result = future.result()
                    accidents = 0
                except BrokenProcessPool:
                    broken = True
                    self.at_work[pending.handin] += 1
                    if self.at_work[pending.handin] < _TRIES:
                        again.append(pending)
                        continue
                    result = _given_up(pending, bases[pending.source.exercise])
                yield pending, result
                self.at_work.pop(pending.handin, None)
            if broken:
                accidents += 1
                if accidents > _ACCIDENTS:
                    raise CouldNotRun(
                        "The processes that judge are ended from outside again and again, as a "
                        "system out of memory does. What was judged is kept; try fewer at once "
                        "with --jobs."
                    )
                again.extend(futures.values())
                futures.clear()
                self._held.close()
                self._pool.shutdown(wait=True, cancel_futures=True)
                self._start()

    def judged(self, source: Source) -> Result:
        """One source alone."""
        return self._submit(source).result()

    def _submit(self, source: Source) -> Future[Result]:
        with starting():
            return self._pool.submit(bench.judge, source)


def _given_up(pending: Pending, basis: Basis) -> Result:
    text = (
        "The process that judged this was ended from outside several times, as a system out of "
        "memory does; it is judged again by the next batch. Try fewer at once with --jobs."
    )
    finding = Finding("runs", "core", Outcome.COULD_NOT_RUN, text)
    path, file = pending.source.exercise, pending.source.file
    verdict = Verdict(path, Outcome.COULD_NOT_RUN, None, basis.points, 0.0, (finding,), file=file)
    return Result(verdict, verdict, 0)


def judge_alone(source: Source, orders: Orders) -> Result:
    """One source in a worker of its own, and nothing recorded."""
    with _Workers(1, orders) as workers:
        return workers.judged(source)
