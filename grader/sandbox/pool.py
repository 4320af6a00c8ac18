"""The sandbox, as the grader sees it: start a child, load a submission, call it, compare elsewhere.

::

    with Sandbox() as sandbox, sandbox.start(Limits()) as child:
        child.load(Submission(source, "softmax.py", "softmax", ("x",), ("axis",)))
        reply = child.call([x], {"axis": 0})

Importing this module does not import NumPy, so that a zygote comes up while the grader does.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from grader.errors import CouldNotRun
from grader.sandbox.engines import Spawner, Zygote
from grader.sandbox.launch import find_bubblewrap
from grader.sandbox.requests import Limits, Submission

if TYPE_CHECKING:
    from grader.sandbox.child import Child

__all__ = ["Limits", "Sandbox", "Submission", "probe"]

LEVELS: Final = {
    3: "bubblewrap, Landlock and seccomp",
    2: "Landlock and seccomp",
    1: "a process of its own with deadlines, and nothing else promised",
}
_BLIND: Final = (
    "a submission could not read Python's standard library there, as happens where root, which is "
    "given up, uses a Python in a home directory"
)
_ADVICE: Final = {
    3: "install bubblewrap on Linux, or ask for --isolation 2",
    2: "use Linux 5.13 or later on x86-64 or aarch64 with Landlock, or ask for --isolation 1",
    1: "check that this Python can start and import NumPy, and that every user may read it",
}


class Sandbox:
    """Where children come from. It belongs to one thread; its process starts at once.

    Args:
        isolation: The level that must hold; None takes the best that does.
        allow: Packages that submissions may import beside NumPy and the standard library.
        like: A sandbox with the same of both, started before this process was forked, whose warm
            process is copied. Nothing is lost where that is not to be had.

    Raises:
        CouldNotRun: The level asked for is not to be had here, or no level is. Found out when
            the first child starts, unless it is plain at once.
    """

    _engine: Zygote | Spawner | None = None
    _copied = False

    def __init__(
        self,
        *,
        isolation: int | None = None,
        allow: Sequence[str] = (),
        like: Sandbox | None = None,
    ) -> None:
        if isolation is not None and isolation not in LEVELS:
            raise CouldNotRun(f"There is no isolation {isolation}: choose 1, 2 or 3.")
        self._asked = isolation
        self._allow = tuple(allow)
        self._level = isolation or (3 if find_bubblewrap() else 2)
        self._confirmed = False
        self._problem = ""
        if like is not None and isinstance(like._engine, Zygote) and like._level == self._level:
            self._engine = Zygote(self._allow, "", of=like._engine)
            self._copied = True
        self._launch()

    @property
    def level(self) -> int:
        """The level that a child of this sandbox has confirmed from inside."""
        if not self._confirmed:
            self.start(Limits()).close()
        return self._level

    @property
    def problem(self) -> str:
        """Why no better level holds; empty where none was tried in vain."""
        return self._problem

    def start(self, limits: Limits | None = None) -> Child:
        """A locked child with nothing loaded. It has confirmed its lock when this returns.

        Raises:
            CouldNotRun: No child can be had at the level asked for.
        """
        from grader.sandbox.child import Child

        limits = limits or Limits()
        if not self._confirmed and _tighter(limits, Limits()):
            # A child that has no time to answer says nothing of the lock.
            self.start().close()
        again = True
        while True:
            engine = self._up()
            token = int.from_bytes(os.urandom(6), "big")
            try:
                channel, process = engine.start(limits, token)
            except OSError as error:
                if not again:
                    raise CouldNotRun(f"The sandbox does not start: {error}.") from error
                again = False  # it may have been killed since; a second time is no accident
                self._relaunch()
                continue
            child = Child(channel, process, limits, token, self._level)
            report = child.confirm()
            holds = report.get("landlock") is True and report.get("seccomp") is True
            reads = report.get("reads") is True
            if reads and (holds or self._level == 1):
                self._confirmed = True
                return child
            if not report and again:
                child.close()
                again = False
                continue
            if not report and self._confirmed and _ended_by_limits(child):
                return child  # it answers what ended it to everything
            child.close()
            if not report:
                self._lower("a child did not answer")
            else:
                self._lower(_BLIND if not reads else "its lock could not be confirmed")

    def close(self) -> None:
        """End the process behind it, and with it all children."""
        if self._engine is not None:
            self._engine.close()
            self._engine = None

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __del__(self) -> None:
        self.close()

    def _launch(self) -> None:
        """Start the process of this level without waiting, or of the next that can start."""
        while self._engine is None:
            bubblewrap = find_bubblewrap() if self._level == 3 else ""
            if self._level == 3 and not bubblewrap:
                self._lower("bubblewrap is not installed")
            elif self._level >= 2 and not sys.platform.startswith("linux"):
                self._lower("this is not Linux")
            elif self._level >= 2:
                self._engine = Zygote(self._allow, bubblewrap)
            else:
                self._engine = Spawner(self._allow)

    def _up(self) -> Zygote | Spawner:
        """The engine, once it is known to work."""
        while True:
            self._launch()
            engine = self._engine
            assert engine is not None
            problem = engine.wait() if isinstance(engine, Zygote) else ""
            if not problem:
                return engine
            if self._copied:
                self._relaunch()  # as if there had been none to copy
            else:
                self._lower(problem)

    def _relaunch(self) -> None:
        self.close()
        self._copied = False
        self._launch()

    def _lower(self, problem: str) -> None:
        """Give this level up for the next; a level that was asked for, or confirmed, is not."""
        self.close()
        if self._asked is not None or self._confirmed or self._level == 1:
            level = self._level
            raise CouldNotRun(
                f"Isolation {level} ({LEVELS[level]}) does not work here: {problem}. "
                f"What to do: {_ADVICE[level]}."
            )
        self._problem = f"level {self._level}: {problem}"
        self._level -= 1


def _ended_by_limits(child: Child) -> bool:
    from grader.sandbox.replies import Died

    told = child.call([])  # a child that has died says why
    return isinstance(told, Died) and told.outcome in ("timeout", "memory")


def _tighter(limits: Limits, usual: Limits) -> bool:
    return (
        limits.cpu_seconds < usual.cpu_seconds
        or limits.wall < usual.wall
        or limits.memory_bytes < usual.memory_bytes
    )


def probe() -> list[tuple[str, bool, str]]:
    """What this machine offers: a name, whether it is there, and a sentence, row by row."""
    rows: list[tuple[str, bool, str]] = []
    found = find_bubblewrap()
    for level, name in ((3, "bubblewrap"), (2, "Landlock and seccomp")):
        try:
            with Sandbox(isolation=level) as sandbox:
                reached = sandbox.level == level
                ready = getattr(sandbox._engine, "ready", None) or {}
        except CouldNotRun as error:
            rows.append((name, False, str(error)))
            continue
        if level == 3:
            rows.append((name, reached, found))
        else:
            abi, dropped = ready.get("landlock", 0), ready.get("dropped", False)
            rows.append((name, reached, f"Landlock version {abi}, seen to hold from inside"))
            rows.append(
                ("not root", True, "root is given up" if dropped else "not started as root")
            )
    try:
        with Sandbox() as sandbox:
            rows.append(("isolation", sandbox.level > 1, LEVELS[sandbox.level]))
    except CouldNotRun as error:
        rows.append(("isolation", False, str(error)))
    return rows
