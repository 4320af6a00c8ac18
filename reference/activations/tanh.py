"""The hyperbolic tangent: a sigmoid that runs from -1 to 1."""

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
)


def reference(x: torch.Tensor) -> torch.Tensor:
    return torch.tanh(x)


def second_source(m, x):
    return m.tanh(x)


@law()
def is_a_stretched_sigmoid(tanh, x):
    """The sigmoid of 2 * x, stretched to twice its height and moved down by 1, is the answer."""
    assert_close(tanh(x), 2 / (1 + np.exp(-2 * x)) - 1, scale=1.0)


@law(edge=10)
def mirrors_at_zero(tanh, x):
    """The answer to -x is minus the answer to x."""
    assert_close(tanh(-x), -tanh(x), rtol=1e-12, scale=1.0)


@law(x=array("D", floats(-3, 3)), y=array("D", floats(-3, 3)))
def adds_like_velocities(tanh, x, y):
    """The answer to x + y is (a + b) / (1 + a * b), where a and b are the answers to x and y."""
    a, b = tanh(x), tanh(y)
    assert_close(tanh(x + y) * (1 + a * b), a + b, scale=1.0)


@misconception(witness=[0.5, -1000.0, 1000.0])
def divides_infinity_by_infinity(x):
    """exp(1000) overflows to inf, and inf / inf is nan. Take exp only of numbers that are not
    positive, such as -2 * |x|, and give the answer the sign of x."""
    return (np.exp(x) - np.exp(-x)) / (np.exp(x) + np.exp(-x))


@misconception(witness=[0.5, -500.0, 500.0])
def overflows_on_the_right(x):
    """The form with exp(2 * x) is safe for negative x only: at 500 it is inf / inf, which is nan.
    For positive x use exp(-2 * x)."""
    return (np.exp(2 * x) - 1) / (np.exp(2 * x) + 1)


@misconception(witness=[0.5, -400.0, 400.0])
def overflows_on_the_left(x):
    """The form with exp(-2 * x) is safe for positive x only: at -400 it is -inf / inf, which is
    nan. For negative x use exp(2 * x)."""
    return (1 - np.exp(-2 * x)) / (1 + np.exp(-2 * x))


@misconception(witness=[0.0, 1.0])
def returns_the_sigmoid(x):
    """This is the sigmoid, which runs from 0 to 1. Stretch it: tanh(x) is
    2 * sigmoid(2 * x) - 1."""
    return 1 / (1 + np.exp(-x))


@misconception(witness=[0.0, 2.0])
def forgets_to_double_the_input(x):
    """This is 2 * sigmoid(x) - 1, which is tanh(x / 2). The input of the sigmoid must be doubled
    as well: 2 * sigmoid(2 * x) - 1."""
    return 2 / (1 + np.exp(-x)) - 1


@misconception(witness=[0.0, 0.25])
def forgets_to_stretch(x):
    """This is sigmoid(2 * x), which runs from 0 to 1. Multiply it by 2 and subtract 1, so that it
    runs from -1 to 1."""
    return 1 / (1 + np.exp(-2 * x))


@misconception(witness=[0.75])
def flips_the_sign(x):
    """Positive numbers get negative answers. In the numerator exp(-x) is subtracted from
    exp(x)."""
    return (np.exp(-x) - np.exp(x)) / (np.exp(x) + np.exp(-x))


@misconception(witness=[0.5, 2.0])
def swaps_the_two_sums(x):
    """The fraction is upside down: its size is above 1 everywhere. The difference of the
    exponentials belongs on top, their sum below."""
    return (np.exp(x) + np.exp(-x)) / (np.exp(x) - np.exp(-x))


@misconception(witness=[0.5, 1.0])
def forgets_the_denominator(x):
    """The difference of the exponentials grows without end. Divide it by their sum,
    exp(x) + exp(-x)."""
    return (np.exp(x) - np.exp(-x)) / 2


@misconception(witness=[0.5, 3.0])
def returns_the_derivative(x):
    """This is the slope of tanh, 1 - tanh(x)**2. Asked for is tanh itself."""
    e = np.exp(-2 * np.abs(x))
    return 1 - ((1 - e) / (1 + e)) ** 2


@misconception(witness=[-1.5, 0.5])
def loses_the_sign(x):
    """Negative numbers get positive answers: the sign was lost with |x|. Multiply the answer by
    np.sign(x) in the end."""
    e = np.exp(-2 * np.abs(x))
    return (1 - e) / (1 + e)


@misconception(witness=[0.5, 1.5])
def draws_a_straight_line(x):
    """This is the hard tanh, a straight line cut off at -1 and 1. The tanh bends all the way: it
    needs exponentials."""
    return np.clip(x, -1.0, 1.0)


EXERCISE = Exercise(
    inputs={
        "x": array(
            "... D",
            floats(-10, 10),
            floats(-1000, 1000, special=(0.0, np.inf, -np.inf)),
        )
    },
    reference=reference,
    second_source=second_source,
    accuracy="absolute",  # 2 * sigmoid(2 * x) - 1 is 0 at 1e-17, and is right here
    empty="D",
    cases=(
        case(x=[0.0, np.log(2.0), -np.log(2.0)]),
        case(x=[-1000.0, 1000.0], tier="edge"),
        case(x=[-np.inf, np.inf], tier="edge"),
    ),
    forbids=("numpy.tanh", "math.tanh", "cmath.tanh"),
    laws=(is_a_stretched_sigmoid, mirrors_at_zero, adds_like_velocities),
    misconceptions=(
        divides_infinity_by_infinity,
        overflows_on_the_right,
        overflows_on_the_left,
        returns_the_sigmoid,
        forgets_to_double_the_input,
        forgets_to_stretch,
        flips_the_sign,
        swaps_the_two_sums,
        forgets_the_denominator,
        returns_the_derivative,
        loses_the_sign,
        draws_a_straight_line,
    ),
    hints=(
        "What are exp(1000) and exp(-1000) in floating point, and what becomes of the fraction?",
        "Divide both sums of the fraction by exp(x): which exponential remains? For negative x the "
        "answer is minus that of -x. Or start from a sigmoid that never overflows.",
        "With e = np.exp(-2 * np.abs(x)), the answer is (1 - e) / (1 + e) with the sign of x.",
    ),
)
