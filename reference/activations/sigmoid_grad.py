"""The slope of the sigmoid."""

from __future__ import annotations

import numpy as np
import torch

from grader.declare import (
    Exercise,
    array,
    assert_close,
    case,
    derivative,
    floats,
    law,
    misconception,
)


def reference(x: torch.Tensor) -> torch.Tensor:
    return derivative(torch.sigmoid, x)


def second_source(m, x):
    shrunk = m.exp(-m.abs(x))
    return shrunk / (1 + shrunk) ** 2


@law()
def is_the_slope_of_the_sigmoid(sigmoid_grad, x):
    """One small step h to either side of x, the sigmoid changes by 2 * h times the answer."""
    h = 1e-4
    rise = 1 / (1 + np.exp(-(x + h))) - 1 / (1 + np.exp(-(x - h)))
    # Central differences err by h**2 / 6 times the third derivative, which is at most 1/8.
    assert_close(sigmoid_grad(x), rise / (2 * h), rtol=1e-8, scale=1.0)


@law(edge=10)
def is_the_same_on_both_sides(sigmoid_grad, x):
    """The slope at -x is the slope at x: the sigmoid rises as steeply on both sides of 0."""
    assert_close(sigmoid_grad(-x), sigmoid_grad(x), rtol=1e-12, scale=1.0)


@misconception(witness=[2.0])
def takes_x_for_the_activation(x):
    """x * (1 - x) is the slope written in terms of the sigmoid's output. Here x is its input, so
    compute s = 1 / (1 + exp(-x)) first and answer s * (1 - s)."""
    return x * (1 - x)


@misconception(witness=[1.0])
def adds_where_it_should_subtract(x):
    """s * (1 + s) is more than 1 for large x, although the sigmoid is flat there. The derivative
    is s * (1 - s), with a minus."""
    s = 1 / (1 + np.exp(-x))
    return s * (1 + s)


@misconception(witness=[0.0, 1.0])
def returns_the_sigmoid(x):
    """This is the sigmoid itself. Its slope is s * (1 - s), which is largest, 0.25, at 0."""
    return 1 / (1 + np.exp(-x))


@misconception(witness=[1.0, 3.0])
def forgets_the_square(x):
    """exp(-x) / (1 + exp(-x)) is 1 - s, half of the product. The denominator of the derivative is
    squared; or write it s * (1 - s)."""
    return np.exp(-x) / (1 + np.exp(-x))


@misconception(witness=[0.0, -1000.0])
def divides_infinity_by_infinity(x):
    """exp(1000) overflows to inf, and inf / inf is nan. Write the slope as s * (1 - s), which has
    no large numbers in it."""
    return np.exp(-x) / (1 + np.exp(-x)) ** 2


@misconception(witness=[0.5])
def differentiates_tanh(x):
    """1 - a**2 is the slope of tanh. That of the sigmoid is s * (1 - s)."""
    return 1 - np.tanh(x) ** 2


@misconception(witness=[-1.0])
def takes_the_square_of_the_sigmoid_from_one(x):
    """1 - s**2 is the rule for tanh, used on the sigmoid. The sigmoid's own rule is
    s * (1 - s)."""
    s = 1 / (1 + np.exp(-x))
    return 1 - s**2


@misconception(witness=[0.25])
def flips_the_sign(x):
    """The answers are negative, but the sigmoid never falls. The derivative of exp(-x) brings one
    minus and the power -1 another: together they vanish."""
    s = 1 / (1 + np.exp(-x))
    return s * (s - 1)


@misconception(witness=[0.75])
def applies_the_sigmoid_twice(x):
    """The sigmoid of the sigmoid is taken before the product. Compute s from x once, then
    s * (1 - s)."""
    s = 1 / (1 + np.exp(-x))
    s = 1 / (1 + np.exp(-s))
    return s * (1 - s)


EXERCISE = Exercise(
    inputs={
        "x": array(
            "... D",
            floats(-10, 10),
            floats(-1000, 1000, special=(-np.inf, np.inf, -40.0, 40.0)),
        )
    },
    reference=reference,
    second_source=second_source,
    accuracy="absolute",  # s * (1 - s) is 0 at 40, where the slope is 4e-18, and is right here
    empty="D",
    cases=(
        case(x=[0.0, np.log(3.0), -np.log(3.0)]),
        case(x=[-np.inf, np.inf], tier="edge"),
    ),
    laws=(is_the_slope_of_the_sigmoid, is_the_same_on_both_sides),
    misconceptions=(
        takes_x_for_the_activation,
        adds_where_it_should_subtract,
        returns_the_sigmoid,
        forgets_the_square,
        divides_infinity_by_infinity,
        differentiates_tanh,
        takes_the_square_of_the_sigmoid_from_one,
        flips_the_sign,
        applies_the_sigmoid_twice,
    ),
    hints=(
        "What is the sigmoid at 0, and what must the slope at 0 be by the formula? Try your "
        "function on 0, on 1000 and on -1000.",
        "First compute s, the sigmoid of x, and then the slope from s alone. At -1000, exp(-x) is "
        "inf: 1 / (1 + inf) is 0, but inf / inf is nan.",
        "Compute s = 1 / (1 + np.exp(-x)), then return s * (1 - s).",
    ),
)
