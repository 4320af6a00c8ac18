"""The slope of ELU."""

from __future__ import annotations

import numpy as np
import torch

from grader.declare import (
    Exercise,
    absolute,
    array,
    assert_close,
    case,
    derivative,
    floats,
    law,
    misconception,
    scalar,
)


def reference(x: torch.Tensor, alpha: float = 1.0) -> torch.Tensor:
    return derivative(lambda z: torch.nn.functional.elu(z, alpha=alpha), x)


def second_source(m, x, alpha=1.0):
    return m.where(x > 0, m.number(1.0), alpha * m.exp(m.minimum(x, m.number(0.0))))


@law(x=array("D", floats(-10, 0)))
def falls_like_an_exponential(elu_grad, x, alpha):
    """Below 0, one step of 1 to the left makes the slope exp(1) times smaller."""
    assert_close(np.e * elu_grad(x - 1, alpha), elu_grad(x, alpha), scale=alpha)


@law(edge=10, x=array("D", floats(1e-6, 10), floats(1e-6, 1000)))
def is_1_on_the_right(elu_grad, x, alpha):
    """Right of 0 the slope is 1, whatever alpha is."""
    assert_close(elu_grad(x, alpha), np.ones_like(x), rtol=1e-14)


@law(x=array("D", floats(-10, -0.001)))
def is_the_slope_of_elu(elu_grad, x, alpha):
    """One small step h to either side of x, ELU changes by 2 * h times the answer."""
    h = 1e-4
    rise = alpha * (np.expm1(x + h) - np.expm1(x - h))
    # Central differences err by h**2 / 6 times the third derivative, which is at most alpha.
    assert_close(elu_grad(x, alpha), rise / (2 * h), rtol=1e-8, scale=alpha)


@misconception(witness={"x": [0.0, 2.0, -1.0], "alpha": 2.0})
def has_slope_1_at_0(x, alpha=1.0):
    """At 0 the answer is 1. At the kink alpha is asked for: compare with x > 0 instead of
    x >= 0."""
    return np.where(x >= 0, 1.0, alpha * np.exp(np.minimum(x, 0.0)))


@misconception(witness={"x": [-1.0, 2.0], "alpha": 2.0})
def ignores_alpha(x, alpha=1.0):
    """Below 0 this is exp(x), whatever alpha is asked for. The factor alpha of ELU stays in front
    when the derivative is taken."""
    return np.where(x > 0, 1.0, np.exp(np.minimum(x, 0.0)))


@misconception(witness=[-0.5, 1.0])
def has_the_default_of_leaky_relu(x, alpha=0.01):
    """Without alpha the slope at 0 is 0.01. The default must be 1.0."""
    return np.where(x > 0, 1.0, alpha * np.exp(np.minimum(x, 0.0)))


@misconception(witness={"x": [-1.0, 2.0], "alpha": 2.0})
def keeps_the_minus_1(x, alpha=1.0):
    """Below 0 this is alpha * (exp(x) - 1), the value of ELU. The derivative of the constant -1 is
    0: alpha * exp(x) remains."""
    return np.where(x > 0, 1.0, alpha * np.expm1(np.minimum(x, 0.0)))


@misconception(witness={"x": [-1.0, 2.0], "alpha": 2.0})
def returns_elu(x, alpha=1.0):
    """This is ELU itself. Its slope is 1 for positive x and alpha * exp(x) for the others."""
    return np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0.0)))


@misconception(witness={"x": [-1.0, 2.0], "alpha": 2.0})
def is_constant_below_0(x, alpha=1.0):
    """The slope is alpha for all negative numbers, which is leaky ReLU's. ELU gets flatter to the
    left: alpha * exp(x)."""
    return np.where(x > 0, 1.0, alpha)


@misconception(witness={"x": [-1.0, 2.0], "alpha": 2.0})
def adds_alpha_to_the_exponential(x, alpha=1.0):
    """Below 0 this is exp(x) + alpha. The slope is the product of the two; or add alpha to ELU
    itself, which comes to the same."""
    return np.where(x > 0, 1.0, np.exp(np.minimum(x, 0.0)) + alpha)


@misconception(witness={"x": [-1.0, 2.0], "alpha": 2.0})
def scales_the_positive_side(x, alpha=1.0):
    """Positive numbers got the slope alpha. ELU keeps them as they are, so their slope is 1."""
    return alpha * np.exp(np.minimum(x, 0.0))


@misconception(witness={"x": [-1.0, 2.0], "alpha": 2.0})
def is_flat_below_0(x, alpha=1.0):
    """Negative numbers get the slope 0, which is ReLU's. ELU still rises there, by
    alpha * exp(x)."""
    return np.where(x > 0, 1.0, 0.0)


@misconception(witness={"x": [-1.0, 2.0], "alpha": 2.0})
def flips_the_exponent(x, alpha=1.0):
    """Below 0 this is alpha * exp(-x), which grows to the left. The slope falls there: the
    exponent is x itself."""
    return np.where(x > 0, 1.0, alpha * np.exp(np.abs(x)))


@misconception(witness={"x": [-1.0, 2.0], "alpha": 2.0})
def multiplies_by_x(x, alpha=1.0):
    """There is a factor x too many. The derivative of exp(x) is exp(x) itself; only powers of x
    lose one when they are differentiated."""
    return np.where(x > 0, 1.0, alpha * x * np.exp(np.minimum(x, 0.0)))


@misconception(witness={"x": [-1.0, 0.0, 1000.0], "alpha": 2.0})
def multiplies_infinity_by_0(x, alpha=1.0):
    """exp(1000) is inf, and inf times 0 is nan. To switch off a side, choose with np.where instead
    of multiplying by a mask."""
    return (x > 0) + alpha * np.exp(x) * (x <= 0)


EXERCISE = Exercise(
    inputs={
        "x": array(
            "... D",
            floats(-10, 10),
            floats(-1000, 1000, special=(0.0, 1e-10, 1000.0, np.inf, -np.inf)),
        ),
        "alpha": scalar(floats(0.1, 3.0), floats(0.01, 10.0)),
    },
    reference=reference,
    second_source=second_source,
    # elu(x) + alpha is off by rounding errors of alpha, which is at most 10, and is right here.
    accuracy=absolute(4.0),
    empty="D",
    cases=(
        case(x=[-np.log(2.0), 0.0, 3.0]),
        case(x=[-np.log(2.0), 0.0, 3.0], alpha=3.0),
        case(x=[-np.inf, np.inf, -1000.0, 1000.0], alpha=2.0, tier="edge"),
    ),
    laws=(falls_like_an_exponential, is_1_on_the_right, is_the_slope_of_elu),
    misconceptions=(
        has_slope_1_at_0,
        ignores_alpha,
        has_the_default_of_leaky_relu,
        keeps_the_minus_1,
        returns_elu,
        is_constant_below_0,
        adds_alpha_to_the_exponential,
        scales_the_positive_side,
        is_flat_below_0,
        flips_the_exponent,
        multiplies_by_x,
        multiplies_infinity_by_0,
    ),
    hints=(
        "What is the derivative of x? And of alpha * (exp(x) - 1): what becomes of the constant?",
        "np.where chooses between the two slopes; look at which side 0 itself belongs to, and at "
        "the dtype of the answer when x is float32.",
        "Where x > 0 the slope is 1.0, elsewhere alpha * np.exp(x); where x is large the "
        "exponential may overflow, but is not chosen.",
    ),
)
