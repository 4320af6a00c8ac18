"""The stub, the reference and flakiness: each check is seen to fail on what it is there for."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from grader.audit import bench
from grader.audit.bench import Place
from grader.audit.flakiness import flakiness
from grader.audit.reference import reference
from grader.audit.stub import stub

HALVE = "vectors/halve"
WEIGH = "vectors/weigh"
COIN = "chance/coin_flips"


def test_a_stub_in_step_is_in_order(toy: Any) -> None:
    assert stub(toy.audited(HALVE)) == []


def test_a_stub_that_differs_names_the_line(toy: Any) -> None:
    file = toy.change("exercises", HALVE, "A whole number, negative ones too.", "Any number.")
    [problem] = stub(toy.audited(HALVE))
    assert problem.place == f"{file}:5"
    assert "grade sync" in problem.message


def test_a_stub_with_other_line_ends_differs(toy: Any) -> None:
    file = toy.root / "exercises" / f"{HALVE}.py"
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert len(stub(toy.audited(HALVE))) == 1


def test_a_missing_stub_is_a_problem(toy: Any) -> None:
    (toy.root / "exercises" / f"{HALVE}.py").unlink()
    assert "no stub" in stub(toy.audited(HALVE))[0].message


def test_a_reference_that_nothing_checks_is_a_problem(toy: Any) -> None:
    assert reference(toy.audited(WEIGH)) == []
    toy.change("reference", WEIGH, "    second_source=second_source,\n", "")
    assert "nothing checks the reference" in reference(toy.audited(WEIGH))[0].message


def test_whole_numbers_and_laws_alone_need_no_second_source(toy: Any) -> None:
    assert reference(toy.audited(HALVE)) == []
    assert reference(toy.audited(COIN)) == []


def test_devices_that_answer_otherwise_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def packed(place: Place) -> Any:
        right = np.array([1.0, 2.0 if place.device == "cpu" else 2.0 + 1e-9])
        return SimpleNamespace(
            meta={"judged": True},
            answers={"expected": [right], "bound": [np.full(2, 1e-12)]},
            arguments=lambda number: {"x": number},
        )

    monkeypatch.setattr(bench, "exercise", packed)
    cpu = Place("", HALVE, 0)
    assert bench.devices_agree(cpu, cpu) == ""
    assert "wrong" in bench.devices_agree(cpu, replace(cpu, device="cuda"))


def test_a_submission_that_depends_on_luck_is_found(toy: Any) -> None:
    assert flakiness(toy.audited(HALVE)) == []
    lucky = "import os\n    return n // 2 + os.urandom(1)[0] % 2"
    toy.change("solutions", HALVE, "return n // 2", lucky)
    [problem] = flakiness(toy.audited(HALVE, repeats=12))
    assert "the verdicts differ" in problem.message
