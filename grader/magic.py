"""``%grade`` and ``%%grade`` inside Jupyter: what the cells define, judged in the sandbox.

``%load_ext grader.magic`` switches them on. The function asked for goes into a locked process with
the definitions, imports and constants of the cells run before; the kernel judges nothing itself.
``points`` and ``demand`` serve the check cells of nbgrader and otter-grader, which believe what the
student's own kernel prints: isolation level 0.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import Any

from grader.cli.place import Place, find, processors
from grader.errors import GradusError, UsageError
from grader.model import Source
from grader.names import select
from grader.notebook import Cell, beginnings, extract
from grader.progress import started
from grader.reading import LARGEST_FILE
from grader.render import cell, text
from grader.render.layout import Line, plain, prose
from grader.verdict import Check, Outcome, Report, Verdict
from grader.version import VERSION

_WIDTH = 90


class NotPassed(AssertionError):
    """One tier of an exercise did not pass; the message is its page."""


def load_ipython_extension(shell: Any) -> None:
    """What ``%load_ext grader.magic`` calls."""

    def grade(line: str, body: str | None = None) -> None:
        """%grade NAME ...: grade exercises; %%grade NAME: define what the cell holds, and grade."""
        if body is not None:
            shell.run_cell(body, store_history=False)
        cells = _cells(shell)
        if body and not (cells and cells[-1].endswith(body.rstrip("\n"))):
            cells = [*cells, body]  # what is run silently is in no history
        _show(_page(line.split(), cells)[0])

    shell.register_magic_function(grade, "line_cell", "grade")


def points(name: str) -> float:
    """Show the page of one exercise; its points as a plain number, and 0 where grading failed.

    nbgrader gives full points to a cell that shows no number, or one below 0.
    """
    lines, report = _page([name], _cells(_shell()))
    _show(lines)
    reached = report.points if report else 0.0
    most = report.max_points if report else 0.0
    return float(min(max(reached, 0.0), most))


def demand(name: str, tier: str) -> None:
    """Whether one tier of an exercise passed, as otter-grader asks.

    Raises:
        NotPassed: It did not, or could not be judged; the page says why.
    """
    lines, report = _page([name], _cells(_shell()))
    if report is not None and tier != "core" and not _tier_passed(report.exercises[0], "core"):
        raise NotPassed("It counts only where ordinary inputs are right.")  # their page says why
    if report is None or not _tier_passed(report.exercises[0], tier):
        raise NotPassed("\n" + plain(lines))


def _tier_passed(verdict: Verdict, tier: str) -> bool:
    if verdict.points is None:
        return False

    def passed(checks: Sequence[Check]) -> bool:
        return all(check.outcome is Outcome.PASSED for check in checks)

    core = [check for check in verdict.checks if check.tier == "core"]
    # Edges and house count only when core passes.
    return bool(core) and passed(core) and passed([c for c in verdict.checks if c.tier == tier])


# --- judging ---------------------------------------------------------------------------------


def _page(names: Sequence[str], cells: Sequence[str]) -> tuple[list[Line], Report | None]:
    """What to show, and the report where there is one. Nothing escapes but Ctrl-C."""
    try:
        with warnings.catch_warnings():
            # A warning would go to standard error, which costs all points in nbgrader.
            warnings.simplefilter("ignore")
            return _judged(names, cells)
    except GradusError as problem:
        told = str(problem)
    except Exception as defect:
        told = (
            f"This is a defect of Gradus, not of your code ({type(defect).__name__}: {defect}). "
            f"Please report it."
        )
    return prose(told, _WIDTH, indent=0, style="bad"), None


def _judged(names: Sequence[str], cells: Sequence[str]) -> tuple[list[Line], Report | None]:
    from grader.grading import grade

    if any(name.startswith(("-", "?")) for name in names):
        raise UsageError(
            "%grade takes names of exercises and chapters, such as %grade softmax; options belong "
            "to the command `grade` in a terminal."
        )
    place = find(None)
    paths = select(place.entries, names)
    defined = [Cell(source) for source in cells]
    sources = [_source(path, defined) for path in paths]
    if not names:
        sources = started(sources, place.stub)
    if not sources:
        told = "Nothing has been started yet: run the cell with your function, then this one."
        return prose(told, _WIDTH, indent=0), None
    report = grade(
        lambda: place.pack([source.exercise for source in sources]),
        sources,
        jobs=processors(),
    )
    report = replace(report, versions={"gradus": VERSION, **report.versions})
    return _lines(place, report), report


def _lines(place: Place, report: Report) -> list[Line]:
    return text.report(report, place.titles, _WIDTH)


def _source(path: str, cells: Sequence[Cell]) -> Source:
    file = _notebook()
    code = extract(cells, path.split("/")[1])
    if code is not None and len(code) > LARGEST_FILE:
        return Source(path, file, None, "Your cells hold too much code.")
    return Source(path, file, code, cells=beginnings(cells))


def _notebook() -> str:
    """The name of the notebook where the server tells it; pages speak of a notebook in any case."""
    name = PurePath(os.environ.get("JPY_SESSION_NAME", "")).name
    return name if name.endswith(".ipynb") else "your notebook.ipynb"


# --- the kernel ------------------------------------------------------------------------------


def _shell() -> Any:
    from IPython.core.getipython import get_ipython

    shell = get_ipython()
    if shell is None:
        raise RuntimeError("this works in a cell of a notebook; elsewhere use the command `grade`.")
    return shell


def _cells(shell: Any) -> list[str]:
    """The sources of the cells that have been run, in the order in which they were."""
    return [str(source) for source in shell.history_manager.input_hist_raw[1:]]


def _show(lines: list[Line]) -> None:
    from IPython.display import display

    page = {"text/plain": plain(lines).rstrip("\n"), "text/html": cell.html(lines)}
    display(page, raw=True)  # type: ignore[no-untyped-call]
