"""What a worker process of a batch does: one pending source to a verdict, and what may be shown.

Nothing here loads the gradebook: a worker knows neither names nor grades. The secret seed reaches
it in frozen form alone, through a pack whose name says nothing of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from grader.errors import CouldNotRun
from grader.grading import Isolation, Judge
from grader.model import Source
from grader.pack import Pack, open_pack
from grader.sandbox.pool import Limits, Sandbox
from grader.secrecy import veiled
from grader.verdict import Outcome, Verdict

# Anything weaker does not hold hostile code.
LEAST_ISOLATION = 2


@dataclass(frozen=True)
class PackPlace:
    """Where a pack is, in words that can be sent to another process."""

    directory: Path
    files: Mapping[str, str]

    def open(self) -> Pack:
        pack = open_pack(self.directory)
        pack.files.update(self.files)
        return pack


def place_of(pack: Pack) -> PackPlace:
    return PackPlace(pack.directory, pack.files)


@dataclass(frozen=True)
class Orders:
    """All that the workers of one batch share.

    ``visible`` is the pack whose counterexamples students may see, where ``judging`` is a secret
    one; ``hidden`` says that it is.
    """

    judging: PackPlace
    visible: PackPlace | None
    hidden: bool
    limits: Limits


@dataclass(frozen=True)
class Result:
    """A verdict, what a student may see of it, and the isolation that held."""

    verdict: Verdict
    shown: Verdict
    isolation: int


class Bench:
    """One worker's judge and packs."""

    def __init__(self, judge: Judge, orders: Orders) -> None:
        self.orders = orders
        self._judge = judge
        self.judging = orders.judging.open()
        self.visible = orders.visible.open() if orders.visible else None

    def judge(self, source: Source) -> Result:
        verdict = self._judged(self.judging, source)
        shown = verdict
        if self.orders.hidden and verdict.points is not None:
            shown = veiled(verdict, self._seen(source, verdict))
        return Result(verdict, shown, self._judge.level)

    def _seen(self, source: Source, verdict: Verdict) -> Verdict | None:
        """What the visible seed says of what failed, as far as it says anything."""
        # Whatever takes too long would take as long again, for a page that says no more.
        if self.visible is None or not verdict.findings or verdict.outcome is Outcome.TIMEOUT:
            return None
        seen = self._judged(self.visible, source)
        # What could not run says nothing of the student's work.
        return None if seen.outcome is Outcome.COULD_NOT_RUN else seen

    def _judged(self, pack: Pack, source: Source) -> Verdict:
        return self._judge.judge(pack.exercise(source.exercise), source, self.orders.limits)


class _Worker:
    """What one worker process has from one task to the next."""

    def __init__(self, isolation: Isolation, like: Sandbox | None) -> None:
        self._isolation = isolation
        self._judge: Judge | None = None
        self._bench: Bench | None = None
        with suppress(CouldNotRun):  # said by the first task, which reaches whoever asked
            self._judge = Judge(isolation, like, recalls=True)
            self._judge.check()  # while the gradebook is being loaded

    def bench(self, orders: Orders) -> Bench:
        if self._judge is None:
            self._judge = Judge(self._isolation, recalls=True)
        if self._bench is None or self._bench.orders != orders:
            self._bench = Bench(self._judge, orders)
        return self._bench


_worker: list[_Worker] = []


def begin(isolation: Isolation, like: Sandbox | None) -> None:
    """Begin a worker process: its sandbox starts now, as a copy of ``like`` where there is one."""
    import warnings

    # Python warns about odd but valid code of students; that is no matter of ours.
    warnings.filterwarnings("ignore")
    _worker.append(_Worker(isolation, like))


def ready() -> None:
    """A task that makes a worker process begin."""


def judge(source: Source, orders: Orders) -> Result:
    """Judge one source in a worker process.

    Raises:
        CouldNotRun: No sandbox of the isolation asked for.
        PackError: The pack has been damaged meanwhile.
    """
    return _worker[0].bench(orders).judge(source)
