"""Verdicts on submissions to the toy course, right, wrong and hostile."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from grader.examine import examine
from grader.model import Source
from grader.render.page import page
from grader.sandbox import replies
from grader.sandbox.pool import Limits
from grader.verdict import Outcome
from tests.conftest import TOY

RIGHT = """
import numpy as np
def weigh(x, axis=-1):
    if x.shape[axis] == 0:
        raise ValueError("empty")
    return x / x.sum(axis=axis, keepdims=True)
"""
NEXT = "import numpy as np\ndef weigh(x, axis=-1):\n    {}\n"


def body(line: str) -> str:
    return NEXT.format(line)


def test_a_right_answer_gets_full_points(judge: Any) -> None:
    verdict = judge(RIGHT)
    assert verdict.outcome is Outcome.PASSED
    assert verdict.points == verdict.max_points == 2.0
    assert verdict.findings == ()


def test_a_long_file_is_judged(judge: Any) -> None:
    assert judge(f"# {'-' * 600_000}\n" + RIGHT).passed


def test_the_stub_is_not_started(judge: Any) -> None:
    stub = (TOY / "exercises/vectors/weigh.py").read_text()
    assert judge(stub).outcome is Outcome.NOT_STARTED
    assert judge(stub.replace("\n", "\r\n")).outcome is Outcome.NOT_STARTED
    assert judge(None).outcome is Outcome.NOT_STARTED


@pytest.mark.parametrize(
    "code, outcome, says",
    [
        ("def weigh(x, axis=-1)\n    return x\n", "invalid", "Line 1 is not Python"),
        ("<<<<<<< HEAD\nx = 1\n=======\n", "invalid", "merge conflict"),
        # What parses, and cannot be compiled; a text of some length is left to the child.
        ("return 1\n" + RIGHT, "invalid", "Line 1 is not Python: 'return' outside function."),
        ("def f(a, a): pass\n" + RIGHT, "invalid", "is not Python: duplicate argument 'a'"),
        (f"#{'-' * 300_000}\n" + RIGHT + "x = = 1\n", "invalid", "Line 8 is not Python"),
        ("-" * 100_000 + "1\n", "invalid", "nested too deeply"),
        ("exec('x = = 1')\n" + RIGHT, "error", "SyntaxError"),
        ("\x0cs = '\u2028'\nreturn 1\n" + RIGHT, "invalid", "Line 2 is not Python: 'return'"),
        (RIGHT + "x = '\0'\n", "invalid", "The file is not Python: source code"),
        ("# coding: klingon\n" + RIGHT, "invalid", "is not Python: unknown encoding"),
        ("def weight(x, axis=-1):\n    return x\n", "invalid", "weight"),
        ("def weigh(x):\n    return x\n", "invalid", "def weigh(x"),
        ("def weigh(x, y, axis=-1):\n    return x\n", "invalid", "def weigh(x"),
        ("weigh = 3\n", "invalid", "def weigh(x"),
        ("import torch\n" + RIGHT, "error", "torch"),
        ("from vectors import halve\n" + RIGHT, "forbidden", "stands alone"),
        ("1 / 0\n", "error", "ZeroDivisionError"),
        (body("return undefined_name"), "error", "NameError"),
        (body("exit(0)"), "error", "SystemExit"),
        (body("import os; os._exit(0)"), "crashed", "ended"),
        (body("return None"), "failed", "return statement"),
        (body("return x.tolist()"), "failed", "array"),
        (
            body("return (x / x.sum(axis=axis, keepdims=True)).astype(np.float32)"),
            "failed",
            "dtype",
        ),
        (body("return (x / x.sum(axis=axis, keepdims=True))[None]"), "failed", "shape"),
        (body("return np.full(x.shape, 1 / x.shape[axis])"), "failed", "wrong"),
        (body("return x / x.sum(axis=axis, keepdims=True) + 1e-9"), "failed", "wrong"),
        (body("return np.zeros_like(x)"), "failed", "wrong"),
        (body("return ()"), "failed", "array"),
        (body("return 0.5"), "failed", "single number"),
        (body("return np.matrix(x)"), "failed", "matrix"),
        (body("return x.astype(object)"), "failed", "returned"),
        (body("return open('/etc/passwd').read()"), "error", "raised"),
        (body("return [0] * 10**10"), "memory", "MemoryError"),
    ],
)
def test_wrong_answers_get_no_points_and_a_reason(
    judge: Any, code: str, outcome: str, says: str
) -> None:
    verdict = judge(code)
    assert verdict.outcome.value == outcome
    assert verdict.points == 0.0
    assert says in verdict.findings[0].message
    assert judge(RIGHT).outcome is Outcome.PASSED, "the next submission must not notice"


def test_an_endless_loop_times_out_and_the_next_submission_does_not_notice(judge: Any) -> None:
    verdict = judge(body("\n    while True: pass"), cpu_seconds=0.3)
    assert verdict.outcome is Outcome.TIMEOUT
    assert verdict.points == 0.0
    assert judge(RIGHT).outcome is Outcome.PASSED


@pytest.mark.parametrize(
    "attack",
    [
        "class Same:\n    def __eq__(self, other): return True\n    def __array__(self, *a, **k): "
        "return np.ones(1)\ndef weigh(x, axis=-1): return Same()",
        "np.allclose = np.array_equal = lambda *a, **k: True\n"
        "np.testing.assert_allclose = lambda *a, **k: None\n"
        "def weigh(x, axis=-1): return x",
        "import sys\ndef weigh(x, axis=-1):\n    frame = sys._getframe()\n    while frame:\n"
        "        for name in ('expected', 'answers', 'reference', 'bound'):\n"
        "            if name in frame.f_locals: return frame.f_locals[name]\n"
        "        frame = frame.f_back\n    return x",
        "import gc\ndef weigh(x, axis=-1):\n    for o in gc.get_objects():\n"
        "        if isinstance(o, dict) and 'expected' in o: return o['expected']\n    return x",
    ],
)
def test_attacks_get_no_points(judge: Any, attack: str) -> None:
    verdict = judge("import numpy as np\n" + attack + "\n")
    assert not verdict.passed
    assert verdict.points == 0.0
    assert judge(RIGHT).outcome is Outcome.PASSED


def test_edges_count_a_quarter(judge: Any) -> None:
    verdict = judge(RIGHT.replace("    return", "    x = np.minimum(x, 100.0)\n    return"))
    assert verdict.outcome is Outcome.FAILED
    assert verdict.points == pytest.approx(2.0 * 0.75)
    assert {f.tier for f in verdict.findings} == {"edge"}


def test_a_forgotten_error_costs_the_house_points(judge: Any) -> None:
    verdict = judge(body("return x / x.sum(axis=axis, keepdims=True)"))
    assert [f.check for f in verdict.findings] == ["raises_the_promised_errors"]
    assert verdict.points == pytest.approx(2.0 * 0.85)
    assert "ValueError for an empty axis" in verdict.findings[0].message


@pytest.mark.parametrize(
    "edges, named",
    [
        ("x.sum()", "divides_by_everything"),
        # The same mistake with ordinary inputs, and another one with large numbers.
        ("(x.sum() if x.max() < 100 else np.inf)", "divides_by_everything"),
        # No mistake with ordinary inputs that anybody knows.
        ("(x.sum() + 0.01 if x.max() < 100 else x.sum())", ""),
        # The known mistake at the edges alone.
        ("(x.sum() if x.max() > 100 else x.sum(axis=axis, keepdims=True))", ""),
    ],
)
def test_a_mistake_with_ordinary_inputs_is_named_whatever_happens_at_the_edges(
    judge: Any, edges: str, named: str
) -> None:
    verdict = judge(body(f"return x / {edges}"))
    assert {f.tier for f in verdict.findings} >= {"edge"}
    assert verdict.findings[0].misconception == named


def test_changing_the_input_is_seen_and_named(judge: Any) -> None:
    code = RIGHT.replace("return x /", "x /=").rstrip() + "\n    return x\n"
    verdict = judge(code)
    checks = {f.check for f in verdict.findings}
    assert "leaves_its_inputs_alone" in checks
    assert verdict.findings[0].misconception == "changes_its_input"


def test_an_answer_that_varies_is_seen(judge: Any, toy: Any) -> None:
    packed = toy.exercise("vectors/weigh")
    asked_before = packed.meta["groups"]["edge"][1] + sum(
        len(draw["calls"]) for law in packed.laws for draw in law["draws"]
    )
    code = "calls = []\n" + RIGHT.replace(
        "    return x",
        f"    calls.append(0)\n    if len(calls) > {asked_before}:\n"
        "        x = x + np.arange(x.size).reshape(x.shape)\n    return x",
    )
    assert "repeats_itself" in {f.check for f in judge(code).findings}


def test_float64_out_of_float32_is_seen(judge: Any) -> None:
    code = RIGHT.replace("return x /", "x = x.astype(np.float64)\n    return x /")
    assert {f.check for f in judge(code).findings} == {"keeps_float32"}


def test_printing_and_warning_cost_nothing(judge: Any) -> None:
    code = RIGHT.replace(
        "    return", "    import warnings; warnings.warn('w'); print('p' * 5000)\n    return"
    )
    assert judge(code).outcome is Outcome.PASSED


def test_a_death_on_the_edges_leaves_the_core_and_the_house_points(judge: Any) -> None:
    code = RIGHT.replace(
        "    return", "    import os\n    if x.max() > 1e3: os._exit(1)\n    return"
    )
    verdict = judge(code)
    assert verdict.points == pytest.approx(2.0 * 0.75)
    assert [(f.check, f.outcome.value) for f in verdict.findings] == [
        ("agrees_with_the_reference", "crashed")
    ]


def test_the_smallest_counterexample_is_shown(judge: Any) -> None:
    verdict = judge(body("return x / x.max(axis=axis, keepdims=True)"))
    first = verdict.findings[0]
    assert first.misconception == "divides_by_the_largest"
    x = np.array(ast.literal_eval(first.counterexample["x"]))
    assert x.shape == (2,)
    assert np.allclose(ast.literal_eval(first.expected), x / x.sum(), atol=1e-6)
    assert np.allclose(ast.literal_eval(first.got), x / x.max(), atol=1e-6)
    assert first.snippet.splitlines()[-1].startswith("print(weigh(x")


def test_a_snippet_reproduces_the_failure(judge: Any, tmp_path: Any) -> None:
    import subprocess
    import sys

    code = body("return x / x.max(axis=axis, keepdims=True)")
    (tmp_path / "vectors").mkdir()
    (tmp_path / "vectors/weigh.py").write_text(code)
    first = judge(code).findings[0]
    printed = subprocess.run(
        [sys.executable, "-c", first.snippet],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    got = ast.literal_eval(first.got)
    assert np.allclose(np.array(printed.stdout.strip("[]\n ").split(), float), got, atol=1e-6)


def test_the_same_submission_gets_the_same_verdict(judge: Any) -> None:
    code = body("return x / x.max()")
    verdicts = {repr(replace(judge(code), seconds=0.0)) for _ in range(5)}
    assert len(verdicts) == 1


def test_a_wall_timeout_is_tried_again_and_then_is_our_fault(toy: Any) -> None:
    class Busy:
        """A machine that gives the child no processor time."""

        starts = 0

        def start(self, limits: Limits) -> Any:
            Busy.starts += 1
            return self

        def load(self, submission: Any) -> replies.Died:
            return replies.Died("timeout", "the wall time ran out", wall_only=True)

        def close(self) -> None:
            pass

    source = Source("vectors/weigh", "vectors/weigh.py", RIGHT)
    verdict = examine(toy.exercise("vectors/weigh"), source, Busy(), Limits())  # type: ignore[arg-type]
    assert verdict.outcome is Outcome.COULD_NOT_RUN
    assert verdict.points is None
    assert Busy.starts == 2


@pytest.mark.parametrize(
    "code, outcome",
    [
        ("def coin_flips(n, p, rng):\n    return rng.random(n) < p\n", "passed"),
        ("def coin_flips(n, p, rng):\n    return rng.binomial(1, p, n).astype(bool)\n", "passed"),
        ("def coin_flips(n, p, rng):\n    return rng.random(n) > p\n", "failed"),
        ("def coin_flips(n, p, rng):\n    return (rng.random(n) < p).tolist()\n", "failed"),
        ("def coin_flips(n, p, rng):\n    return rng.random(n) < 0.5\n", "failed"),
        ("def coin_flips(n, p, rng):\n    return 'heads'\n", "failed"),
    ],
)
def test_laws_alone_judge_what_has_no_single_right_answer(
    judge: Any, code: str, outcome: str
) -> None:
    assert judge("import numpy as np\n" + code, "chance/coin_flips").outcome.value == outcome


def test_a_mistake_is_named_by_the_laws_that_it_breaks(judge: Any) -> None:
    code = "def coin_flips(n, p, rng):\n    return rng.random(n) > p\n"
    assert judge(code, "chance/coin_flips").findings[0].misconception == "swaps_heads_and_tails"


@pytest.mark.parametrize(
    "line, outcome",
    [
        ("return n // 2", "passed"),
        ("import math; return math.floor(n / 2) if abs(n) < 2**50 else n // 2", "passed"),
        ("import numpy as np; return np.int64(n // 2)", "passed"),
        ("return int(n / 2)", "failed"),
        ("return n / 2", "failed"),
        ("return float(n // 2)", "failed"),
        ("return True", "failed"),
        ("return str(n // 2)", "failed"),
    ],
)
def test_whole_numbers_must_be_whole(judge: Any, line: str, outcome: str) -> None:
    assert judge(f"def halve(n):\n    {line}\n", "vectors/halve").outcome.value == outcome


@pytest.mark.parametrize("code", ["def weigh(x, axis=-1):\n    return 1 / 0\n", "def weigh(x\n"])
def test_a_notebook_has_no_line_of_its_own_but_those_of_its_cells(
    toy: Any, sandbox: Any, code: str
) -> None:
    source = Source("vectors/weigh", "work.ipynb", f"\n\n{code}", cells=(1, 3))
    verdict = examine(toy.exercise("vectors/weigh"), source, sandbox, Limits())
    assert verdict.line == 0
    assert verdict.findings[0].lines[-1].cell == 2


def test_a_snippet_shows_a_difference_that_printing_would_hide(judge: Any) -> None:
    right = "x / x.sum(axis=axis, keepdims=True)"
    hidden, plain = judge(body(f"return {right} + 1e-11")), judge(body(f"return {right} + 0.1"))
    assert "np.set_printoptions(precision=17)\n" in hidden.findings[0].snippet
    assert "set_printoptions" not in plain.findings[0].snippet


def test_a_law_that_was_not_answered_is_not_called_broken(judge: Any) -> None:
    first, *others = judge("def weigh(x, axis=-1):\n    return x / undefined_name\n").findings
    laws = [finding for finding in others if finding.law]
    assert first.outcome is Outcome.ERROR and laws
    shown = " ".join("".join(part for part, _ in row) for row in page(judge(body("return y"))))
    assert all(law.law[:30] not in shown for law in laws)
    assert "NameError" in shown
