"""`grade audit`: its exit code, its page and its JSON."""

from __future__ import annotations

import json
from typing import Any

import pytest

from grader.cli import main
from grader.oracle import require_device

HALVE = "vectors/halve"


def run(toy: Any, *words: str) -> int:
    return main(["audit", "--course", str(toy.root), "--jobs", "1", "--fast", *words])


def test_an_exercise_in_order_exits_0(toy: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(toy, "halve", "--json") == 0
    content = json.loads(capsys.readouterr().out)
    assert content["passed"] is True
    [exercise] = content["exercises"]
    assert exercise["exercise"] == HALVE
    assert exercise["mutants"]["killed"] == exercise["mutants"]["judged"] > 0
    assert exercise["mutants"]["kill_rate"] == 1.0
    assert exercise["misconceptions"] == {"total": 2, "named": 2}
    assert exercise["laws"] == {"total": 1, "useful": 1}


def test_an_exercise_that_fails_exits_1_and_says_where(
    toy: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    file = toy.change("exercises", HALVE, "A whole number", "Any number")
    assert run(toy, "halve") == 1
    out = capsys.readouterr().out
    assert f"{file}:5" in out
    assert "1 of 1 exercise failed the audit" in out


def test_an_unknown_name_exits_2(toy: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(toy, "halv") == 2
    assert "halve" in capsys.readouterr().err


def test_a_gpu_that_is_not_there_exits_3(toy: Any, capsys: pytest.CaptureFixture[str]) -> None:
    try:
        require_device("cuda")
    except Exception:
        assert run(toy, "halve", "--device", "cuda") == 3
        assert "no CUDA GPU" in capsys.readouterr().err
    else:
        pytest.skip("there is a GPU here")


def test_a_gpu_answers_as_the_cpu_does(toy: Any) -> None:
    try:
        require_device("cuda")
    except Exception as problem:
        pytest.skip(str(problem))
    assert run(toy, "--device", "cuda") == 0
