"""Where lines go: standard output in its width and colours, and a progress bar beside it."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable
from contextlib import suppress
from types import TracebackType
from typing import TYPE_CHECKING, TextIO

from grader.cli.streams import writing
from grader.render import text
from grader.render.layout import Line

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

# Longer lines are hard to read, and shorter ones leave no room for two columns.
_NARROWEST, _WIDEST = 60, 100


def width(stream: TextIO | None = None) -> int:
    """How wide a page is: the terminal's width within reason, and 80 in a file or a pipe."""
    stream = stream or sys.stdout
    if not stream.isatty():
        return 80
    return min(max(shutil.get_terminal_size((80, 24)).columns, _NARROWEST), _WIDEST)


def coloured(stream: TextIO, plain: bool) -> bool:
    """Whether colours are wanted: on a terminal, unless something says no (no-color.org)."""
    if plain or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return bool(os.environ.get("FORCE_COLOR")) or stream.isatty()


def show(lines: Iterable[Line], plain: bool = False) -> None:
    """Print lines."""
    with writing():
        text.write(lines, sys.stdout, colour=coloured(sys.stdout, plain))


def say(sentence: str) -> None:
    """Print a sentence of ours."""
    from grader.render.sanitise import sanitised

    with writing():
        rows = [((sanitised(row), ""),) for row in sentence.split("\n")]
        text.write(rows, sys.stdout, colour=False)


def note(sentence: str) -> None:
    """Print a sentence to standard error: it is about the work, not its result."""
    with suppress(OSError):  # nobody needs it who does not read it
        text.write([((sentence, ""),)], sys.stderr, colour=False)


class Bar:
    """A progress bar on standard error that appears with the first report; a line in a log.

    rich is loaded only when there is something to show.
    """

    def __init__(self, doing: str, plain: bool = False, quiet: bool = False) -> None:
        self._doing = doing
        self._terminal = coloured(sys.stderr, plain)
        self._quiet = quiet
        self._bar: Progress | None = None
        self._task: TaskID | None = None
        self._told = False
        self.count = 0

    def __call__(self, name: str, done: int, total: int) -> None:
        self.count = total
        if self._quiet:
            return
        if not self._terminal:
            if not self._told:
                note(f"{self._doing} ({total}) ...")
            self._told = True
            return
        if self._bar is None:
            self._start()
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, completed=done, total=total, name=name)

    def _start(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
        from rich.progress import TimeRemainingColumn as Remaining

        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            Remaining(),
            TextColumn("{task.fields[name]}", markup=False),
            console=Console(file=sys.stderr),
            transient=True,
        )
        self._task = self._bar.add_task(self._doing, name="")
        self._bar.start()

    def close(self) -> None:
        """Take the bar off the screen."""
        if self._bar is not None:
            self._bar.stop()
            self._bar = None

    def __enter__(self) -> Bar:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
