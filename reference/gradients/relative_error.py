"""The largest relative difference of two arrays, as in a gradient check."""

from __future__ import annotations

import numpy as np
import torch

from grader.declare import (
    Exercise,
    array,
    assert_close,
    case,
    floats,
    law,
    misconception,
    refusal,
)


def reference(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    return ((a - b).abs() / (a.abs() + b.abs()).clamp(min=1e-8)).max()


def second_source(m, a, b):
    worst, floor = m.number(0.0), m.number(1e-8)
    for one, other in zip(a.reshape(-1), b.reshape(-1), strict=True):
        worst = max(worst, abs(one - other) / max(floor, abs(one) + abs(other)))
    return worst


# --- laws -----------------------------------------------------------------------------------------


@law(edge=10)
def does_not_mind_which_comes_first(relative_error, a, b):
    """Exchanging the two arrays changes nothing."""
    assert_close(relative_error(b, a), float(relative_error(a, b)))


@law(edge=10)
def is_0_for_equal_arrays(relative_error, a):
    """An array has a relative error of 0 to itself."""
    assert_close(relative_error(a, a), 0.0)


@law()
def does_not_mind_the_unit(relative_error, a, b):
    """Both arrays a thousand times as large have the same relative error."""
    sized_a, sized_b = np.where(a < 0, -1.0, 1.0) + a, np.where(b < 0, -1.0, 1.0) + b
    once = float(relative_error(sized_a, sized_b))
    assert_close(relative_error(1000.0 * sized_a, 1000.0 * sized_b), once)


# --- mistakes -------------------------------------------------------------------------------------


PAIR = {"a": [1.0, 4.0], "b": [2.5, 1.5]}


@misconception(witness=PAIR)
def divides_by_the_larger_one(a, b):
    """The differences were divided by the larger of the two sizes. Here they are divided by their
    sum, |a| + |b|."""
    return np.max(np.abs(a - b) / np.maximum(1e-8, np.maximum(np.abs(a), np.abs(b))))


@misconception(witness=PAIR)
def divides_by_the_second_alone(a, b):
    """The differences were divided by the sizes of b alone. Measure them against both, |a| +
    |b|."""
    return np.max(np.abs(a - b) / np.maximum(1e-8, np.abs(b)))


@misconception(witness=PAIR)
def divides_by_the_first_alone(a, b):
    """The differences were divided by the sizes of a alone. Measure them against both, |a| +
    |b|."""
    return np.max(np.abs(a - b) / np.maximum(1e-8, np.abs(a)))


@misconception(witness=PAIR)
def averages_the_errors(a, b):
    """The errors were averaged, which hides a single wrong entry among many right ones. Take the
    largest."""
    return np.mean(np.abs(a - b) / np.maximum(1e-8, np.abs(a) + np.abs(b)))


@misconception(witness=PAIR)
def sums_the_errors(a, b):
    """The errors were added up. Take the largest of them."""
    return np.sum(np.abs(a - b) / np.maximum(1e-8, np.abs(a) + np.abs(b)))


@misconception(witness=PAIR)
def compares_the_norms(a, b):
    """The norm of the difference was divided by the norms of both arrays. Every entry is compared
    by itself: a large one must not hide the error of a small one."""
    return np.linalg.norm(a - b) / max(1e-8, np.linalg.norm(a) + np.linalg.norm(b))


@misconception(witness={"a": [1.0, 6.0], "b": [3.0, 5.0]})
def divides_the_largest_difference_by_the_largest_size(a, b):
    """The largest difference was divided by the largest size, which may be those of two different
    entries. Divide entry by entry, then take the largest quotient."""
    return np.max(np.abs(a - b)) / max(1e-8, np.max(np.abs(a) + np.abs(b)))


@misconception(witness=PAIR)
def returns_the_absolute_error(a, b):
    """The largest difference came back without being divided by anything. Divide it by the sizes of
    the two entries."""
    return np.max(np.abs(a - b))


@misconception(witness=PAIR)
def returns_an_error_for_every_entry(a, b):
    """One error for each entry came back. Return the largest of them, a single number."""
    return np.abs(a - b) / np.maximum(1e-8, np.abs(a) + np.abs(b))


@misconception(witness=PAIR)
def divides_by_the_mean_size(a, b):
    """The sum of the sizes was halved. Here the differences are divided by the whole sum, |a| +
    |b|."""
    return np.max(np.abs(a - b) / np.maximum(1e-8, (np.abs(a) + np.abs(b)) / 2))


@misconception(witness={"a": [1.0, 3.0], "b": [2.0, 2.0]})
def lets_the_sign_decide(a, b):
    """The differences kept their signs, so that an entry that is too small never counts. Take |a -
    b|."""
    return np.max((a - b) / np.maximum(1e-8, np.abs(a) + np.abs(b)))


@misconception(witness={"a": [1.0, -2.0], "b": [2.0, 1.0]})
def adds_before_it_takes_sizes(a, b):
    """The size was taken of the sum, |a + b|, in which opposite signs cancel. Add the two sizes:
    |a| + |b|."""
    return np.max(np.abs(a - b) / np.maximum(1e-8, np.abs(a + b)))


@misconception(witness={"a": [0.0, 1.0], "b": [0.0, 3.0]})
def divides_0_by_0(a, b):
    """Where both entries are 0, the quotient 0 / 0 is nan. Divide by at least 1e-8."""
    return np.max(np.abs(a - b) / (np.abs(a) + np.abs(b)))


@misconception(witness={"a": [1e-8], "b": [3e-8]})
def adds_the_floor(a, b):
    """1e-8 was added to the sizes, which shows where they are small. It is a floor: the larger of
    1e-8 and |a| + |b|."""
    return np.max(np.abs(a - b) / (1e-8 + np.abs(a) + np.abs(b)))


@misconception(witness={"a": [2e-9], "b": [0.0]})
def uses_another_floor(a, b):
    """Tiny numbers were divided by something else than 1e-8. The floor under |a| + |b| is 1e-8
    exactly."""
    return np.max(np.abs(a - b) / np.maximum(1e-12, np.abs(a) + np.abs(b)))


SMALL = (0.0, 1e-8, -1e-8, 2e-9, -3e-9, 4e-8)

EXERCISE = Exercise(
    inputs={
        "a": array("... D", floats(-10, 10), floats(-1e6, 1e6, special=SMALL)),
        "b": array("... D", floats(-10, 10), floats(-1e6, 1e6, special=SMALL)),
    },
    reference=reference,
    second_source=second_source,
    cases=(
        case(a=[1.0, 3.0], b=[1.0, 1.0]),
        case(a=[[2.0, -4.0]], b=[[2.0000002, -4.0]]),
        case(a=[0.0], b=[0.0]),
        case(a=[1e-9], b=[-1e-9], tier="edge"),
        case(a=[5e-9], b=[-5e-9], tier="edge"),
        case(a=[1.0, 0.0], b=[1.0, 3e-9], tier="edge"),
    ),
    refusals=(
        refusal(ValueError, "3 numbers against a single one", a=np.ones(3), b=np.ones(1)),
        refusal(ValueError, "a single number against 3", a=np.ones(1), b=np.ones(3)),
        refusal(ValueError, "a column against a flat array", a=np.ones((2, 1)), b=np.ones(2)),
        refusal(ValueError, "2 numbers against 3", a=np.ones(2), b=np.ones(3)),
    ),
    laws=(does_not_mind_which_comes_first, is_0_for_equal_arrays, does_not_mind_the_unit),
    misconceptions=(
        divides_by_the_larger_one,
        divides_by_the_second_alone,
        divides_by_the_first_alone,
        averages_the_errors,
        sums_the_errors,
        compares_the_norms,
        divides_the_largest_difference_by_the_largest_size,
        returns_the_absolute_error,
        returns_an_error_for_every_entry,
        divides_by_the_mean_size,
        lets_the_sign_decide,
        adds_before_it_takes_sizes,
        divides_0_by_0,
        adds_the_floor,
        uses_another_floor,
    ),
    hints=(
        "Why is a difference of 0.001 bad for gradients of 0.001 and good for gradients of "
        "1000? And what is 0 / 0?",
        "Compute everything entry by entry, and take the largest in the very end. Which "
        "function of NumPy takes the larger of a number and each entry of an array?",
        "np.max(np.abs(a - b) / np.maximum(1e-8, np.abs(a) + np.abs(b))), after a check that the "
        "shapes are equal.",
    ),
)
