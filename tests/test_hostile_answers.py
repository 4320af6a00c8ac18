"""Answers of every wrong kind: each is a verdict on its exercise, and none is a defect of ours."""

from __future__ import annotations

import resource
import time
from typing import Any

import numpy as np
import pytest

from grader import describe
from grader.grading import grade
from grader.model import Source
from grader.sandbox.pool import Limits
from grader.verdict import Outcome
from tests.test_examine import RIGHT

KINDS = (
    "x.astype(complex)",
    "np.random.rand(7)",
    "np.array(np.random.rand())",
    "{'a': np.random.rand(2)}",
    "{'a': np.ones(2)}",
    "[10**3000] * 3",
    "10**5000",
    "[[np.random.rand(2)], [1, 'a', None]]",
    "np.longdouble(1)",
    "np.clongdouble(1j)",
    "np.float16(1) * np.ones_like(x, dtype=np.float16)",
    "x > 0",
    "'text'",
    "None",
    "(x, x)",
    "np.zeros((0, 5))",
    "x.tolist()",
    "np.uint8(3)",
    "float('nan')",
    "complex('nan+1j')",
    "[]",
    "{}",
    "True",
)


@pytest.mark.parametrize("path", ["vectors/weigh", "vectors/halve", "chance/coin_flips"])
@pytest.mark.parametrize("kind", KINDS)
def test_whatever_comes_is_judged(judge: Any, path: str, kind: str) -> None:
    name = path.split("/")[1]
    code = f"import numpy as np\ndef {name}(x=np.ones(2), *a, **k):\n"
    code += "    x = np.asarray(x, dtype=float) if not hasattr(x, 'random') else np.ones(2)\n"
    verdict = judge(code + f"    return {kind}\n", path)
    assert verdict.outcome in (Outcome.FAILED, Outcome.ERROR), verdict
    assert verdict.points == 0.0


def test_a_forged_word_of_the_child_about_the_course_is_not_believed(judge: Any) -> None:
    code = """import sys
frame = sys._getframe()
while frame is not None:
    worker = frame.f_locals.get("self")
    if hasattr(worker, "_inspect"):
        worker._inspect = lambda *a: ("unknown", "boo")
        break
    frame = frame.f_back
def weigh(x, axis=-1): return x
"""
    assert judge(code).outcome is Outcome.CRASHED


@pytest.mark.parametrize(
    "code",
    [
        "import numpy as np\na = np.zeros(12_000_000)\ndef weigh(x, axis=-1): return a",
        "import numpy as np\ndef weigh(x, axis=-1): return np.empty((0, 2**27))",
        # A text whose code is a million times as long, and one whose syntax tree takes a gigabyte.
        "def weigh(x, axis=-1):\n"
        + "".join(f"{' ' * n}try: pass\n{' ' * n}finally:\n" for n in range(1, 20))
        + " " * 20
        + "pass\n",
        "def weigh(x, axis=-1): return x\n" + "x;" * 480_000 + "pass\n",
    ],
)
def test_the_grader_does_not_run_out_of_memory(judge: Any, code: str) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    verdict = judge(code)
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert verdict.points == 0.0 and not verdict.passed
    assert after - before < 400_000  # kilobytes


def test_who_waits_for_ever_without_reading_runs_out_of_time(judge: Any, toy: Any) -> None:
    code = "import threading\ndef weigh(x, axis=-1):\n    lock = threading.Lock()\n"
    code += "    lock.acquire()\n    lock.acquire()\n"
    began = time.perf_counter()
    assert judge(code, cpu_seconds=0.4).outcome is Outcome.TIMEOUT
    assert time.perf_counter() - began < 4.0


def test_one_defect_of_ours_costs_one_exercise(toy: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from grader import examine

    def broken(packed: Any, *_: Any) -> Any:
        if packed.statement.name == "halve":
            raise ZeroDivisionError("a defect")
        return judged(packed, *_)

    judged = examine._judged
    monkeypatch.setattr(examine, "_judged", broken)
    sources = [
        Source("vectors/weigh", "weigh.py", RIGHT),
        Source("vectors/halve", "halve.py", "def halve(n):\n    return n // 2\n"),
    ]
    report = grade(toy, sources, limits=Limits())
    assert [v.outcome for v in report.exercises] == [Outcome.PASSED, Outcome.COULD_NOT_RUN]
    assert report.exercises[1].points is None
    assert "defect of Gradus" in report.exercises[1].findings[0].message


def test_keyword_only_parameters_are_refused_with_the_right_line(judge: Any) -> None:
    verdict = judge(RIGHT.replace("def weigh(x, axis=-1)", "def weigh(x, *, axis=-1)"))
    assert verdict.outcome is Outcome.INVALID
    assert "def weigh(x, axis=-1)" in verdict.findings[0].message.replace(
        "x: np.ndarray, axis: int = -1", "x, axis=-1"
    )


def test_inputs_are_compared_as_they_were_given(judge: Any) -> None:
    code = """import sys, numpy as np
def weigh(x, axis=-1):
    given = sys._getframe(1).f_locals["positional"]
    given[0] = x.copy()
    out = x / x.sum(axis=axis, keepdims=True)
    if x.shape[axis] == 0: raise ValueError("empty")
    if x.flags.writeable: x[...] = 0
    return out
"""
    checks = {f.check for f in judge(code).findings}
    assert "leaves_its_inputs_alone" in checks


def test_a_wrong_type_with_the_right_numbers_is_told_apart(judge: Any) -> None:
    first = judge("def halve(n):\n    return float(n // 2)\n", "vectors/halve").findings[0]
    assert first.expected != first.got
    assert "int" in first.expected and "float" in first.got


def test_a_print_is_shown_on_a_wrong_answer(judge: Any) -> None:
    verdict = judge("def weigh(x, axis=-1):\n    print('look', x.shape)\n    return x\n")
    assert verdict.findings[0].printed.startswith("look (")


def test_a_read_only_input_is_read_only_in_the_snippet_too(judge: Any) -> None:
    code = RIGHT.replace("return x /", "x[...] = x /").rstrip() + "\n    return x\n"
    locked = [f for f in judge(code).findings if "read-only" in f.message]
    assert locked and "(read-only)" in locked[0].counterexample["x"]
    assert "x.flags.writeable = False" in locked[0].snippet


@pytest.mark.parametrize("file", ["weigh (1).py", "2.py", "my-weigh.py", "a\nb.py"])
def test_a_snippet_is_python_whatever_the_file_is_called(toy: Any, sandbox: Any, file: str) -> None:
    from grader.examine import examine

    source = Source("vectors/weigh", file, "def weigh(x, axis=-1): return x\n")
    verdict = examine(toy.exercise("vectors/weigh"), source, sandbox, Limits())
    compile(verdict.findings[0].snippet, "snippet", "exec")


def test_forgetting_the_promised_error_hides_no_mistake(judge: Any) -> None:
    code = "def weigh(x, axis=-1):\n    x /= x.sum(axis=axis, keepdims=True)\n    return x\n"
    assert judge(code).findings[0].misconception == "changes_its_input"


FORGED = """import sys
frame = sys._getframe()
while frame is not None:
    worker = frame.f_locals.get("self")
    if hasattr(worker, "_inspect"):
        break
    frame = frame.f_back
"""


@pytest.mark.parametrize(
    "number, why, says",
    [
        ("-5", "'x\\n::error::boo'", "The file is not Python: x ::error::boo."),
        ("10**4000", "''", "The file is not Python: invalid syntax."),
        ("2", "'y' * 9000", "Line 2 is not Python: y"),
    ],
)
def test_a_forged_word_about_the_syntax_is_a_short_sentence(
    judge: Any, number: str, why: str, says: str
) -> None:
    code = FORGED + "reply = worker.reply\n"
    code += f"worker.reply = lambda *_: reply('syntax', -1, {number}, {why})\n"
    verdict = judge(code + "def weigh(x, axis=-1): return x\n")
    assert verdict.points == 0.0 and not verdict.passed
    assert verdict.outcome is Outcome.INVALID
    assert verdict.findings[0].message.startswith(says)
    assert len(verdict.findings[0].message) < 400
    assert verdict.line in (0, 2)


@pytest.mark.parametrize(
    "value",
    [
        [np.arange(999, dtype=np.int8)] * 20_000,
        [[[[[np.ones(3)]] * 99] * 99] * 99] * 99,
        "x" * 900_000,
        [0.5] * 90_000,
        {str(n): np.ones((9, 9)) for n in range(90_000)},
    ],
)
def test_an_answer_of_many_parts_is_told_in_few_words(value: Any) -> None:
    assert len(describe.in_words(value)) < 150_000


def test_what_lies_deep_within_is_counted() -> None:
    assert describe.in_words([[[[1.0, 2.0]]]]) == "[0]: [0]: [0]: a list of 2"
    assert describe.in_words([[[1.0, 2.0]]]) == "[0]: [0]: [1, 2]"
