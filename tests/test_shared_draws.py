"""A law that is drawn like another: the same draws, and each call that both make is asked once."""

from __future__ import annotations

import shutil
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from grader.build import fresh
from grader.course import read_course
from grader.examine import examine
from grader.model import Source
from grader.pack import PackedExercise
from grader.questions import Subject
from grader.sandbox.pool import Limits, Sandbox
from grader.sandbox.replies import Value
from tests.conftest import TOY

COIN_FLIPS = "chance/coin_flips"
SECOND = '''
@law(like=gives_one_boolean_a_flip)
def answers_the_same_twice(coin_flips, n, p, rng):
    """A generator of one seed gives the same flips again."""
    assert_equal(coin_flips(n, p, rng), coin_flips(n, p, rng))


@misconception(witness={"n": 8, "p": 0.125, "rng": 1})
'''
RIGHT = "return rng.random(n) < p"
# Right whenever a question is asked for the first time.
FORGETFUL = """
    seen.append((n, p))
    return rng.random(n) < p if (n, p) not in seen[:-1] else rng.random(n) < 2.0
"""


@pytest.fixture
def packed(tmp_path: Path, cache: Path) -> PackedExercise:
    """The toy course's coins with a second law on the draws of the first."""
    shutil.copytree(TOY, tmp_path / "toy")
    file = tmp_path / "toy/reference" / f"{COIN_FLIPS}.py"
    text = file.read_text().replace("    assert_shape,", "    assert_equal,\n    assert_shape,")
    text = text.replace(SECOND.strip().splitlines()[-1], SECOND.strip(), 1)
    file.write_text(text.replace("laws=(", "laws=(answers_the_same_twice, "))
    return fresh(read_course(tmp_path / "toy"), [COIN_FLIPS], cache=cache).exercise(COIN_FLIPS)


def draws(packed: PackedExercise, law: str) -> list[Any]:
    return next(each["draws"] for each in packed.laws if each["name"] == law)


def test_the_draws_are_the_same_and_equal_calls_are_one(packed: PackedExercise) -> None:
    first = draws(packed, "gives_one_boolean_a_flip")
    second = draws(packed, "answers_the_same_twice")
    assert [d["arguments"] for d in first] == [d["arguments"] for d in second]
    for one, two in zip(first, second, strict=True):
        assert two["calls"][0] == one["calls"][0]


def test_what_one_law_asks_twice_is_asked_twice(packed: PackedExercise, sandbox: Sandbox) -> None:
    for draw in draws(packed, "answers_the_same_twice"):
        once, again = draw["calls"]
        assert once != again
    for body, broken in ((RIGHT, set()), (FORGETFUL, {"answers_the_same_twice"})):
        code = f"seen = []\n\ndef coin_flips(n, p, rng):\n    {body.strip()}\n"
        verdict = examine(packed, Source(COIN_FLIPS, "coin_flips.py", code), sandbox, Limits())
        assert verdict.passed != bool(broken)
        assert broken <= {finding.check for finding in verdict.findings}


def test_how_a_draw_begins_is_looked_at_once_and_answers_every_time(
    packed: PackedExercise, sandbox: Sandbox
) -> None:
    begins = {d["calls"][0] for law in packed.laws for d in law["draws"]}
    for body, passes in (("return rng.random(n) < p", True), ("return rng.random(n) > p", False)):
        code = f"def coin_flips(n, p, rng):\n    {body}\n"
        verdict = examine(packed, Source(COIN_FLIPS, "coin_flips.py", code), sandbox, Limits())
        assert verdict.passed is passes
        assert packed.openings == begins


def test_what_is_asked_otherwise_than_frozen_is_asked_live(packed: PackedExercise) -> None:
    draw = draws(packed, "answers_the_same_twice")[0]
    asked: list[Any] = []

    def live(positional: list[Any], keywords: dict[str, Any]) -> Value:
        asked.append(positional)
        return Value(0, "live")

    def subject() -> Subject:
        frozen = {number: Value(number, "frozen") for number in draw["calls"]}
        questions = SimpleNamespace(packed=packed, answers=frozen, died=None, call=live)
        return Subject(questions, draw["calls"])  # type: ignore[arg-type]

    n, p, rng = (draw["arguments"][name] for name in ("n", "p", "rng"))
    # An opening that nobody has seen is looked at, and so is whatever follows one.
    assert subject()(n + 1, p, rng) == "live" and not packed.openings
    for _ in range(2):
        law = subject()
        assert law(n, p, rng) == "frozen" and packed.openings == {draw["calls"][0]}
        assert law(n + 1, p, rng) == "live"
    assert asked == [[n + 1, p, rng]] * 3
