"""The checks of right answers: each is seen to fail on what it is there for."""

from __future__ import annotations

import os
from concurrent.futures import Future
from dataclasses import replace
from typing import Any

from grader.audit import bench, sources
from grader.audit.bench import Place
from grader.audit.right_answers import NEAR, _place, right_answers
from grader.audit.scope import GENEROUS
from grader.audit.workers import Workers
from grader.verdict import Outcome, Verdict
from tests.audit.conftest import TOY

HALVE = "vectors/halve"
WEIGH = "vectors/weigh"


def problems(toy: Any, path: str) -> list[tuple[str, str]]:
    return [(p.check, p.message) for p in right_answers(toy.audited(path)).problems]


def test_a_right_solution_has_nothing_to_complain_of(toy: Any) -> None:
    found = right_answers(toy.audited(WEIGH))
    assert found.problems == ()
    assert found.solved
    assert 0.0 < found.margin <= 0.1
    assert found.seconds > 0.0


def test_a_wrong_solution_fails_with_its_counterexample(toy: Any) -> None:
    toy.change("solutions", HALVE, "return n // 2", "return n // 2 if n != -3 else 0")
    toy.change("solutions", HALVE, "-2", "0")
    toy.change("reference", HALVE, "laws=(doubling_is_undone,),", "")
    [(check, message)] = problems(toy, HALVE)
    assert check == "solution"
    assert "not full points at seed 0" in message
    assert "n = -3" in message


def test_a_doctest_that_fails_is_a_problem(toy: Any) -> None:
    toy.change("solutions", HALVE, "        -2\n", "        -1\n")
    [(check, message)] = problems(toy, HALVE)
    assert check == "solution"
    assert "doctest(s) fail" in message


def test_doctests_run_in_a_worker_whose_output_is_nobody_elses(toy: Any) -> None:
    told = f"        >>> __import__('os').getpid() == {os.getpid()}\n        False\n"
    toy.change("solutions", HALVE, "        -2\n", f"        -2\n{told}")
    assert problems(toy, HALVE) == []


def test_a_docstring_without_an_example_is_a_problem(toy: Any) -> None:
    toy.change("solutions", HALVE, "        >>> halve(-3)\n        -2\n", "        none\n")
    assert ("no example that runs" in problems(toy, HALVE)[0][1]) is True


def test_an_alternative_that_is_refused_is_a_problem(toy: Any) -> None:
    toy.write(f"tests/alternatives/{HALVE}/shift.py", "def halve(n):\n    return n >> 1\n")
    toy.write(f"tests/alternatives/{HALVE}/cut.py", "def halve(n):\n    return int(n / 2)\n")
    audited = toy.audited(HALVE)
    found = right_answers(audited)
    assert found.alternatives == 2
    assert found.solved
    assert {(p.check, p.file.rpartition("/")[2]) for p in found.problems} == {
        ("alternatives", "cut.py")
    }


def test_a_right_answer_too_near_to_its_bound_is_a_problem(toy: Any) -> None:
    code = (
        "import numpy as np\n\n\ndef weigh(x, axis=-1):\n"
        "    if x.shape[axis] == 0:\n        raise ValueError\n"
        "    nudge = x.dtype.type(1 + 100 * np.finfo(x.dtype).eps)\n"
        "    return x / x.sum(axis=axis, keepdims=True) * nudge\n"
    )
    toy.write(f"tests/alternatives/{WEIGH}/nearly.py", code)
    found = right_answers(toy.audited(WEIGH))
    assert 0.1 < found.margin < 1.0
    assert {p.check for p in found.problems} == {"margin"}


def test_no_margin_is_another_one_for_a_tight_bound(toy: Any) -> None:
    toy.write(f"tests/alternatives/{WEIGH}/by_hand.py", FAR)
    audited = toy.audited(WEIGH, seeds=4)
    usual = [bench.right(audited.at(n), [audited.solution], GENEROUS)[0] for n in range(4)]
    assert _place(audited, 3).tight and not _place(audited, 0).tight
    far = sources.alternatives(audited.course, WEIGH)
    worst = max(bench.right(audited.at(n), far, GENEROUS)[0].measure.margin for n in range(4))
    assert worst > NEAR > max(right.measure.margin for right in usual[1:])
    found = right_answers(audited)
    assert (found.margin, found.problems) == (worst, ())


# Twenty roundings away, whatever the order of the sum.
FAR = """
def weigh(x, axis=-1):
    if not x.shape[axis]:
        raise ValueError("nothing to weigh")
    return x / x.sum(axis=axis, keepdims=True) * x.dtype.type(1 + 2.0**-47)
"""


def test_who_a_tight_bound_refuses_is_judged_by_the_usual_one(toy: Any) -> None:
    asked: list[Place] = []

    class Strict(Workers):
        def __init__(self) -> None:
            self.jobs = 1

        def submit(self, label: str, task: Any, place: Any, *_: Any, **__: Any) -> Any:
            future: Future[Any] = Future()
            passed = Verdict(WEIGH, Outcome.PASSED, 1.0, 1.0, 0.0, ())
            if task is bench.right:
                asked.append(place)
                if place.tight:
                    passed = replace(passed, outcome=Outcome.FAILED, points=0.0)
                future.set_result([bench.Right(passed, bench.Measure(0.05, "", 0.1))])
            else:
                future.set_result([])
            return future

    audited = replace(toy.audited(WEIGH, seeds=3), workers=Strict())
    found = right_answers(audited)
    assert (found.problems, found.margin) == ((), 0.05)
    assert [(place.seed, bool(place.tight)) for place in asked] == [
        (0, False),
        *((seed, True) for seed in (1, 2)),
        *((seed, False) for seed in (1, 2)),
    ]


def test_the_second_source_is_held_against_the_usual_bound() -> None:
    # Here the solution errs as the reference does, which the 50 digits tell from a tight bound.
    place = Place(str(TOY.parents[1]), "optimizers/adam_step", 11, mistakes=False, tight=NEAR)
    assert bench.exercise(place).meta["second_source"]["worst"] <= 1.0
