"""What a page may draw of a wrong answer: enough to see it, and no more than that."""

from __future__ import annotations

import pickle
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from grader.build import fresh
from grader.course import read_course
from grader.examine import examine
from grader.model import Source
from grader.pack import Pack
from grader.pictures import LONGEST, WIDEST
from grader.sandbox.pool import Limits, Sandbox
from grader.secrecy import veiled
from grader.verdict import Outcome, Picture, Verdict
from tests.conftest import ROOT, Judge

SIGMOID, CORRELATE = "activations/sigmoid", "convolution/cross_correlate2d"
NORMAL = "information/normal_pdf"


@pytest.fixture(scope="module")
def pack(cache: Path) -> Pack:
    return fresh(read_course(ROOT), [SIGMOID, CORRELATE, NORMAL], cache=cache)


def judged(pack: Pack, sandbox: Sandbox, path: str, body: str) -> Verdict:
    code = f"import numpy as np\n\n\n{body}\n"
    return examine(pack.exercise(path), Source(path, f"{path}.py", code), sandbox, Limits())


def first(verdict: Verdict) -> Picture:
    picture = verdict.findings[0].picture
    assert picture is not None
    return picture


def test_a_function_of_one_number_is_a_curve(pack: Pack, sandbox: Sandbox) -> None:
    drawn = first(judged(pack, sandbox, SIGMOID, "def sigmoid(x):\n    return np.tanh(x)"))
    assert (drawn.kind, drawn.axis) == ("curve", "x")
    over = np.array(drawn.over)
    assert 12 <= over.size <= LONGEST and (np.diff(over) > 0).all()
    assert np.allclose(drawn.expected, 1 / (1 + np.exp(-over)), atol=1e-5)
    assert np.allclose(drawn.got, np.tanh(over), atol=1e-5)
    # Far out the two meet at 1, and where they meet nothing is wrong.
    assert set(drawn.wrong) <= set(range(over.size)) and len(drawn.wrong) > over.size / 2


def test_a_kernels_answer_is_a_map_with_the_wrong_places(pack: Pack, sandbox: Sandbox) -> None:
    body = (
        "def cross_correlate2d(image, kernel):\n"
        "    kernel = kernel[::-1, ::-1]\n"
        "    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)\n"
        "    return (windows * kernel).sum(axis=(-2, -1))"
    )
    drawn = first(judged(pack, sandbox, CORRELATE, body))
    assert drawn.kind == "matrix" and drawn.shape[0] * drawn.shape[1] == len(drawn.expected)
    assert max(drawn.shape) <= WIDEST
    differ = [n for n, (e, g) in enumerate(zip(drawn.expected, drawn.got, strict=True)) if e != g]
    assert list(drawn.wrong) == differ


def test_what_no_eye_sees_is_not_drawn(pack: Pack, sandbox: Sandbox) -> None:
    body = "def sigmoid(x):\n    return 1 / (1 + np.exp(-x)) + 1e-9"
    verdict = judged(pack, sandbox, SIGMOID, body)
    assert not verdict.passed and verdict.findings[0].picture is None


def test_elements_that_depend_on_each_other_are_no_curve(judge: Judge) -> None:
    verdict = judge("def weigh(x, axis=-1):\n    return x / x.max(axis=axis, keepdims=True)\n")
    pictures = [finding.picture for finding in verdict.findings if finding.picture]
    assert pictures and {picture.kind for picture in pictures} <= {"matrix", "sequence"}


@pytest.mark.parametrize(
    "answer",
    ["None", "'text'", "x[..., :0]", "np.ones(3)", "{'a': x}", "x.astype(complex)", "x > 1"],
)
def test_what_is_no_array_of_the_right_shape_is_not_drawn(judge: Judge, answer: str) -> None:
    code = f"import numpy as np\n\n\ndef weigh(x, axis=-1):\n    return {answer}\n"
    verdict = judge(code)
    assert not verdict.passed and verdict.findings[0].picture is None


def test_nan_and_infinities_are_kept_as_they_are(judge: Judge) -> None:
    verdict = judge("def weigh(x, axis=-1):\n    return x * float('inf') - x * float('inf')\n")
    picture = verdict.findings[0].picture
    assert picture is not None and np.isnan(picture.got).all()
    assert len(picture.wrong) == len(picture.got)


def test_a_veiled_verdict_has_no_picture_of_its_own(judge: Judge) -> None:
    secret = judge("def weigh(x, axis=-1):\n    return x / x.max()\n")
    assert any(finding.picture for finding in secret.findings)
    for visible in (None, judge((ROOT / "tests/toy/solutions/vectors/weigh.py").read_text())):
        assert not [f for f in veiled(secret, visible).findings if f.picture]


def test_a_nan_in_a_picture_is_the_same_in_every_run(pack: Pack, sandbox: Sandbox) -> None:
    body = "def sigmoid(x):\n    return np.where(x > 1, np.nan, 1 / (1 + np.exp(-x)))"
    drawn = first(judged(pack, sandbox, SIGMOID, body))
    assert any(np.isnan(drawn.got))
    assert drawn == pickle.loads(pickle.dumps(drawn)) == first(judged(pack, sandbox, SIGMOID, body))
    assert drawn != replace(drawn, got=(0.5, *drawn.got[1:]))


def test_examples_whose_other_arguments_are_arrays_make_no_curve(
    pack: Pack, sandbox: Sandbox
) -> None:
    body = "def normal_pdf(x, mu, sigma):\n    return np.exp(-((x - mu) ** 2)) + 0 * sigma"
    assert judged(pack, sandbox, NORMAL, body).outcome is Outcome.FAILED
