"""Gradescope's ``results.json`` of a report."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from grader.render.gradescope import to_text
from grader.secrecy import veiled
from grader.verdict import Report, Verdict
from tests.reports import FAILED, PAGES, PASSED, REPORT


def read(*verdicts: Verdict) -> dict[str, Any]:
    report: Report = replace(REPORT, exercises=verdicts)
    return dict(json.loads(to_text(report)))


def test_what_could_not_be_judged_has_no_score_and_has_not_failed() -> None:
    found = read(PASSED, PAGES["could_not_run"])
    passed, lost = found["tests"]
    assert (passed["status"], passed["score"]) == ("passed", 2.0)
    assert "status" not in lost and "score" not in lost
    # Not every test has a score, so the whole must have one.
    assert found["score"] == 2.0
    assert "score" not in read(PASSED)
    assert read()["score"] == 0.0


def test_what_several_findings_of_a_secret_seed_say_is_said_once() -> None:
    hidden = veiled(FAILED, None)
    assert len(hidden.findings) == 3
    (test,) = read(hidden)["tests"]
    assert test["output"].count("It fails on inputs that are not shown here") == 1
    rules = [finding.law for finding in hidden.findings if finding.law]
    assert len(rules) == 2 and all(rule in test["output"] for rule in rules)
    # What has an input of its own is told in full.
    twice = replace(FAILED, findings=(FAILED.findings[0], FAILED.findings[0]))
    assert read(twice)["tests"][0]["output"].count("1 of 2 elements is wrong.") == 2
