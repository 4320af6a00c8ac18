"""The slope of ReLU."""

from __future__ import annotations

import numpy as np
import torch

from grader.declare import (
    Exercise,
    array,
    assert_equal,
    case,
    derivative,
    floats,
    law,
    misconception,
)


def reference(x: torch.Tensor) -> torch.Tensor:
    return derivative(torch.relu, x)


def second_source(m, x):
    return m.where(x > 0, m.number(1.0), m.number(0.0))


@law(edge=10, x=array("... D", floats(-10, 10), floats(-1000, 1000, special=(0.0,))))
def is_the_slope_from_0(relu_grad, x):
    """ReLU is straight on either side of 0, so that its slope times x is ReLU itself."""
    assert_equal(relu_grad(x) * x, np.maximum(x, 0.0))


@law(edge=10)
def is_1_on_one_side_only(relu_grad, x):
    """Of x and -x exactly one has the slope 1, except at 0, where the answer is 0."""
    assert_equal(relu_grad(x) + relu_grad(-x), np.where(x == 0, 0.0, 1.0))


@misconception(witness=[0.0, 2.0])
def has_slope_1_at_0(x):
    """At 0 the answer is 1. At the kink 0 is asked for: compare with x > 0 instead of x >= 0."""
    return np.where(x >= 0, 1.0, 0.0)


@misconception(witness=[-3.0, 0.0, 3.0])
def has_slope_one_half_at_0(x):
    """At 0 the answer is 0.5, the mean of the slopes on both sides. At the kink 0 is asked
    for."""
    return np.heaviside(x, 0.5)


@misconception(witness=[-3.0, 2.0])
def returns_the_sign(x):
    """Negative numbers get the slope -1, but ReLU does not fall there: it is flat, with slope
    0."""
    return np.sign(x)


@misconception(witness=[-1.0, 4.0])
def returns_relu(x):
    """This is ReLU itself. Its slope is 1 wherever x is positive, however large x is."""
    return np.maximum(x, 0.0)


@misconception(witness=[-5.0, 5.0])
def exchanges_the_slopes(x):
    """The two slopes are exchanged. ReLU is flat for negative numbers and rises for positive
    ones."""
    return np.where(x < 0, 1.0, 0.0)


@misconception(witness=[-6.0, 7.0])
def has_slope_1_everywhere(x):
    """The slope is 1 everywhere, as if nothing had been cut off. For negative numbers it is 0."""
    return np.ones_like(x)


@misconception(witness=[-4.0, 3.0])
def leaks(x):
    """Negative numbers get the slope 0.01, which is leaky ReLU's. ReLU is flat there: 0."""
    return np.where(x > 0, 1.0, 0.01)


@misconception(witness=[-6.0, 0.0, 1.0])
def returns_booleans(x):
    """The answers are True and False. Turn them into floats of x's own kind, for example with
    .astype(x.dtype)."""
    return x > 0


@misconception(witness=[-3.0, 0.0, 1.5])
def divides_by_x(x):
    """ReLU divided by x is its slope on paper, but at 0 that is 0 / 0, which is nan. Compare x
    with 0 instead."""
    return np.maximum(x, 0.0) / x


@misconception(witness=[0.5, 8.0])
def is_flat_above_6(x):
    """Numbers above 6 get the slope 0, which is ReLU6's. ReLU has no upper end."""
    return np.where((x > 0) & (x < 6), 1.0, 0.0)


EXERCISE = Exercise(
    inputs={
        "x": array(
            "... D",
            floats(-10, 10),
            floats(-1000, 1000, special=(0.0, 1e-30, -1e-30, np.inf, -np.inf)),
        )
    },
    reference=reference,
    second_source=second_source,
    accuracy="exact",
    empty="D",
    cases=(
        case(x=[-2.0, 0.0, 3.0]),
        case(x=[0.0, 1e-30, -1e-30], tier="edge"),
        case(x=[-np.inf, np.inf], tier="edge"),
    ),
    laws=(is_the_slope_from_0, is_1_on_one_side_only),
    misconceptions=(
        has_slope_1_at_0,
        has_slope_one_half_at_0,
        returns_the_sign,
        returns_relu,
        exchanges_the_slopes,
        has_slope_1_everywhere,
        leaks,
        returns_booleans,
        divides_by_x,
        is_flat_above_6,
    ),
    hints=(
        "Draw ReLU. How steep is it to the left of 0, and how steep to the right?",
        "A comparison tells the two sides apart; think about which side 0 itself belongs to, and "
        "make floats of the booleans.",
        "np.where, or .astype(x.dtype) on the comparison x > 0, makes 1.0 of True and 0.0 of "
        "False.",
    ),
)
