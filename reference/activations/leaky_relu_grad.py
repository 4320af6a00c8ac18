"""The slope of leaky ReLU."""

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
    scalar,
)


def reference(x: torch.Tensor, alpha: float = 0.01) -> torch.Tensor:
    return derivative(lambda z: torch.nn.functional.leaky_relu(z, negative_slope=alpha), x)


def second_source(m, x, alpha=0.01):
    return m.where(x > 0, m.number(1.0), alpha)


@law(edge=10)
def has_two_slopes(leaky_relu_grad, x, alpha):
    """Of x and -x one has the slope 1 and the other the slope alpha; at 0 both are alpha."""
    total = leaky_relu_grad(x, alpha) + leaky_relu_grad(-x, alpha)
    assert_close(total, np.where(x == 0, 2 * alpha, 1 + alpha), rtol=1e-12, scale=1.0)


@law(edge=10)
def is_the_slope_from_0(leaky_relu_grad, x, alpha):
    """Leaky ReLU is straight on either side of 0, so that its slope times x is leaky ReLU."""
    assert_close(leaky_relu_grad(x, alpha) * x, np.where(x > 0, x, alpha * x), rtol=1e-12)


@misconception(witness=[0.0, 2.0])
def has_slope_1_at_0(x, alpha=0.01):
    """At 0 the answer is 1. At the kink alpha is asked for: compare with x > 0 instead of
    x >= 0."""
    return np.where(x >= 0, 1.0, alpha)


@misconception(witness=[0.0, -2.0])
def has_slope_0_at_0(x, alpha=0.01):
    """At 0 itself the answer is 0, because only x > 0 and x < 0 were treated. Give 0 the slope
    alpha, like the negative numbers."""
    return np.where(x > 0, 1.0, np.where(x < 0, alpha, 0.0))


@misconception(witness=[-2.0, 3.0])
def is_flat_for_negative_numbers(x, alpha=0.01):
    """Negative numbers get the slope 0, which is ReLU's. Leaky ReLU rises there with the slope
    alpha."""
    return np.where(x > 0, 1.0, 0.0)


@misconception(witness={"x": [-2.0, 3.0], "alpha": 0.5})
def ignores_alpha(x, alpha=0.01):
    """The slope is always 0.01, whatever alpha is asked for. Return the argument alpha where
    x is not positive."""
    return np.where(x > 0, 1.0, 0.01)


@misconception(witness=[-4.0, 3.0])
def has_another_default(x, alpha=0.1):
    """Without alpha the slope on the negative side is 0.1. The default must be 0.01."""
    return np.where(x > 0, 1.0, alpha)


@misconception(witness=[-8.0, 3.0])
def has_the_default_of_another_library(x, alpha=0.2):
    """Without alpha the slope on the negative side is 0.2. The default must be 0.01."""
    return np.where(x > 0, 1.0, alpha)


@misconception(witness={"x": [-2.0, 3.0], "alpha": 0.25})
def returns_leaky_relu(x, alpha=0.01):
    """This is leaky ReLU itself. Its slope does not depend on how large x is: it is 1 or alpha."""
    return np.where(x > 0, x, alpha * x)


@misconception(witness={"x": [-2.0, 3.0], "alpha": 0.25})
def multiplies_alpha_by_x(x, alpha=0.01):
    """The negative numbers get alpha * x, which is the value. The derivative of alpha * x is
    alpha."""
    return np.where(x > 0, 1.0, alpha * x)


@misconception(witness={"x": [-2.0, 3.0], "alpha": 0.25})
def exchanges_the_slopes(x, alpha=0.01):
    """The two slopes are exchanged. Positive numbers have the slope 1, the others alpha."""
    return np.where(x > 0, alpha, 1.0)


@misconception(witness={"x": [-2.0, 3.0], "alpha": 0.25})
def flips_the_sign(x, alpha=0.01):
    """The slope is negative on the left, but the graph rises there too: alpha, without a minus."""
    return np.where(x > 0, 1.0, -alpha)


@misconception(witness={"x": [-2.0, 3.0], "alpha": 0.25})
def adds_alpha_everywhere(x, alpha=0.01):
    """Positive numbers get 1 + alpha. alpha replaces the slope 0 of the negative side; on the
    positive side the slope is 1."""
    return np.where(x > 0, 1.0, 0.0) + alpha


EXERCISE = Exercise(
    inputs={
        "x": array("... D", floats(-10, 10), floats(-1000, 1000, special=(0.0, 1e-30))),
        "alpha": scalar(floats(0.01, 0.5), floats(0.0, 1.0, special=(0.0, 1.0))),
    },
    reference=reference,
    second_source=second_source,
    empty="D",
    cases=(
        case(x=[-2.0, 0.0, 3.0]),
        case(x=[-2.0, 3.0], alpha=0.5),
        case(x=[0.0, 1e-30, -1e-30], alpha=0.25, tier="edge"),
    ),
    laws=(has_two_slopes, is_the_slope_from_0),
    misconceptions=(
        has_slope_1_at_0,
        has_slope_0_at_0,
        is_flat_for_negative_numbers,
        ignores_alpha,
        has_another_default,
        has_the_default_of_another_library,
        returns_leaky_relu,
        multiplies_alpha_by_x,
        exchanges_the_slopes,
        flips_the_sign,
        adds_alpha_everywhere,
    ),
    hints=(
        "What is the derivative of x, and what is that of alpha * x?",
        "np.where chooses between two numbers; look at which side 0 belongs to, and at the dtype "
        "of the answer when x is float32.",
        "Where x > 0 the answer is 1.0, elsewhere alpha; .astype(x.dtype) keeps the dtype.",
    ),
)
