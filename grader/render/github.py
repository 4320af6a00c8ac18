"""A report for GitHub Actions: annotations at the student's function, and what keeps output inert.

A line that begins with ``::`` is a command to the runner, so everything that a submission may have
influenced is printed between ``stop-commands`` and a token that it cannot know.
"""

from __future__ import annotations

from collections.abc import Iterable

from grader.render import words
from grader.render.sanitise import one_line
from grader.verdict import Finding, Outcome, Report, Verdict

# GitHub keeps ten of a kind a step; the summary has them all.
MOST = 10


def annotated(report: Report) -> list[str]:
    """One line a failing exercise, a notice for what is worth knowing; an error if it failed."""
    failed = [v for v in report.exercises if v.outcome not in (Outcome.PASSED, Outcome.NOT_STARTED)]
    rows = [_annotation(verdict) for verdict in failed[:MOST]]
    kind = "error" if report.failed else "notice"
    rows += [_command(kind, {"title": "Gradus"}, text) for text in report.notices[:MOST]]
    return rows


def fenced(lines: Iterable[str], token: str) -> list[str]:
    """The lines with the runner told to obey none of them."""
    return [f"::stop-commands::{token}", *lines, f"::{token}::"]


def _annotation(verdict: Verdict) -> str:
    finding = verdict.findings[0] if verdict.findings else None
    kind = "warning" if verdict.outcome is Outcome.COULD_NOT_RUN else "error"
    where = {"file": verdict.file, "line": str(verdict.line) if verdict.line else ""}
    title = f"{words.name(verdict)}: {_title(verdict, finding)}"
    return _command(kind, {**where, "title": title}, _message(finding))


def _title(verdict: Verdict, finding: Finding | None) -> str:
    if finding is None:
        return words.OUTCOMES[verdict.outcome]
    if finding.misconception:
        return words.check(finding.misconception)
    return words.check(finding.check) if finding.law else words.OUTCOMES[verdict.outcome]


def _message(finding: Finding | None) -> str:
    if finding is None:
        return ""
    parts = [finding.diagnosis or finding.law, finding.message]
    if finding.counterexample:
        given = ", ".join(f"{n} = {one_line(v)}" for n, v in finding.counterexample.items())
        parts.append(f"For {given}: expected {finding.expected}, got {finding.got or 'nothing'}.")
    return one_line(" ".join(part for part in parts if part))


def _command(kind: str, properties: dict[str, str], text: str) -> str:
    given = ",".join(f"{key}={_property(value)}" for key, value in properties.items() if value)
    return f"::{kind} {given}::{_data(one_line(text)[:4000])}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(one_line(text)).replace(":", "%3A").replace(",", "%2C")
