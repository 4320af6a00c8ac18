"""A report for a terminal, a pipe or a log: lines of text, coloured where that is wanted.

rich is loaded for colour alone, since importing it takes longer than judging an exercise. The
layout is the same with and without it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TextIO

from grader.render import words
from grader.render.layout import BLANK, Line, line, plain, prose
from grader.render.sanitise import one_line
from grader.verdict import Outcome, Report, Verdict

COLOURS = {
    "title": "bold",
    "bold": "bold",
    "dim": "dim",
    "good": "green",
    "bad": "red",
    "warn": "yellow",
    "right": "bold green",
    "mark": "bold red",
    "name": "cyan",
    "code": "cyan",
    "italic": "italic",
    "hint": "bold magenta",
    "diagnosis": "bold yellow",
}

# What stands in for characters that a stream's encoding lacks.
_ASCII = str.maketrans({"✓": "+", "✗": "x", "·": ".", "─": "-", "█": "#", "░": "."})


def report(report: Report, titles: Mapping[str, str], width: int = 80) -> list[Line]:
    """The table, and the page of the first exercise that did not pass."""
    if len(report.exercises) == 1:
        return single(report, width)
    from grader.render.page import page
    from grader.render.table import table

    rows = table(report, titles, width)
    for text in report.notices:
        rows += notice(text, width)
    failed = [v for v in report.exercises if v.outcome not in (Outcome.PASSED, Outcome.NOT_STARTED)]
    if not failed:
        return rows
    rows += [BLANK, *page(failed[0], width)]
    if len(failed) > 1:
        others = ", ".join(words.name(verdict) for verdict in failed[1:4])
        more = " and others" if len(failed) > 4 else ""
        text = f"Next: {others}{more}. `grade {words.name(failed[1])}` shows its page."
        rows += [BLANK, *prose(text, width, style="dim")]
    return rows


def single(report: Report, width: int) -> list[Line]:
    """One exercise: its page, or one line where it passed."""
    verdict = report.exercises[0]
    notices = [row for text in report.notices for row in notice(text, width)]
    if verdict.passed:
        return [passed(verdict), *notices]
    from grader.render.page import page

    return [*page(verdict, width), *([BLANK] if notices else []), *notices]


def passed(verdict: Verdict) -> Line:
    """One line for what is right."""
    examples = sum(check.examples for check in verdict.checks)
    told = f"{words.score(verdict)}, {words.plural(len(verdict.checks), 'check')} on "
    told += f"{words.plural(examples, 'example')}"
    return line(("✓ ", "good"), (verdict.exercise, "bold"), " ", ("passed", "good"), f": {told}.")


def notice(text: str, width: int) -> list[Line]:
    """Something that should be known about the whole run."""
    return prose(one_line(text), width, indent=0, style="warn")


def write(lines: Iterable[Line], stream: TextIO, *, colour: bool) -> None:
    """Send lines to a stream, in the characters that it has."""
    rows = [tuple((_in_encoding(text, stream), style) for text, style in row) for row in lines]
    if not colour:
        stream.write(plain(rows))
        return
    from rich.console import Console
    from rich.text import Text

    # No soft_wrap=False: lines are laid out already, and what is longer is to be pasted.
    console = Console(file=stream, highlight=False, markup=False, emoji=False, soft_wrap=True)
    for row in rows:
        spans = [(text, COLOURS.get(style, "")) for text, style in row]
        console.print(Text.assemble(*spans, no_wrap=True), soft_wrap=True)


def _in_encoding(text: str, stream: TextIO) -> str:
    encoding = getattr(stream, "encoding", None) or "utf-8"
    try:
        text.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        text = text.translate(_ASCII).encode(encoding, "backslashreplace").decode(encoding)
    return text
