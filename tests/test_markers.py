"""Solution to stub, and whether anything has been written in a stub."""

from __future__ import annotations

import pytest

from grader.errors import CourseError
from grader.markers import stub, untouched

SOLUTION = '''import numpy as np


def double(x):
    """Double each number."""
    ### BEGIN SOLUTION
    y = x + x
    return y
    ### END SOLUTION
'''

STUB = '''import numpy as np


def double(x):
    """Double each number."""
    # YOUR CODE HERE
    raise NotImplementedError()
'''


def test_what_stands_between_the_markers_is_left_to_the_student() -> None:
    assert stub(SOLUTION, "double.py") == STUB


def test_a_stub_has_unix_line_ends_whatever_the_solution_has() -> None:
    assert stub(SOLUTION.replace("\n", "\r\n"), "double.py") == STUB


def test_every_region_is_replaced_at_its_own_depth() -> None:
    text = (
        "def f(x):\n    if x:\n        ### BEGIN SOLUTION\n        return 1\n"
        "        ### END SOLUTION\n    ### BEGIN SOLUTION\n    return 2\n    ### END SOLUTION\n"
    )
    assert stub(text, "f.py") == (
        "def f(x):\n    if x:\n        # YOUR CODE HERE\n        raise NotImplementedError()\n"
        "    # YOUR CODE HERE\n    raise NotImplementedError()\n"
    )


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("def f(): pass\n", "f.py:1: no '### BEGIN SOLUTION'"),
        ("a\n### BEGIN SOLUTION\n", "f.py:2: '### BEGIN SOLUTION' is never closed"),
        ("a\n### END SOLUTION\n", "f.py:2: '### END SOLUTION' without"),
        ("### BEGIN SOLUTION\n### BEGIN SOLUTION\n", "f.py:2: a second"),
        ("x = 1  ### BEGIN SOLUTION\n", "f.py:1: a marker must stand alone"),
    ],
)
def test_markers_that_do_not_pair_name_their_line(text: str, problem: str) -> None:
    with pytest.raises(CourseError) as caught:
        stub(text, "f.py")
    assert str(caught.value).startswith(problem)


@pytest.mark.parametrize(
    "code",
    [
        STUB,
        STUB.replace("\n", "\r\n"),
        "\ufeff" + STUB,
        STUB + "\n\n",
        STUB.replace("    # YOUR CODE HERE\n", ""),
        STUB.replace("raise NotImplementedError()", "pass"),
        STUB.replace("raise NotImplementedError()", "..."),
        STUB.replace("raise NotImplementedError()", "raise NotImplementedError"),
        STUB.replace("raise NotImplementedError()", "raise NotImplementedError('later')"),
        STUB.replace("Double each number.", "An earlier text."),
    ],
)
def test_a_function_without_a_body_has_not_been_started(code: str) -> None:
    assert untouched(code, STUB)


@pytest.mark.parametrize(
    "code",
    [
        SOLUTION,
        STUB.replace("raise NotImplementedError()", "return None"),
        STUB.replace("raise NotImplementedError()", "raise ValueError()"),
        STUB.replace("raise NotImplementedError()", "return x +"),
        STUB.replace("def double", "def dobule"),
        STUB + "\n\ndef double(x):\n    return 2 * x\n",
        "",
    ],
)
def test_anything_else_has_been_started(code: str) -> None:
    assert not untouched(code, STUB)
