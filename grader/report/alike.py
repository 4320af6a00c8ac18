"""Pairs of submissions side by side, with the lines that they share marked."""

from __future__ import annotations

from dataclasses import dataclass

from grader.render import similar
from grader.report import html
from grader.similarity.records import Likeness, Shared

# More pairs than anybody looks at; the text and JSON have the others.
MOST = 50


@dataclass(frozen=True)
class Row:
    """One line of a submission as the template shows it."""

    number: int
    text: str
    shared: bool


def page(likeness: Likeness, title: str) -> str:
    """The whole page.

    Raises:
        CouldNotRun: The libraries for it are not installed.
    """
    html.require()
    return html.page(
        "alike.html",
        title=title,
        likeness=likeness,
        pairs=likeness.pairs[:MOST],
        advice=similar.ADVICE,
        told=similar.told,
        sides=_sides,
        hidden=max(0, len(likeness.pairs) - MOST),
    )


def _sides(shared: Shared) -> list[tuple[str, str, list[Row]]]:
    """(student, file, lines) of both."""
    both = []
    for work, lines in zip(shared.works, shared.lines, strict=True):
        marked = {n for first, last in lines for n in range(first, last + 1)}
        rows = [Row(n, text, n in marked) for n, text in enumerate(work.code.splitlines(), 1)]
        both.append((work.student, work.file, rows))
    return both
