"""The processes that judge a batch: started ahead, replaced after accidents, and ended with us."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress

import grader.examine  # noqa: F401  (here, so that each process begins with it)
from grader.batch import bench
from grader.batch.bench import Orders, Result
from grader.errors import CouldNotRun
from grader.gradebook.records import Basis, Pending
from grader.grading import Isolation, sandbox
from grader.model import Source
from grader.sandbox.pool import Sandbox
from grader.verdict import Finding, Outcome, Verdict
from grader.workers import leashed_pool, may_be_copied, starting

# So often a source may be at work when a process ends from outside, before it is given up.
_TRIES = 3
# So many in a row, with nothing judged between, are no accidents any more.
_ACCIDENTS = 3 * _TRIES


class Workers:
    """Processes that judge, and end with this one. Each starts its sandbox at once.

    ``jobs`` is how many judge at the same time, where there is more than one. ``forked`` is for
    whoever has read nothing yet of what a process that judges must not know.
    """

    def __init__(self, jobs: int, isolation: Isolation, *, forked: bool = False) -> None:
        # One more than asked for: a worker waits for its child, and the child for its worker.
        self.jobs = jobs + 1 if jobs > 1 else 1
        self.isolation = isolation
        self._forked = forked
        self._first: Sandbox | None = None  # whose copies theirs are
        self.at_work: dict[int, int] = {}  # hand-ins, and how often they were tried

    def __enter__(self) -> Workers:
        self._start()
        return self

    def __exit__(self, *_: object) -> None:
        self._held.close()  # whatever they are at, nobody waits for it any more
        if self._first is not None:
            self._first.close()  # takes as long as they do, and ends meanwhile
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _start(self) -> None:
        like = None
        if self._forked and self.jobs > 1 and may_be_copied():
            with suppress(CouldNotRun):  # said by the first task
                like = self._first = sandbox(self.isolation)
        self._pool, self._held = leashed_pool(
            self.jobs, bench.begin, self.isolation, like, forked=self._forked
        )
        self._forked = False  # whoever takes their place would copy what has been read since
        with starting():
            for _ in range(self.jobs):
                self._pool.submit(bench.ready)

    def results(
        self, feed: Iterator[Pending], bases: Mapping[str, Basis], orders: Orders
    ) -> Iterator[tuple[Pending, Result]]:
        """Each pending source with its verdict, as they come.

        Raises:
            CouldNotRun: No sandbox of the isolation asked for, or one accident after the other.
        """
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
                    futures[self._submit(pending.source, orders)] = pending
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

    def judged(self, source: Source, orders: Orders) -> Result:
        """One source alone."""
        return self._submit(source, orders).result()

    def _submit(self, source: Source, orders: Orders) -> Future[Result]:
        with starting():
            return self._pool.submit(bench.judge, source, orders)


def _given_up(pending: Pending, basis: Basis) -> Result:
    text = (
        "The process that judged this was ended from outside several times, as a system out of "
        "memory does; it is judged again by the next batch. Try fewer at once with --jobs."
    )
    finding = Finding("runs", "core", Outcome.COULD_NOT_RUN, text)
    path, file = pending.source.exercise, pending.source.file
    verdict = Verdict(path, Outcome.COULD_NOT_RUN, None, basis.points, 0.0, (finding,), file=file)
    return Result(verdict, verdict, 0)
