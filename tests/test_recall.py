"""The same answers are compared once, and only the same."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from grader import examine as examining
from grader.checks import Checks
from grader.examine import examine
from grader.model import Source
from grader.pack import Pack
from grader.questions import Questions
from grader.recall import Recall, fingerprint
from grader.sandbox.pool import Limits, Sandbox
from grader.sandbox.replies import Died, ForbiddenUse, Raised, Reply, Unsupported, Value
from grader.verdict import Check, Outcome, Verdict
from tests.test_examine import RIGHT, body

CHANGES_ITS_INPUT = """
import numpy as np
def weigh(x, axis=-1):
    if x.shape[axis] == 0:
        raise ValueError("empty")
    answer = x / x.sum(axis=axis, keepdims=True)
    if x.flags.writeable:
        x += 1.0
    return answer
"""
Compared = Callable[[str], tuple[Verdict, int]]


@pytest.fixture
def compared(toy: Pack, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> Compared:
    """Judges submissions one after the other: the verdict, and how often checks were made."""
    recall, made = Recall(), []

    class Counted(Checks):
        def make(self) -> None:
            made.append(self)
            super().make()

    monkeypatch.setattr(examining, "Checks", Counted)

    def judged(code: str) -> tuple[Verdict, int]:
        made.clear()
        source = Source("vectors/weigh", "weigh.py", code)
        verdict = examine(toy.exercise("vectors/weigh"), source, sandbox, Limits(), recall)
        return verdict, len(made)

    return judged


def test_the_same_answers_are_compared_once(compared: Compared) -> None:
    first, times = compared(RIGHT)
    assert (first.outcome, times) == (Outcome.PASSED, 1)
    # Another text, and what it prints is no answer.
    again, times = compared(RIGHT.replace("return", "print('hm')\n    return"))
    assert times == 0
    assert (again.outcome, again.points, again.checks) == (
        first.outcome,
        first.points,
        first.checks,
    )
    assert again.findings == ()


@pytest.mark.parametrize(
    "other",
    [
        # One bit of one answer, the dtype of a float32 one, an input changed, an error not raised.
        RIGHT.replace("/ x.sum(axis=axis, keepdims=True)", "* (1 / x.sum(axis, keepdims=True))"),
        RIGHT.replace("return", "x = x.astype(float)\n    return"),
        CHANGES_ITS_INPUT,
        RIGHT.replace("raise ValueError", "raise KeyError"),
    ],
)
def test_other_answers_are_compared(compared: Compared, other: str) -> None:
    compared(RIGHT)
    assert compared(other)[1] == 1


def test_what_did_not_pass_is_compared_each_time(compared: Compared) -> None:
    wrong = body("return x / x.sum()")
    first, _ = compared(wrong)
    again, times = compared(wrong)
    assert times == 1
    assert (again.outcome, again.findings) == (first.outcome, first.findings)
    assert again.outcome is Outcome.FAILED


def test_what_a_law_asks_of_one_submission_alone_is_not_recalled(
    compared: Compared, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded = Questions.load

    def curious(self: Questions) -> Any:
        reply = loaded(self)
        self.call([np.ones(2)], {})
        return reply

    monkeypatch.setattr(Questions, "load", curious)
    compared(RIGHT)
    assert compared(RIGHT)[1] == 1


# --- fingerprints --------------------------------------------------------------------------------

X = np.array([[1.0, 2.0], [3.0, 4.0]])
TOLD: list[Reply] = [
    Value(0, X),
    Value(0, X.T),
    Value(0, X.reshape(-1)),
    Value(0, X.astype(np.float32)),
    Value(0, X.view(np.int64)),
    Value(0, np.array(1.0)),
    Value(0, np.float64(1.0)),
    Value(0, 1.0),
    Value(0, 1),
    Value(0, True),
    Value(0, None),
    Value(0, "1.0"),
    Value(0, [X]),
    Value(0, (X,)),
    Value(0, {"x": X}),
    Value(0, {"y": X}),
    Value(0, X, ([X], {})),
    Value(0, X, ([X + 1], {})),
    Value(0, X, ([], {"x": X})),
    Raised(0, "ValueError", "no", ancestors=("ValueError", "Exception")),
    Raised(0, "KeyError", "no", ancestors=("KeyError", "Exception")),
]


def test_answers_that_a_check_may_tell_apart_have_other_fingerprints() -> None:
    found = [fingerprint({0: reply}) for reply in TOLD]
    assert None not in found
    assert len(set(found)) == len(TOLD)
    assert fingerprint({0: TOLD[0], 1: TOLD[1]}) != fingerprint({0: TOLD[1], 1: TOLD[0]})
    assert fingerprint({0: TOLD[0]}) != fingerprint({1: TOLD[0]})


def test_the_same_answers_have_one_fingerprint() -> None:
    for reply in TOLD:
        assert fingerprint({0: reply}) == fingerprint({0: reply})
    slow = Value(0, X.copy(order="F"), None, seconds=2.0, printed="hello")
    assert fingerprint({0: Value(0, X)}) == fingerprint({0: slow})


def test_what_no_worker_sends_has_no_fingerprint() -> None:
    """Frames hold more than is ever written into one."""
    for value in (10**4200, [0] * 150_000, "x" * (2 << 20)):
        assert fingerprint({0: Value(0, value)}) is None


@pytest.mark.parametrize(
    "reply", [Died("crashed", "gone"), ForbiddenUse(0, "numpy.tanh"), Unsupported(0, "a set")]
)
def test_whoever_did_not_answer_has_no_fingerprint(reply: Reply) -> None:
    assert fingerprint({0: Value(0, X), 1: reply}) is None


def test_no_more_is_kept_than_a_class_needs() -> None:
    recall, passed = Recall(), (Check("runs", "core", Outcome.PASSED),)
    for number in range(1000):
        recall.keep("one", str(number).encode(), passed)
    kept = [n for n in range(1000) if recall.checks("one", str(n).encode())]
    assert 0 < len(kept) < 100
    recall.keep("two", b"failed", (Check("runs", "core", Outcome.FAILED),))
    assert recall.checks("two", b"failed") is None
