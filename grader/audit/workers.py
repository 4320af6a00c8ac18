"""The worker processes of an audit, and how much of their work is done."""

from __future__ import annotations

import threading
import warnings
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import ParamSpec, TypeVar

from grader.audit import bench
from grader.audit.bench import Place
from grader.model import Source
from grader.sandbox.pool import Limits
from grader.verdict import Verdict
from grader.workers import leashed_pool, starting

P = ParamSpec("P")
T = TypeVar("T")

Progress = Callable[[str, int, int], None]

# Small enough to keep every worker busy to the end, large enough to make a message worth while.
BATCH = 8


def _begin() -> None:
    # Python warns of mutants that are odd but valid, such as `(1, 2)(3)`; that is their point.
    warnings.filterwarnings("ignore", category=SyntaxWarning)


class Workers:
    """Runs tasks of ``bench`` in ``jobs`` processes and tells how many are done.

    ``progress`` is told (what was done, tasks done, tasks known so far).
    """

    def __init__(self, jobs: int, progress: Progress | None = None) -> None:
        self.jobs = max(1, jobs)
        # Fresh interpreters: torch after a fork is asking for trouble.
        self._pool, self._held = leashed_pool(self.jobs, _begin)
        self._progress = progress
        self._lock = threading.Lock()
        self._done = self._known = 0

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(cancel_futures=True)
        self._held.close()

    def get_ready(self) -> None:
        """Start the processes, which load what they will need; nobody waits for it."""
        for _ in range(self.jobs):
            with starting():
                self._pool.submit(bench.get_ready)

    def abandon(self) -> None:
        """End the processes whatever they are at; whoever waits for them is told so."""
        self._held.close()

    def submit(
        self, label: str, task: Callable[P, T], *args: P.args, **kwargs: P.kwargs
    ) -> Future[T]:
        """Have one task done; ``label`` is what the progress bar says of it."""
        with self._lock:
            self._known += 1
        with starting():
            future = self._pool.submit(task, *args, **kwargs)
        future.add_done_callback(lambda _: self._told(label))
        return future

    def _told(self, label: str) -> None:
        with self._lock:
            self._done += 1
            if self._progress is not None:
                self._progress(label, self._done, self._known)

    def judge(
        self, label: str, place: Place, sources: Sequence[Source], limits: Limits
    ) -> Future[list[Verdict]]:
        """One task that judges all the sources."""
        return self.submit(label, bench.judge, place, sources, limits)

    def judge_all(
        self, label: str, place: Place, sources: Sequence[Source], limits: Limits
    ) -> list[Verdict]:
        """Judge the sources in batches, in parallel; the verdicts in their order."""
        batches = [sources[i : i + BATCH] for i in range(0, len(sources), BATCH)]
        futures = [self.judge(label, place, batch, limits) for batch in batches]
        return [verdict for future in futures for verdict in future.result()]
