"""ReLU: keep what is positive."""

from __future__ import annotations

import numpy as np
import torch

from grader.declare import (
    Exercise,
    array,
    assert_close,
    assert_equal,
    case,
    floats,
    law,
    misconception,
)


def reference(x: torch.Tensor) -> torch.Tensor:
    return torch.relu(x)


def second_source(m, x):
    return m.where(x > 0, x, m.number(0.0))


@law(edge=10, x=array("... D", floats(-10, 10), floats(-1000, 1000, special=(0.0,))))
def splits_x_in_two(relu, x):
    """The answer to x minus the answer to -x is x itself: one is the positive part, the other the
    negative part."""
    assert_close(relu(x) - relu(-x), x, rtol=1e-12)


@law(edge=10)
def changes_nothing_the_second_time(relu, x):
    """What is 0 or positive stays as it is, so that ReLU of ReLU is ReLU."""
    y = np.maximum(x, 0.0)
    assert_equal(relu(y), y)


@law(factor=floats(0.1, 10))
def stretches_with_its_input(relu, x, factor):
    """Multiplying x by a positive number multiplies the answer by the same number."""
    assert_close(relu(factor * x), factor * relu(x), rtol=1e-12)


@misconception(witness=[2.0, -np.inf])
def multiplies_infinity_by_0(x):
    """x * (x > 0) multiplies -inf by 0, which is nan. Choose between x and 0 instead of
    multiplying: np.maximum or np.where."""
    return x * (x > 0)


@misconception(witness=[-2.0, 3.0])
def returns_the_size(x):
    """Negative numbers come back with their sign removed. ReLU makes 0 of them."""
    return np.abs(x)


@misconception(witness=[-1.0, 3.0])
def keeps_the_negative_numbers(x):
    """The positive numbers became 0 and the negative ones were kept. It is max(x, 0), not
    min."""
    return np.minimum(x, 0.0)


@misconception(witness=[-4.0, 2.0])
def returns_the_derivative(x):
    """This is the slope of ReLU, 0 or 1. ReLU itself returns positive numbers as they are."""
    return np.where(x > 0, 1.0, 0.0)


@misconception(witness=[-3.0, 4.0])
def changes_nothing(x):
    """Everything comes back as it was, the negative numbers too. They must become 0."""
    return x.copy()


@misconception(witness=[-5.0, 2.0])
def leaks(x):
    """Negative numbers keep a hundredth of themselves, which is leaky ReLU. ReLU makes 0 of
    them."""
    return np.where(x > 0, x, 0.01 * x)


@misconception(witness=[2.0, 8.0])
def cuts_off_at_6(x):
    """Numbers above 6 were cut down to 6, which is ReLU6. ReLU has no upper end."""
    return np.clip(x, 0.0, 6.0)


@misconception(witness=[-1.0, 5.0])
def cuts_off_at_1(x):
    """Numbers above 1 were cut down to 1. ReLU has no upper end: only the negative numbers
    change."""
    return np.clip(x, 0.0, 1.0)


@misconception(witness=[[1.0, -2.0], [-3.0, 0.5]])
def returns_the_largest_number(x):
    """np.max(x) finds one number for the whole array. Compare every entry with 0 by itself:
    np.maximum(x, 0)."""
    return np.asarray(max(x.max(initial=0.0), 0.0))


@misconception(witness=[0.5, 1.5])
def starts_at_1(x):
    """Numbers between 0 and 1 became 0 as well. Everything above 0 is kept."""
    return np.where(x > 1, x, 0.0)


@misconception(witness=[-1.5, 0.25])
def writes_into_its_input(x):
    """The zeros were written into the array that came in, which the caller still needs. Make a
    new array, for example with np.maximum."""
    x[x < 0] = 0
    return x


EXERCISE = Exercise(
    inputs={
        "x": array(
            "... D",
            floats(-10, 10),
            floats(-1000, 1000, special=(0.0, 1e-30, np.inf, -np.inf)),
        )
    },
    reference=reference,
    second_source=second_source,
    empty="D",
    cases=(
        case(x=[-2.0, 0.0, 3.0]),
        case(x=[-np.inf, np.inf], tier="edge"),
    ),
    laws=(splits_x_in_two, changes_nothing_the_second_time, stretches_with_its_input),
    misconceptions=(
        multiplies_infinity_by_0,
        returns_the_size,
        keeps_the_negative_numbers,
        returns_the_derivative,
        changes_nothing,
        leaks,
        cuts_off_at_6,
        cuts_off_at_1,
        returns_the_largest_number,
        starts_at_1,
        writes_into_its_input,
    ),
    hints=(
        "What must become of a negative number, and what of a positive one? What is -inf * 0?",
        "NumPy has a function that compares two arrays, or an array and a number, entry by entry "
        "and keeps the larger one. It is not np.max.",
        "np.maximum takes x and 0.0.",
    ),
)
