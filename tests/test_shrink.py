"""Hypothesis shrinks what no rung of the ladder shows."""

from __future__ import annotations

from typing import Any

from grader.course import read_course
from grader.examine import examine
from grader.explain import could_be_smaller
from grader.model import Source
from grader.pack import Pack
from grader.sandbox.pool import Limits, Sandbox
from grader.shrink import shrunk
from tests.conftest import TOY

ONLY_LARGE = """
def weigh(x, axis=-1):
    if x.shape[axis] == 0:
        raise ValueError
    return x / x.sum(axis=axis, keepdims=True) * (1.0 if x.max() < 7.0 else 2.0)
"""


def test_a_failure_that_no_rung_shows_is_shrunk(toy: Pack, sandbox: Sandbox) -> None:
    packed = toy.exercise("vectors/weigh")
    source = Source("vectors/weigh", "vectors/weigh.py", ONLY_LARGE)
    verdict = examine(packed, source, sandbox, Limits())
    assert could_be_smaller(packed, verdict)
    page, again = (
        shrunk(read_course(TOY), packed, source, sandbox, Limits(), verdict).findings[0]
        for _ in range(2)
    )
    assert page == again
    assert 7.0 <= float(page.counterexample["x"].strip("[]")) < 7.1
    assert (page.expected, page.got) == ("[1.]", "[2.]")


def test_a_failure_on_a_rung_is_left_alone(toy: Pack, sandbox: Sandbox, judge: Any) -> None:
    verdict = judge("def weigh(x, axis=-1):\n    return x\n")
    assert not could_be_smaller(toy.exercise("vectors/weigh"), verdict)
