"""The table of a report: chapter by chapter, one line an exercise, and the sum below."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby

from grader.render import words
from grader.render.layout import BLANK, Line, cells, line, padded, shortened
from grader.render.sanitise import one_line
from grader.verdict import Outcome, Report, Verdict

_OUTCOME = max(map(len, words.OUTCOMES.values()))


def table(report: Report, titles: Mapping[str, str], width: int = 80) -> list[Line]:
    """Chapters by their ``titles``, exercises in the order of the report."""
    rows: list[Line] = [line((one_line(report.course), "title"))]
    names = [words.name(verdict) for verdict in report.exercises]
    wide = min(max(map(cells, names), default=0), 30)
    for chapter, verdicts in groupby(report.exercises, lambda v: v.exercise.split("/")[0]):
        judged = list(verdicts)
        title = one_line(titles.get(chapter, chapter))
        rows += [BLANK, _with_points((f" {title}", "bold"), _sum(judged), width, "dim")]
        rows += [_exercise(verdict, wide, width) for verdict in judged]
    return [*rows, BLANK, _summary(report, width)]


def _exercise(verdict: Verdict, wide: int, width: int) -> Line:
    style = words.style(verdict.outcome)
    name = padded(shortened(words.name(verdict), wide), wide)
    outcome = padded(words.OUTCOMES[verdict.outcome], _OUTCOME)
    points = f"{words.points(verdict.points)} / {words.points(verdict.max_points)}"
    room = width - 3 - wide - 2 - _OUTCOME - 2 - cells(points) - 2
    note = shortened(_note(verdict), room) if room > 8 else ""
    left = line(
        " ", (words.mark(verdict.outcome), style), f" {name}  ", (outcome, style), f"  {note}"
    )
    space = " " * (width - 3 - wide - 2 - _OUTCOME - 2 - cells(note) - cells(points))
    return (*left, (f"{space}{points}", ""))


def _note(verdict: Verdict) -> str:
    """The reason in a few words: the mistake that was named, or where it failed."""
    if verdict.passed or not verdict.findings:
        return ""
    first = verdict.findings[0]
    if first.misconception:
        return words.check(first.misconception)
    if verdict.outcome is not Outcome.FAILED:
        return one_line(first.message)
    return ", ".join(dict.fromkeys(words.tier(finding.tier) for finding in verdict.findings))


def _sum(verdicts: Iterable[Verdict]) -> str:
    judged = list(verdicts)
    most = sum(verdict.max_points for verdict in judged)
    return f"{words.points(sum(v.points or 0.0 for v in judged))} / {words.points(most)}"


def _with_points(title: tuple[str, str], points: str, width: int, style: str) -> Line:
    room = width - cells(points) - 2
    text = shortened(title[0], room)
    return line((text, title[1]), (" " * (width - cells(text) - cells(points)) + points, style))


def _summary(report: Report, width: int) -> Line:
    passed = sum(verdict.passed for verdict in report.exercises)
    total = len(report.exercises)
    style = "good" if passed == total else "bold"
    title = (f" {passed} of {words.plural(total, 'exercise')} passed", style)
    sums = f"{words.points(report.points)} / {words.points(report.max_points)} points"
    return _with_points(title, sums, width, style)
