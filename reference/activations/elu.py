"""ELU: linear above 0, an exponential below."""

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
    scalar,
)


def reference(x: torch.Tensor, alpha: float = 1.0) -> torch.Tensor:
    return torch.where(x > 0, x, alpha * torch.expm1(torch.clamp(x, max=0.0)))


def second_source(m, x, alpha=1.0):
    return m.where(x > 0, x, alpha * m.expm1(m.minimum(x, m.number(0.0))))


@law(x=array("D", floats(-10, 0)))
def is_an_exponential_above_its_floor(elu, x, alpha):
    """Below 0 the answer lies alpha * exp(x) above the floor at -alpha."""
    assert_close(elu(x, alpha) + alpha, alpha * np.exp(x), scale=alpha)


@law(edge=10, x=array("D", floats(1e-6, 10), floats(1e-6, 1000)))
def keeps_positive_numbers(elu, x, alpha):
    """Positive numbers come back as they are, whatever alpha is."""
    assert_close(elu(x, alpha), x, rtol=1e-14)


@law(ordinary=0, edge=10, x=array("D", floats(-1e-9, -1e-12)))
def is_nearly_straight_just_below_0(elu, x, alpha):
    """Just below 0 the answer divided by x is alpha, the slope there, to many digits."""
    assert_close(elu(x, alpha) / x, np.full_like(x, alpha), rtol=1e-8)


@misconception(witness=[-1e-10, 1.0])
def subtracts_1_from_the_exponential(x, alpha=1.0):
    """Just below 0, exp(x) is nearly 1, and exp(x) - 1 keeps only a few digits. np.expm1 computes
    the difference with all of them."""
    return np.where(x > 0, x, alpha * (np.exp(np.minimum(x, 0.0)) - 1))


@misconception(witness=[-1.0, 1.0])
def forgets_to_subtract_1(x, alpha=1.0):
    """Below 0 this is alpha * exp(x), which jumps at 0 and is positive. Subtract 1 from the
    exponential: alpha * (exp(x) - 1)."""
    return np.where(x > 0, x, alpha * np.exp(np.minimum(x, 0.0)))


@misconception(witness={"x": [-1.0, 1.0], "alpha": 2.0})
def subtracts_1_outside_the_product(x, alpha=1.0):
    """alpha * exp(x) - 1 is not 0 at 0 unless alpha is 1. The brackets go round exp(x) - 1, and
    alpha multiplies them."""
    return np.where(x > 0, x, alpha * np.exp(np.minimum(x, 0.0)) - 1)


@misconception(witness={"x": [-1.0, 1.0], "alpha": 2.0})
def ignores_alpha(x, alpha=1.0):
    """The floor is always at -1, whatever alpha is asked for. Multiply exp(x) - 1 by alpha."""
    return np.where(x > 0, x, np.expm1(np.minimum(x, 0.0)))


@misconception(witness=[-0.5, 1.0])
def has_the_default_of_leaky_relu(x, alpha=0.01):
    """Without alpha the floor is at -0.01. The default must be 1.0."""
    return np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0.0)))


@misconception(witness={"x": [-1.0, 3.0], "alpha": 2.0})
def scales_the_positive_numbers(x, alpha=1.0):
    """The positive numbers were multiplied by alpha as well. They stay as they are."""
    return alpha * np.where(x > 0, x, np.expm1(np.minimum(x, 0.0)))


@misconception(witness={"x": [-1.0, 1.0], "alpha": 2.0})
def flips_the_sign(x, alpha=1.0):
    """Negative numbers got positive answers: it is exp(x) - 1, not 1 - exp(x)."""
    return np.where(x > 0, x, -alpha * np.expm1(np.minimum(x, 0.0)))


@misconception(witness={"x": [-1.0, 1.0], "alpha": 0.5})
def leaks_instead_of_bending(x, alpha=1.0):
    """Below 0 this is alpha * x, a straight line, as in leaky ReLU. ELU bends:
    alpha * (exp(x) - 1)."""
    return np.where(x > 0, x, alpha * x)


@misconception(witness={"x": [-1.0, 1.0], "alpha": 2.0})
def scales_inside_the_exponential(x, alpha=1.0):
    """alpha stands inside the exponential, exp(alpha * x) - 1. It multiplies the whole difference
    from outside."""
    return np.where(x > 0, x, np.expm1(np.minimum(alpha * x, 0.0)))


@misconception(witness={"x": [-1.5, 1.0], "alpha": 2.0})
def exponentiates_minus_x(x, alpha=1.0):
    """Below 0 the exponential of -x was taken, which grows without end. The exponent is x itself,
    which is negative there."""
    return np.where(x > 0, x, alpha * np.expm1(np.abs(x)))


@misconception(witness={"x": [-1.0, 2.0], "alpha": 2.0})
def returns_the_derivative(x, alpha=1.0):
    """These are the slopes of ELU, 1 and alpha * exp(x). Asked for is ELU itself."""
    return np.where(x > 0, 1.0, alpha * np.exp(np.minimum(x, 0.0)))


@misconception(witness={"x": [-1.0, 0.0, 1000.0], "alpha": 2.0})
def multiplies_infinity_by_0(x, alpha=1.0):
    """exp(1000) is inf, and inf times 0 is nan. To switch off a side, choose with np.where instead
    of multiplying by a mask."""
    return x * (x > 0) + alpha * np.expm1(x) * (x <= 0)


@misconception(witness={"x": [-1.0, 1.0], "alpha": 2.0})
def bends_the_positive_side(x, alpha=1.0):
    """The two sides are exchanged: the exponential was taken of the positive numbers. Keep x where
    x > 0."""
    return np.where(x < 0, x, alpha * np.expm1(x))


EXERCISE = Exercise(
    inputs={
        "x": array(
            "... D",
            floats(-10, 10),
            floats(-1000, 1000, special=(0.0, -1e-10, 1000.0, np.inf, -np.inf)),
        ),
        "alpha": scalar(floats(0.1, 3.0), floats(0.01, 10.0)),
    },
    reference=reference,
    second_source=second_source,
    accuracy="relative",
    empty="D",
    cases=(
        case(x=[-np.log(2.0), 0.0, 3.0]),
        case(x=[-np.log(2.0), 3.0], alpha=2.0),
        case(x=[-1e-10, -1e-5, 1e-10], tier="edge"),
        case(x=[-np.inf, np.inf, -1000.0, 1000.0], alpha=2.0, tier="edge"),
    ),
    laws=(
        is_an_exponential_above_its_floor,
        keeps_positive_numbers,
        is_nearly_straight_just_below_0,
    ),
    misconceptions=(
        subtracts_1_from_the_exponential,
        forgets_to_subtract_1,
        subtracts_1_outside_the_product,
        ignores_alpha,
        has_the_default_of_leaky_relu,
        scales_the_positive_numbers,
        flips_the_sign,
        leaks_instead_of_bending,
        scales_inside_the_exponential,
        exponentiates_minus_x,
        returns_the_derivative,
        multiplies_infinity_by_0,
        bends_the_positive_side,
    ),
    hints=(
        "What is exp(-1e-10) - 1 in floating point, and what should it be? Draw the graph for "
        "alpha = 2: where does it cross 0, and where is its floor?",
        "NumPy has a function for exp(x) - 1 that keeps the digits of small x. Choose between the "
        "two sides with np.where.",
        "np.where takes x > 0, then x, then alpha * np.expm1(x); where x is large the exponential "
        "may overflow, but is not chosen.",
    ),
)
