"""Pack times submission: every exercise asked for, judged in parallel, to one report.

The sandbox is started before NumPy is imported here: both take the same 60 ms, side by side.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

from grader.errors import CouldNotRun, GradusError
from grader.model import Source
from grader.sandbox.pool import Limits, Sandbox
from grader.verdict import Report, Verdict

if TYPE_CHECKING:
    from grader.pack import Pack, PackedExercise

Progress = Callable[[Verdict, int, int], None]
# Makes the counterexample of a verdict smaller, where the course source and torch are at hand.
Refine = Callable[["PackedExercise", Source, Sandbox, Limits, Verdict], Verdict]


@contextmanager
def sandboxes(
    count: int, *, isolation: int | None = None, allow: Sequence[str] = ()
) -> Iterator[list[Sandbox]]:
    """So many sandboxes, started at once and closed at the end."""
    opened = [Sandbox(isolation=isolation, allow=allow) for _ in range(max(1, count))]
    try:
        yield opened
    finally:
        for sandbox in opened:
            sandbox.close()


def grade(
    pack: Pack | Callable[[], Pack],
    sources: Sequence[Source],
    *,
    jobs: int = 1,
    limits: Limits | None = None,
    isolation: int | None = None,
    least: int = 1,
    allow: Sequence[str] = (),
    progress: Progress | None = None,
    refine: Refine | None = None,
    submission: str = "",
) -> Report:
    """Judge ``sources`` in their order.

    ``pack`` may be a function that makes the pack: the sandbox then starts meanwhile. ``least`` is
    the weakest isolation that will do where none is asked for.

    Raises:
        CouldNotRun: No sandbox of the isolation asked for.
    """
    count = max(1, min(jobs, len(sources)))
    with sandboxes(count, isolation=isolation, allow=allow) as opened:
        ready = pack() if callable(pack) else pack
        if isolation is None and least > 1 and opened[0].level < least:
            raise CouldNotRun(
                f"Isolation is level {opened[0].level} here ({opened[0].problem}), which does not "
                f"hold hostile code. Use a machine with level {least}, or allow this one with "
                f"--isolation {opened[0].level}."
            )
        verdicts = _judge_all(ready, sources, opened, limits or Limits(), progress, refine)
        level = min(sandbox.level for sandbox in opened)
        problem = next((s.problem for s in opened if s.problem), "")
    notices = (f"Isolation is level {level}: {problem}",) if problem else ()
    return Report(
        course=ready.title,
        seed=ready.seed,
        device=ready.device,
        isolation=level,
        versions=ready.versions,
        exercises=tuple(verdicts),
        notices=notices,
        submission=submission,
        pack=ready.digest_of([source.exercise for source in sources]),
    )


def _judge_all(
    pack: Pack,
    sources: Sequence[Source],
    opened: Sequence[Sandbox],
    limits: Limits,
    progress: Progress | None,
    refine: Refine | None,
) -> list[Verdict]:
    from grader.examine import examine, not_judged
    from grader.explain import could_be_smaller

    waiting: SimpleQueue[int] = SimpleQueue()
    for number in range(len(sources)):
        waiting.put(number)
    verdicts: list[Verdict | None] = [None] * len(sources)
    problems: list[BaseException] = []
    lock = threading.Lock()
    done = 0

    def work(sandbox: Sandbox) -> None:
        nonlocal done
        while not problems:
            try:
                number = waiting.get_nowait()
            except Empty:
                return
            try:
                packed = pack.exercise(sources[number].exercise)
                try:
                    verdict = examine(packed, sources[number], sandbox, limits)
                except GradusError:
                    raise
                except Exception as defect:
                    verdict = not_judged(packed, sources[number], defect)
                if refine is not None and could_be_smaller(packed, verdict):
                    verdict = refine(packed, sources[number], sandbox, limits, verdict)
            except BaseException as problem:
                problems.append(problem)
                return
            verdicts[number] = verdict
            with lock:
                done += 1
                if progress is not None:
                    progress(verdict, done, len(sources))

    if len(opened) == 1:
        work(opened[0])
    else:
        threads = [threading.Thread(target=work, args=(sandbox,)) for sandbox in opened]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    if problems:
        raise problems[0]
    return [verdict for verdict in verdicts if verdict is not None]
