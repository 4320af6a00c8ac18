"""The slope of the hyperbolic tangent."""

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
    return derivative(torch.tanh, x)


def second_source(m, x):
    shrunk = m.exp(-2 * m.abs(x))
    return 4 * shrunk / (1 + shrunk) ** 2


@law()
def is_the_slope_of_tanh(tanh_grad, x):
    """One small step h to either side of x, tanh changes by 2 * h times the answer."""
    h = 1e-4
    # Central differences err by h**2 / 6 times the third derivative, which is at most 2.
    assert_close(tanh_grad(x), (np.tanh(x + h) - np.tanh(x - h)) / (2 * h), rtol=1e-8, scale=1.0)


@law(edge=10)
def is_the_same_on_both_sides(tanh_grad, x):
    """The slope at -x is the slope at x: tanh rises as steeply on both sides of 0."""
    assert_close(tanh_grad(-x), tanh_grad(x), rtol=1e-12, scale=1.0)


def squashed(x):
    e = np.exp(-2 * np.abs(x))
    return np.sign(x) * (1 - e) / (1 + e)


@misconception(witness=[0.5, 2.0])
def forgets_the_square(x):
    """This is 1 - a. The slope is 1 - a**2: the square makes it the same for x and -x."""
    return 1 - squashed(x)


@misconception(witness=[0.5, 3.0])
def takes_x_for_the_activation(x):
    """1 - x**2 is the slope written in terms of tanh's output. Here x is its input, so compute
    a = tanh(x) first and answer 1 - a**2."""
    return 1 - x**2


@misconception(witness=[0.0, 1.0])
def uses_the_rule_of_the_sigmoid(x):
    """a * (1 - a) is the rule for the sigmoid's slope. That of tanh is 1 - a**2."""
    a = squashed(x)
    return a * (1 - a)


@misconception(witness=[0.0, 0.25])
def differentiates_the_sigmoid(x):
    """This is the slope of the sigmoid, which is 0.25 at 0. Tanh is steeper: its slope at 0 is
    1."""
    s = 1 / (1 + np.exp(-x))
    return s * (1 - s)


@misconception(witness=[0.0, 0.5])
def returns_tanh(x):
    """This is tanh itself. Its slope is 1 - a**2, which is largest, 1, at 0."""
    return squashed(x)


@misconception(witness=[0.5, 1.0])
def adds_where_it_should_subtract(x):
    """1 + a**2 is nearly 2 for large x, although tanh is flat there. The derivative is 1 - a**2,
    with a minus."""
    return 1 + squashed(x) ** 2


@misconception(witness=[0.0, -1000.0])
def divides_infinity_by_infinity(x):
    """exp(1000) overflows to inf, and inf / inf is nan. Compute tanh so that exp is only taken of
    numbers that are not positive, and then 1 - a**2."""
    return 1 - ((np.exp(x) - np.exp(-x)) / (np.exp(x) + np.exp(-x))) ** 2


@misconception(witness=[0.0, 2.0])
def flips_the_sign(x):
    """The answers are negative, but tanh never falls. The derivative is 1 - a**2 and not
    a**2 - 1."""
    return squashed(x) ** 2 - 1


@misconception(witness=[0.5, 4.0])
def applies_tanh_twice(x):
    """The tanh of the tanh is squared. Compute a from x once, then 1 - a**2."""
    return 1 - squashed(squashed(x)) ** 2


@misconception(witness=[0.0, 0.75])
def forgets_the_inner_derivative(x):
    """tanh(x) is 2 * sigmoid(2 * x) - 1, and its slope has two factors of 2: one from the
    stretching and one from 2 * x inside. The answer has only one of them."""
    s = 1 / (1 + np.exp(-2 * x))
    return 2 * s * (1 - s)


EXERCISE = Exercise(
    inputs={
        "x": array(
            "... D",
            floats(-10, 10),
            floats(-1000, 1000, special=(0.0, np.inf, -np.inf, -20.0, 20.0)),
        )
    },
    reference=reference,
    second_source=second_source,
    accuracy="absolute",  # 1 - a**2 is 0 at 20, where the slope is 2e-17, and is right here
    empty="D",
    cases=(
        case(x=[0.0, np.log(2.0), -np.log(2.0)]),
        case(x=[-1000.0, 1000.0], tier="edge"),
        case(x=[-np.inf, np.inf], tier="edge"),
    ),
    laws=(is_the_slope_of_tanh, is_the_same_on_both_sides),
    misconceptions=(
        forgets_the_square,
        takes_x_for_the_activation,
        uses_the_rule_of_the_sigmoid,
        differentiates_the_sigmoid,
        returns_tanh,
        adds_where_it_should_subtract,
        divides_infinity_by_infinity,
        flips_the_sign,
        applies_tanh_twice,
        forgets_the_inner_derivative,
    ),
    hints=(
        "What is tanh at 0, and what must the slope at 0 be by the formula? Try your function on "
        "0, on 1000 and on -1000.",
        "First compute a, the tanh of x, without overflow, and then the slope from a alone.",
        "With e = np.exp(-2 * np.abs(x)), the size of a is (1 - e) / (1 + e); return 1 minus its "
        "square.",
    ),
)
