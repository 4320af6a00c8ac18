"""Tasks in several processes, which end with whoever gave them: after Ctrl-C, after kill -9 too."""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from grader.errors import CouldNotRun

if TYPE_CHECKING:  # 10 ms, for those who start no process
    from concurrent.futures import Future, ProcessPoolExecutor
    from multiprocessing.connection import Connection

# Tasks handed out for each process: enough that none waits, few enough that memory stays flat
# however many there are.
_AHEAD = 4
_ENVIRONMENT = threading.RLock()  # one thread at a time changes it


def in_parallel(
    run: Callable[..., Any],
    tasks: Iterable[tuple[str, tuple[Any, ...]]],
    jobs: int,
    done: Callable[[str, Future[Any]], None],
    *,
    forked: bool = False,
) -> None:
    """Call ``run`` with the arguments of each named task, as the tasks come, in ``jobs`` processes.

    ``done`` is told the name of a task and what became of it, in the order in which they end.
    ``forked`` begins them as copies of this process, which have imported what it has, where that
    is safe; else they are fresh interpreters, as torch demands.

    Raises:
        CouldNotRun: A worker was ended from outside.
    """
    from concurrent.futures import FIRST_COMPLETED, wait
    from concurrent.futures.process import BrokenProcessPool

    running: dict[Future[Any], str] = {}
    processes, held = leashed_pool(jobs, forked=forked)
    with processes as pool:

        def settle(until: int) -> None:
            while len(running) > until:
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    done(running.pop(future), future)

        try:
            for name, arguments in tasks:
                with starting():
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
def starting() -> Iterator[None]:
    """Whatever process starts here is born deaf to Ctrl-C, and imports nothing from its folder.

    Ctrl-C is for us: they would die with tracebacks. And ``python -c``, which is how they start,
    imports first of all from where it stands, which may be a student's checkout. A pool belongs
    in here too: a helper of multiprocessing's own starts with it.
    """
    with _ENVIRONMENT:
        before = os.environ.get("PYTHONSAFEPATH")
        os.environ["PYTHONSAFEPATH"] = "1"
        try:
            with _deaf():
                yield
        finally:
            if before is None:
                del os.environ["PYTHONSAFEPATH"]
            else:
                os.environ["PYTHONSAFEPATH"] = before


@contextmanager
def _deaf() -> Iterator[None]:
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def importing() -> Iterator[None]:
    """Around imports of much code: a fifth of their time would go into looking for garbage.

    There is none. Nor is what was imported looked through later, here or in copies of this
    process, which for that would have to copy its pages.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if enabled:
            gc.enable()


class Leash:
    """The two ends of a pipe: who has the one ends as soon as nobody holds the other."""

    def __init__(self, theirs: Connection, held: Connection) -> None:
        self._ends = (held, theirs)

    def close(self) -> None:
        """Let go: whoever was on it ends, and nobody can be put on it any more."""
        for end in self._ends:
            end.close()


def may_be_copied() -> bool:
    """Whether processes may begin as copies of this one.

    A copy of a process with threads may wait for ever for what one of them held.
    """
    return sys.platform == "linux" and threading.active_count() == 1


def leashed_pool(
    jobs: int,
    begin: Callable[..., None] | None = None,
    *arguments: Any,
    forked: bool = False,
) -> tuple[ProcessPoolExecutor, Leash]:
    """So many processes, and the leash that holds them: they end when it is closed, or with us.

    Each calls ``begin`` with ``arguments`` first. What is submitted is submitted in ``starting``.
    ``forked`` makes them copies of this process where that is safe.
    """
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    copies = forked and may_be_copied()
    context = multiprocessing.get_context("fork" if copies else "spawn")
    if copies:  # what waits to be written would be written by each
        sys.stdout.flush()
        sys.stderr.flush()
    theirs, held = context.Pipe(duplex=False)
    started = (theirs, held if copies else None, begin, arguments)
    with starting():
        pool = ProcessPoolExecutor(jobs, context, initializer=_begin, initargs=started)
    return pool, Leash(theirs, held)


def _begin(
    leash: Connection,
    held: Connection | None,
    begin: Callable[..., None] | None,
    arguments: tuple[Any, ...],
) -> None:
    _obey(leash, held)
    if begin is not None:
        begin(*arguments)


def _obey(end: Connection, held: Connection | None) -> None:
    """End this process as soon as nobody holds the other end of the leash.

    ``held`` is that other end, where this is a copy of the process that holds it.
    """
    if held is not None:
        held.close()

    def wait() -> None:
        with suppress(EOFError, OSError):
            end.recv_bytes()
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()
