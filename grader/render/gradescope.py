"""A report as Gradescope's ``results.json``: points an exercise, and its page as the output."""

from __future__ import annotations

import json
from typing import Any

from grader.render import plain, words
from grader.render.sanitise import one_line
from grader.verdict import Outcome, Report, Verdict


def to_text(report: Report) -> str:
    """The whole file. What could not be judged is said so, and its points are not given."""
    tests = [_test(number, verdict) for number, verdict in enumerate(report.exercises, 1)]
    # Gradescope demands a score of the whole or of every test: where one is blank, those that
    # are known are the least that there is.
    known = [test["score"] for test in tests if "score" in test]
    data: dict[str, Any] = {
        "output": "\n".join(one_line(text) for text in report.notices),
        "output_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "execution_time": round(sum(v.seconds for v in report.exercises), 3),
        "extra_data": {"pack": report.pack, "seed": None if report.secret else report.seed},
        "tests": tests,
    }
    if len(known) < max(1, len(tests)):
        data["score"] = round(sum(known, 0.0), 6)
    return json.dumps(data, allow_nan=False) + "\n"


def _test(number: int, verdict: Verdict) -> dict[str, Any]:
    # Points that could not be found out are blank, never 0, and not failed.
    known: dict[str, Any] = {}
    if verdict.points is not None:
        known["score"] = verdict.points
    if verdict.outcome is not Outcome.COULD_NOT_RUN:
        known["status"] = "passed" if verdict.passed else "failed"
    return known | {
        "number": str(number),
        "name": verdict.exercise,
        "max_score": verdict.max_points,
        "output": "\n\n".join([_headline(verdict), *_told(verdict)]),
        "output_format": "text",
        "visibility": "visible",
        "tags": [verdict.outcome.value],
    }


def _told(verdict: Verdict) -> list[str]:
    """The first findings; what several say without an input of their own is said once."""
    told: list[str] = []
    for finding in verdict.findings[:3]:
        said = plain.finding(finding).split("\n\n")
        told += [text for text in said if finding.counterexample or text not in told]
    return told


def _headline(verdict: Verdict) -> str:
    if verdict.outcome is Outcome.COULD_NOT_RUN:
        return "This could not be judged, which is no fault of yours. Ask for it to be run again."
    return f"{words.OUTCOMES[verdict.outcome].capitalize()}: {words.score(verdict)}."
