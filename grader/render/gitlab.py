"""A report as GitLab's code-quality JSON: one entry a failing exercise, at the function's line."""

from __future__ import annotations

import hashlib
import json

from grader.render import words
from grader.render.sanitise import one_line
from grader.verdict import Outcome, Report, Verdict


def to_text(report: Report) -> str:
    """The whole file: a list, empty where all passed."""
    failed = [v for v in report.exercises if v.outcome not in (Outcome.PASSED, Outcome.NOT_STARTED)]
    return json.dumps([_issue(verdict) for verdict in failed]) + "\n"


def _issue(verdict: Verdict) -> dict[str, object]:
    finding = verdict.findings[0] if verdict.findings else None
    told = (finding.diagnosis or finding.law or finding.message) if finding else ""
    check = (finding.misconception or finding.check) if finding else verdict.outcome.value
    said = f"{words.name(verdict)}: {told or words.OUTCOMES[verdict.outcome]}"
    # The same mistake in the same exercise keeps its name from push to push.
    mark = hashlib.sha256(f"{verdict.exercise} {check}".encode()).hexdigest()
    return {
        "description": one_line(said),
        "check_name": check,
        "fingerprint": mark,
        "severity": "info" if verdict.outcome is Outcome.COULD_NOT_RUN else "major",
        "location": {
            "path": verdict.file or verdict.exercise,
            "lines": {"begin": verdict.line or 1},
        },
    }
