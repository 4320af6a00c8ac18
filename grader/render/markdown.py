"""A report as Markdown, for a job's summary: the table of points and the first counterexamples."""

from __future__ import annotations

import re
from collections.abc import Iterable

from grader.render import plain, words
from grader.render.sanitise import one_line
from grader.verdict import Outcome, Report, Verdict

# GitHub takes a mebibyte a step; whoever reads it wants less.
_LARGEST = 900_000
_SHOWN = 10
_MARKS = {Outcome.PASSED: "✅", Outcome.NOT_STARTED: "▫️", Outcome.COULD_NOT_RUN: "❔"}
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|!~&])")


def summary(report: Report) -> str:
    """The whole text, at most a megabyte."""
    judged = report.exercises
    passed = sum(verdict.passed for verdict in judged)
    rows = [f"## {_escaped(report.course or 'Gradus')}", ""]
    if judged:
        most = f"{words.points(report.points)} of {words.points(report.max_points)} points"
        rows += [f"**{passed} of {words.plural(len(judged), 'exercise')} passed, {most}.**", ""]
        rows += ["| | exercise | outcome | points |", "|---|---|---|---:|"]
        rows += [_row(verdict) for verdict in judged]
        rows.append("")
    rows += [line for text in report.notices for line in (f"> {_escaped(text)}", "")]
    failed = [v for v in judged if v.outcome not in (Outcome.PASSED, Outcome.NOT_STARTED)]
    for verdict in failed[:_SHOWN]:
        rows += _page(verdict)
    if len(failed) > _SHOWN:
        others = ", ".join(words.name(verdict) for verdict in failed[_SHOWN:])
        rows += [f"Also not passed: {_escaped(others)}.", ""]
    if judged:
        seed = "a secret seed" if report.secret else f"the public seed {report.seed}"
        pack = f" by the pack `{report.pack[:12]}`" if report.pack else ""
        rows += [f"Judged{pack} with {seed}, at isolation level {report.isolation}.", ""]
    return _cut(rows)


def _row(verdict: Verdict) -> str:
    mark = _MARKS.get(verdict.outcome, "❌")
    reason = ""
    if verdict.findings and verdict.findings[0].misconception:
        reason = f": {words.check(verdict.findings[0].misconception)}"
    points = f"{words.points(verdict.points)} / {words.points(verdict.max_points)}"
    outcome = _escaped(words.OUTCOMES[verdict.outcome] + reason)
    return f"| {mark} | {_escaped(verdict.exercise)} | {outcome} | {points} |"


def _page(verdict: Verdict) -> Iterable[str]:
    if not verdict.findings:
        return []
    text = plain.finding(verdict.findings[0])
    # A fence longer than any run of backticks inside cannot be closed from inside.
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    place = f"{verdict.file}:{verdict.line}" if verdict.line else verdict.file
    where = f" ({_escaped(place)})" if place else ""
    return [f"### {_escaped(verdict.exercise)}{where}", "", f"{fence}text", text, fence, ""]


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", one_line(text))


def _cut(rows: Iterable[str]) -> str:
    """Whole lines as far as they fit; an open fence is closed."""
    kept: list[str] = []
    size, fence = 0, ""
    for row in rows:
        size += len(row.encode()) + 1
        if size > _LARGEST:
            kept += (
                [fence, "", "(The rest is left out here.)"]
                if fence
                else ["(The rest is left out.)"]
            )
            break
        opened = re.match("`{3,}", row)
        if opened:
            fence = "" if fence else opened[0]
        kept.append(row)
    return "\n".join(kept) + "\n"
