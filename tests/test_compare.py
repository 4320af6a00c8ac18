"""What counts as the expected answer, and which difference is shown."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from grader.claims import (
    LawBroken,
    assert_close,
    assert_equal,
    assert_normal,
    assert_shape,
    assert_that,
    quietly,
    scatter,
)
from grader.compare import bound, disagreement, margin
from grader.glance import accepts, plainly_right
from grader.model import Accuracy
from grader.sameness import agrees

A = np.array([1.0, 2.0, 3.0])
TIGHT = np.full(3, 1e-12)


@pytest.mark.parametrize(
    "expected, limit, got",
    [
        (A, TIGHT, A + 1e-13),
        (A, None, A.copy()),
        (0.5, 1e-12, 0.5),
        (0.5, 1e-12, np.float32(0.5)),
        (0.5, 1e-12, np.array(0.5)),
        (2.0, 0.0, 2),
        (2.0, 0.0, np.int64(2)),
        (3, None, np.int32(3)),
        (3, None, np.array(3)),
        (float("nan"), 0.0, np.nan),
        (float("-inf"), 0.0, -np.inf),
        (np.array([np.nan, np.inf, 0.0]), np.zeros(3), np.array([np.nan, np.inf, -0.0])),
        ((A, 1), [TIGHT, None], [A, 1]),
        ([1, 2], None, (1, 2)),
        ({"a": A}, {"a": TIGHT}, {"a": A, "more": 3}),
        (None, None, None),
        ("mean", None, "mean"),
        (True, None, np.bool_(True)),
        (np.array([True, False]), None, np.array([True, False])),
        (np.array([1, 2]), None, np.array([1, 2], dtype=np.int32)),
        (np.zeros((0, 3)), np.zeros((0, 3)), np.zeros((0, 3))),
    ],
)
def test_these_are_the_same_answer(expected: Any, limit: Any, got: Any) -> None:
    assert disagreement(expected, limit, got) is None
    assert accepts(expected, limit, got)
    assert plainly_right([expected], [limit], [got]) in (True, False)  # False decides nothing


@pytest.mark.parametrize(
    "expected, limit, got, kind",
    [
        (A, TIGHT, A + 1e-11, "values"),
        (A, TIGHT, A[:, None], "shape"),
        (A, TIGHT, A[None], "shape"),
        (A, TIGHT, A.astype(np.float32), "dtype"),
        (A, TIGHT, A.tolist(), "type"),
        (np.array([1, 2]), None, np.array([1, 3]), "values"),
        (np.array([True, False]), None, np.array([True, True]), "values"),
        ((A, A), [TIGHT, TIGHT], None, "type"),
        ((A, A), [TIGHT, TIGHT], "ab", "type"),
        (A, TIGHT, 1.0, "shape"),
        (A, TIGHT, None, "type"),
        (A, TIGHT, (), "type"),
        (A, TIGHT, A + 0j, "dtype"),
        (A, TIGHT, np.array([1, 2, 3]), "dtype"),
        (0.5, 1e-12, np.array([0.5]), "shape"),
        (0.5, 1e-12, True, "type"),
        (1.0, 1e-12, np.bool_(True), "type"),
        (0.5, 1e-12, 0.5 + 0j, "type"),
        (0.5, 1e-12, np.nan, "values"),
        (float("nan"), 0.0, 0.5, "values"),
        (float("inf"), 0.0, -np.inf, "values"),
        (float("inf"), 0.0, 1e308, "values"),
        (5.0, np.inf, np.inf, "values"),
        (3, None, 3.0, "type"),
        (3, None, 4, "values"),
        pytest.param(3, None, 10**400, "values", id="a giant whole number"),
        (0.0, 0.0, 1e-300, "values"),
        pytest.param(0.5, 0.0, 10**400, "values", id="a giant number"),
        ((A, A), [TIGHT, TIGHT], (A,), "length"),
        ((A, A), [TIGHT, TIGHT], A, "type"),
        ({"a": A}, {"a": TIGHT}, {}, "keys"),
        ({"a": A}, {"a": TIGHT}, [A], "type"),
        (None, None, 0, "type"),
        ("mean", None, "sum", "type"),
        (True, None, 1, "type"),
        (np.array([True]), None, np.array([1]), "dtype"),
        (np.array([1]), None, np.array([True]), "dtype"),
        (np.array([1]), None, np.array([1.0]), "dtype"),
        (np.zeros((0, 3)), np.zeros((0, 3)), np.zeros((0, 2)), "shape"),
        (A, TIGHT, A + np.array([0.0, 0.0, 1e-11]), "values"),
        ((A, 0.5), [TIGHT, 1e-12], [A, 0.6], "values"),
        ({"a": A, "b": 1}, {"a": TIGHT, "b": None}, {"a": A, "b": 2}, "values"),
    ],
)
def test_these_are_not(expected: Any, limit: Any, got: Any, kind: str) -> None:
    found = disagreement(expected, limit, got)
    assert found is not None
    assert found.kind == kind
    assert found.message
    assert not accepts(expected, limit, got)
    assert not plainly_right([expected], [limit], [got])
    assert not plainly_right([(expected, A)], [(limit, TIGHT)], [(got, A)])


@pytest.mark.parametrize("came", [2.5, np.float32(0.1), np.array(3.0)])
def test_a_float_in_the_place_of_something_else_is_said_with_its_value(came: Any) -> None:
    for expected, wanted in (
        (2, "a whole number (an int)"),
        (None, "None"),
        ((1, 2), "a tuple of 2"),
    ):
        found = disagreement(expected, None, came)
        assert found is not None
        assert found.message == f"{wanted} is expected, but what came is the float {came}"


def test_the_first_and_the_worst_difference_are_found() -> None:
    got = np.array([[1.0, 2.5], [np.nan, 9.0]])
    expected = np.array([[1.0, 2.0], [3.0, 4.0]])
    found = disagreement(expected, np.zeros((2, 2)), got)
    assert found is not None and found.first is not None and found.worst is not None
    assert (found.first.index, found.worst.index) == ((0, 1), (1, 0))
    assert (found.differing, found.total) == (3, 4)


def test_a_nested_difference_says_where() -> None:
    found = disagreement({"W1": (A, A)}, None, {"W1": (A, A + 1)})
    assert found is not None
    assert found.where == "['W1'][1]"


def test_bounds_follow_the_promise() -> None:
    expected, still = np.array([1e-20, 1.0, 100.0]), np.zeros(3)
    eps = 2.0**-52
    relative = bound(Accuracy("relative"), expected, still, eps, 1.0)
    assert relative[0] < 1e-30
    assert np.allclose(relative / expected, relative[1])
    assert np.ptp(bound(Accuracy("absolute", 200.0), expected, still, eps, 1.0)) == 0.0
    assert np.ptp(bound(Accuracy("norm"), expected, still, eps, 1.0)) == 0.0
    assert not bound(Accuracy("exact"), expected, still + 1.0, eps, 1.0).any()
    moved = bound(Accuracy("relative"), np.zeros(3), still + 1e-15, eps, 1.0)
    assert (moved > 1e-14).all()


def test_zeros_never_pass_for_small_answers() -> None:
    small = np.array([1e-30, 2e-25])
    limit = bound(Accuracy("relative"), small, np.zeros(2), 2.0**-52, 1.0)
    assert disagreement(small, limit, np.zeros(2)) is not None


def test_the_margin_is_the_error_over_the_bound() -> None:
    assert margin((A, 1.0), [TIGHT, 1e-12], (A + 1e-13, 1.0)) == pytest.approx(0.1, rel=1e-2)
    assert margin(A, np.zeros(3), A + 1) == np.inf


def test_answers_agree_up_to_rounding_and_no_further() -> None:
    nan = np.array([np.nan, 1.0])
    assert agrees(nan, nan + 1e-12)
    assert not agrees(nan, np.array([0.0, 1.0]))
    assert not agrees(A, A + 1e-3)
    assert not agrees(A, A.astype(np.float32))
    assert not agrees(A, [1.0, 2.0, 3.0])
    assert not agrees({"a": A}, {"b": A})
    assert agrees((A, None, "x", 3), [A, None, "x", 3])
    assert not agrees(None, 0)


@pytest.mark.parametrize(
    "claim",
    [
        lambda: assert_close(A, A + 1e-6),
        lambda: assert_close(A, A[:, None]),
        lambda: assert_close(np.zeros(3), np.full(3, 1e-30)),
        lambda: assert_close("text", A),
        lambda: assert_equal(A, A + 1e-15),
        lambda: assert_equal(1, 2),
        lambda: assert_shape(A, (4,)),
        lambda: assert_shape("text", (4,)),
        lambda: assert_that(np.bool_(False), "no"),
    ],
)
def test_a_broken_claim_is_heard(claim: Any) -> None:
    with pytest.raises(LawBroken):
        claim()


def test_kept_claims_pass() -> None:
    assert_close(A, A + 1e-12)
    assert_close(np.float64(1.0), 1.0)
    assert_close(A, A + 1e-3, rtol=1e-2)
    assert_close(np.zeros(3), np.full(3, 1e-12), scale=1.0)
    assert_equal(np.int64(3), 3)
    assert_shape(A, (3,))
    assert_shape(1.0, ())
    assert_that(True, "yes")


RNG = np.random.default_rng(0)


@pytest.mark.parametrize("count", [1, 2, 7, 500])
def test_normal_numbers_pass_in_any_number_of_them(count: int) -> None:
    rows = scatter([RNG.standard_normal(count) for _ in range(2000)])
    assert rows.shape == (2000, 6)
    with quietly():
        assert_normal(rows, ["numbers"] * 2000)
    assert_normal(rows.sum(axis=0, keepdims=True), ["numbers together"])


@pytest.mark.parametrize(
    "wrong, words",
    [
        (RNG.standard_normal(400) + 0.5, "the mean of 400 weights in W2 is 0."),
        (RNG.standard_normal(400) * 1.6, "the standard deviation of 400 weights in W2 is 1."),
        (RNG.uniform(-(3**0.5), 3**0.5, 4000), "percent of 4000 weights in W2 are larger in size"),
        (np.zeros(60), "the standard deviation of 60 weights in W2 is 0 times"),
        (np.array([np.nan]), "the mean of 1 weights in W2 is nan"),
        (np.array([9.0]), "the mean of 1 weights in W2 is 9"),
    ],
)
def test_other_numbers_are_not_normal_and_the_first_such_row_is_named(
    wrong: Any, words: str
) -> None:
    rows = scatter([RNG.standard_normal(300), wrong, wrong])
    with pytest.raises(LawBroken) as raised, quietly():
        assert_normal(rows, ["weights in W1", "weights in W2", "weights in W3"])
    assert words in str(raised.value)


def test_a_bound_may_be_narrower() -> None:
    rows = scatter([RNG.standard_normal(400) + 0.33])
    assert_normal(rows, ["numbers"])
    with pytest.raises(LawBroken):
        assert_normal(rows, ["numbers"], most=15.0)


# --- many answers at one look ------------------------------------------------------------------

ODD = np.array([np.nan, np.inf, -np.inf])
MANY = [A, (A[:2], np.ones((2, 3))), ODD, np.zeros((0, 4))]
LIMITS = [TIGHT, (TIGHT[:2], np.full((2, 3), 1e-12)), np.zeros(3), np.zeros((0, 4))]


def test_right_answers_are_seen_at_one_look() -> None:
    got = [A + 1e-13, (A[:2] - 1e-13, np.ones((2, 3))), ODD.copy(), np.zeros((0, 4))]
    assert plainly_right(MANY, LIMITS, got)
    assert plainly_right([], [], [])


@pytest.mark.parametrize(
    "expected, limit, got",
    [
        (0.5, 1e-12, 0.5 + 1e-13),
        (0.5, 1e-12, np.float64(0.5)),
        (float("nan"), 0.0, np.nan),
        (float("-inf"), 1e308, -np.inf),
        ([A, 1.5], [TIGHT, 1e-12], [A, 1.5]),
        ({"W1": A, "depth": 3}, {"W1": TIGHT, "depth": None}, {"depth": 3, "W1": A, "more": 0}),
        ((3, True, None, "mean"), None, (3, True, None, "mean")),
        (np.array([[1, 2]]), None, np.array([[1, 2]])),
        (np.array([True, False]), None, np.array([True, False])),
    ],
)
def test_answers_of_every_kind_are_seen_at_one_look(expected: Any, limit: Any, got: Any) -> None:
    assert disagreement(expected, limit, got) is None
    assert plainly_right([A, expected], [TIGHT, limit], [A, got])


@pytest.mark.parametrize(
    "place, wrong",
    [
        (0, A + 1e-9),
        (0, A.astype(np.float32)),
        (0, A.reshape(3, 1)),
        (0, [1.0, 2.0, 3.0]),
        (0, None),
        (0, np.array([1, 2, 3])),
        (1, (A[:2], np.ones((3, 2)))),
        (1, (A[:2],)),
        (1, (A[:2], np.ones((2, 3)), A)),
        (2, -ODD),
        (2, np.zeros(3)),
        (3, np.zeros((4, 0))),
    ],
)
def test_one_wrong_answer_among_right_ones_is_never_overlooked(place: int, wrong: Any) -> None:
    got: list[Any] = list(MANY)
    assert plainly_right(MANY, LIMITS, got)
    got[place] = wrong
    assert disagreement(MANY[place], LIMITS[place], wrong) is not None
    assert not plainly_right(MANY, LIMITS, got)
