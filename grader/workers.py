"""Tasks in several processes, which end with whoever gave them: after Ctrl-C, after kill -9 too."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from grader.errors import CouldNotRun

if TYPE_CHECKING:  # 10 ms, for those who start no process
    from concurrent.futures import Future
    from multiprocessing.connection import Connection

# Tasks handed out for each process: enough that none waits, few enough that memory stays flat
# however many there are.
_AHEAD = 4


def in_parallel(
    run: Callable[..., Any],
    tasks: Iterable[tuple[str, tuple[Any, ...]]],
    jobs: int,
    done: Callable[[str, Future[Any]], None],
) -> None:
    """Call ``run`` with the arguments of each named task, as the tasks come, in ``jobs`` processes.

    ``done`` is told the name of a task and what became of it, in the order in which they end.

    Raises:
        CouldNotRun: A worker was ended from outside.
    """
    import multiprocessing
    from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
    from concurrent.futures.process import BrokenProcessPool

    # Fresh interpreters: torch after a fork is asking for trouble.
    context = multiprocessing.get_context("spawn")
    leash, held = context.Pipe(duplex=False)
    running: dict[Future[Any], str] = {}
    with ProcessPoolExecutor(jobs, context, initializer=leashed, initargs=(leash,)) as pool:

        def settle(until: int) -> None:
            while len(running) > until:
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    done(running.pop(future), future)

        try:
            for name, arguments in tasks:
                with deaf():
                    running[pool.submit(run, *arguments)] = name
                settle(_AHEAD * jobs - 1)
            settle(0)
        except BaseException as problem:
            held.close()  # whatever they are at, nobody waits for it any more
            if not isinstance(problem, BrokenProcessPool):
                raise
            raise CouldNotRun(
                "A process at work has been ended from outside, as a system out of memory does; "
                "try fewer at once with --jobs."
            ) from None
    held.close()


@contextmanager
def deaf() -> Iterator[None]:
    """Workers are born deaf to Ctrl-C: it is for us, and they would die with tracebacks."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def leashed(end: Connection) -> None:
    """Begin a worker: it ends as soon as nobody holds the other end of the leash."""

    def wait() -> None:
        with suppress(EOFError, OSError):
            end.recv_bytes()
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()
