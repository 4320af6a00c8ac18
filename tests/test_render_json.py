"""The one object that ``--json`` prints."""

from __future__ import annotations

import json
from dataclasses import replace

from grader.render.json import finite, to_text
from tests import snapshot
from tests.reports import FAILED, PASSED, REPORT

CONTRACT = {
    "": {
        *("schema", "course", "seed", "device", "isolation", "versions", "exercises"),
        *("points", "max_points"),
    },
    "exercise": {"exercise", "outcome", "points", "max_points", "seconds", "findings"},
    "finding": {
        *("check", "tier", "outcome", "message", "counterexample", "expected", "got"),
        *("snippet", "hint", "misconception"),
    },
}


def test_the_object_reads_like_this() -> None:
    report = replace(REPORT, exercises=(PASSED, FAILED))
    snapshot.check("report.json", json.dumps(json.loads(to_text(report)), indent=1) + "\n")


def test_every_key_of_the_contract_is_there() -> None:
    data = json.loads(to_text(REPORT))
    assert CONTRACT[""] <= set(data)
    for exercise in data["exercises"]:
        assert CONTRACT["exercise"] <= set(exercise)
        for finding in exercise["findings"]:
            assert CONTRACT["finding"] <= set(finding)


def test_it_is_one_line_of_ascii() -> None:
    text = to_text(REPORT)
    assert text.isascii() and text.count("\n") == 1 and text.endswith("\n")
    assert "\x1b" not in text


def test_numbers_that_are_not_finite_are_strings() -> None:
    nan, inf = float("nan"), float("inf")
    assert finite({"a": [nan, inf, -inf, 1.5], "b": (2, None)}) == {
        "a": ["nan", "inf", "-inf", 1.5],
        "b": [2, None],
    }


def test_what_could_not_run_has_no_points() -> None:
    data = json.loads(to_text(REPORT))
    assert {e["points"] for e in data["exercises"] if e["outcome"] == "could_not_run"} == {None}
