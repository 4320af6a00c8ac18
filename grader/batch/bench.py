"""What a worker process of a batch does: one pending source to a verdict, and what may be shown.

Nothing here loads the gradebook: a worker knows neither names nor grades. The secret seed reaches
it in frozen form alone, through a pack whose name says nothing of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.errors import CouldNotRun, GradusError
from grader.examine import examine, not_judged
from grader.model import Source
from grader.pack import Pack, open_pack
from grader.sandbox.pool import Limits, Sandbox
from grader.secrecy import veiled
from grader.verdict import Outcome, Verdict
from grader.workers import leashed

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
    isolation: int | None
    allow: tuple[str, ...]


@dataclass(frozen=True)
class Result:
    """A verdict, what a student may see of it, and the isolation that held."""

    verdict: Verdict
    shown: Verdict
    isolation: int


class Bench:
    """One worker's sandbox and packs."""

    def __init__(self, orders: Orders) -> None:
        self.orders = orders
        self.sandbox = Sandbox(isolation=orders.isolation, allow=orders.allow)
        self.judging = orders.judging.open()
        self.visible = orders.visible.open() if orders.visible else None
        level = self.sandbox.level
        if orders.isolation is None and level < LEAST_ISOLATION:
            raise CouldNotRun(
                f"Isolation is level {level} here ({self.sandbox.problem}), which does not hold "
                f"hostile code. Use a machine with level {LEAST_ISOLATION}, or allow this one with "
                f"--isolation {level}."
            )

    def judge(self, source: Source) -> Result:
        verdict = self._examined(self.judging, source)
        shown = verdict
        if self.orders.hidden and verdict.points is not None:
            seen = self._seen(source) if verdict.findings else None
            shown = veiled(verdict, seen)
        return Result(verdict, shown, self.sandbox.level)

    def _seen(self, source: Source) -> Verdict | None:
        seen = self._examined(self.visible, source) if self.visible else None
        # What could not run says nothing of the student's work.
        return None if seen is None or seen.outcome is Outcome.COULD_NOT_RUN else seen

    def _examined(self, pack: Pack, source: Source) -> Verdict:
        packed = pack.exercise(source.exercise)
        try:
            return examine(packed, source, self.sandbox, self.orders.limits)
        except GradusError:
            raise
        except Exception as defect:
            return not_judged(packed, source, defect)


_bench: list[Any] = []


def begin(leash: Any, orders: Orders) -> None:
    """Begin a worker process: it ends with whoever started it."""
    import warnings

    # Python warns about odd but valid code of students; that is no matter of ours.
    warnings.filterwarnings("ignore")
    leashed(leash)
    _bench.append(orders)


def judge(source: Source) -> Result:
    """Judge one source in a worker process.

    Raises:
        CouldNotRun: No sandbox of the isolation asked for.
        PackError: The pack has been damaged meanwhile.
    """
    if not isinstance(_bench[0], Bench):
        _bench[0] = Bench(_bench[0])  # here, so that what is wrong reaches whoever asked
    result = _bench[0].judge(source)
    assert isinstance(result, Result)
    return result
