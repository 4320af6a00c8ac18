"""Tasks in several processes, which end with whoever gave them: after Ctrl-C, after kill -9 too."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from grader.errors import CouldNotRun

if TYPE_CHECKING:  # 10 ms, for those who build nothing
    from multiprocessing.connection import Connection


def in_parallel(
    run: Callable[..., object],
    tasks: Mapping[str, tuple[Any, ...]],
    jobs: int,
    done: Callable[[str, BaseException | None], None],
) -> None:
    """Call ``run`` with each task; ``done`` is told its name and what it raised, as it ends.

    Raises:
        CouldNotRun: A worker was ended from outside.
    """
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor, as_completed
    from concurrent.futures.process import BrokenProcessPool

    # Fresh interpreters: torch after a fork is asking for trouble.
    context = multiprocessing.get_context("spawn")
    leash, held = context.Pipe(duplex=False)
    count = max(1, min(jobs, len(tasks)))
    with ProcessPoolExecutor(count, context, initializer=_leashed, initargs=(leash,)) as pool:
        try:
            # Workers are born deaf to Ctrl-C: it is for us, and they would die with tracebacks.
            before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
            try:
                named = {pool.submit(run, *task): name for name, task in tasks.items()}
            finally:
                signal.pthread_sigmask(signal.SIG_SETMASK, before)
            for future in as_completed(named):
                done(named[future], future.exception())
        except BaseException as problem:
            held.close()  # whatever they are at, nobody waits for it any more
            if not isinstance(problem, BrokenProcessPool):
                raise
            raise CouldNotRun(
                "A process that was building has been ended from outside, as a system out of "
                "memory does; try fewer at once with --jobs."
            ) from None
    held.close()


def _leashed(end: Connection) -> None:
    """Begin a worker: it ends as soon as nobody holds the other end of the leash."""

    def wait() -> None:
        with suppress(EOFError, OSError):
            end.recv_bytes()
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()
