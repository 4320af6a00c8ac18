"""Pack times submission: every exercise asked for, judged, to one report.

A few exercises are judged in this process; the sandbox is started before NumPy is imported here,
since both take the same 60 ms, side by side. Many are judged in processes side by side.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.errors import CouldNotRun, GradusError
from grader.model import Source
from grader.sandbox.pool import Limits, Sandbox
from grader.verdict import Report, Verdict

if TYPE_CHECKING:
    from concurrent.futures import Future

    from grader.pack import Pack, PackedExercise
    from grader.recall import Recall

Progress = Callable[[Verdict, int, int], None]

# With fewer exercises for each, processes take longer to start than they save.
_WORTH_A_PROCESS = 6


@dataclass(frozen=True)
class Isolation:
    """What a sandbox must be. ``least`` is the weakest level that will do where none is asked."""

    asked: int | None = None
    least: int = 1
    allow: tuple[str, ...] = ()


def sandbox(isolation: Isolation, like: Sandbox | None = None) -> Sandbox:
    """One such sandbox; ``like`` is another such, whose warm process may be copied."""
    return Sandbox(isolation=isolation.asked, allow=isolation.allow, like=like)


class Judge:
    """Judges one exercise after the other in a sandbox of its own. Close it at the end.

    ``recalls`` says that many will answer alike: what passed once is then not compared again.
    """

    def __init__(
        self, isolation: Isolation, like: Sandbox | None = None, *, recalls: bool = False
    ) -> None:
        self._isolation = isolation
        self._sandbox = sandbox(isolation, like)
        self._checked = False
        self._recalls = recalls
        self._recall: Recall | None = None

    def judge(self, packed: PackedExercise, source: Source, limits: Limits) -> Verdict:
        """Raises:
        CouldNotRun: No sandbox of the isolation asked for.
        PackError: The pack is damaged.
        """
        from grader.examine import examine, not_judged

        self.check()
        if self._recalls and self._recall is None:
            from grader.recall import Recall

            self._recall = Recall()
        try:
            return examine(packed, source, self._sandbox, limits, self._recall)
        except GradusError:
            raise
        except Exception as defect:
            return not_judged(packed, source, defect)

    @property
    def level(self) -> int:
        return self._sandbox.level

    @property
    def problem(self) -> str:
        """Why no better level holds; empty where none was tried in vain."""
        return self._sandbox.problem

    def close(self) -> None:
        self._sandbox.close()

    def check(self) -> None:
        """Confirm the isolation, before anything is judged.

        Raises:
            CouldNotRun: It is not what was asked for, or weaker than what will do.
        """
        least = self._isolation.least
        if self._checked or self._isolation.asked is not None or least <= 1:
            return
        if self.level < least:
            raise CouldNotRun(
                f"Isolation is level {self.level} here ({self.problem}), which does not hold "
                f"hostile code. Use a machine with level {least}, or allow this one with "
                f"--isolation {self.level}."
            )
        self._checked = True


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
    submission: str = "",
    ahead: Judge | None = None,
) -> Report:
    """Judge ``sources``; the report holds them in their order.

    ``pack`` may be a function that makes the pack: the sandbox then starts meanwhile. ``least`` is
    the weakest isolation that will do where none is asked for. ``ahead`` is a judge of that
    isolation who has started already, and may judge a few; whoever started it closes it.

    Raises:
        CouldNotRun: No sandbox of the isolation asked for.
    """
    wanted = Isolation(isolation, least, tuple(allow))
    limits = limits or Limits()
    # One more than asked for: a judge waits for its child, and the child for its judge.
    count = min(jobs + 1 if jobs > 1 else 1, len(sources) // _WORTH_A_PROCESS)
    verdicts: dict[int, Verdict] = {}
    levels: dict[int, str] = {}

    def take(number: int, verdict: Verdict, level: int, problem: str) -> None:
        verdicts[number] = verdict
        levels[level] = levels.get(level) or problem
        if progress is not None:
            progress(verdict, len(verdicts), len(sources))

    if count > 1:
        ready = _judge_apart(pack, sources, wanted, limits, count, take)
    else:
        judge = ahead or Judge(wanted)
        try:
            ready = pack() if callable(pack) else pack
            for number, source in enumerate(sources):
                packed = ready.exercise(source.exercise)
                take(number, judge.judge(packed, source, limits), judge.level, judge.problem)
            levels = levels or {judge.level: judge.problem}
        finally:
            if judge is not ahead:
                judge.close()
    level = min(levels)
    notices = (f"Isolation is level {level}: {levels[level]}",) if levels[level] else ()
    return Report(
        course=ready.title,
        seed=ready.seed,
        device=ready.device,
        isolation=level,
        versions=ready.versions,
        exercises=tuple(verdicts[number] for number in range(len(sources))),
        notices=notices,
        submission=submission,
        pack=ready.digest_of([source.exercise for source in sources]),
    )


def _judge_apart(
    pack: Pack | Callable[[], Pack],
    sources: Sequence[Source],
    isolation: Isolation,
    limits: Limits,
    count: int,
    take: Callable[[int, Verdict, int, str], None],
) -> Pack:
    """Judge all in ``count`` processes; returns the pack."""
    from grader.workers import importing, in_parallel

    def done(name: str, ended: Future[tuple[Verdict, int, str]]) -> None:
        take(int(name), *ended.result())

    global _first
    with sandbox(isolation) as _first:
        ready = pack() if callable(pack) else pack
        with importing():
            import grader.examine  # noqa: F401  (here, so that each process begins with it)
        # From the last on: a course ends with what takes longest, which at the end would be waited
        # for by one process alone.
        tasks = (
            (str(number), (ready.exercise(source.exercise), source, isolation, limits))
            for number, source in reversed([*enumerate(sources)])
        )
        in_parallel(_judged_here, tasks, count, done, forked=True)
    _first = None
    return ready


# The sandbox that those in the processes of ``_judge_apart`` are copies of, where they are forked.
_first: Sandbox | None = None
# In a process of ``_judge_apart``, from one task to the next.
_judge: Judge | None = None


def _judged_here(
    packed: PackedExercise, source: Source, isolation: Isolation, limits: Limits
) -> tuple[Verdict, int, str]:
    global _judge
    if _judge is None:
        # What answers leave behind is freed as it goes; to look for more every 700 objects took a
        # fortieth of the time.
        gc.set_threshold(50_000)
        _judge = Judge(isolation, _first)
    return _judge.judge(packed, source, limits), _judge.level, _judge.problem
