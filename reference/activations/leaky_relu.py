"""Leaky ReLU: negative numbers shrink instead of vanishing."""

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


def reference(x: torch.Tensor, alpha: float = 0.01) -> torch.Tensor:
    return torch.nn.functional.leaky_relu(x, negative_slope=alpha)


def second_source(m, x, alpha=0.01):
    return m.where(x > 0, x, alpha * x)


@law(edge=10)
def adds_up_to_both_slopes(leaky_relu, x, alpha):
    """The answer to x minus the answer to -x is (1 + alpha) * x: one of them rises with slope 1,
    the other with slope alpha."""
    assert_close(leaky_relu(x, alpha) - leaky_relu(-x, alpha), (1 + alpha) * x, rtol=1e-12)


@law(factor=floats(0.1, 10))
def stretches_with_its_input(leaky_relu, x, alpha, factor):
    """Multiplying x by a positive number multiplies the answer by the same number."""
    assert_close(leaky_relu(factor * x, alpha), factor * leaky_relu(x, alpha), rtol=1e-12)


@misconception(witness=[-2.0, 3.0])
def makes_zeros_of_negative_numbers(x, alpha=0.01):
    """Negative numbers became 0, which is ReLU. Here a little leaks through: alpha * x."""
    return np.where(x > 0, x, 0.0)


@misconception(witness={"x": [-2.0, 3.0], "alpha": 0.5})
def ignores_alpha(x, alpha=0.01):
    """The slope is always 0.01, whatever alpha is asked for. Multiply the negative numbers by the
    argument alpha."""
    return np.where(x > 0, x, 0.01 * x)


@misconception(witness=[-4.0, 3.0])
def has_another_default(x, alpha=0.1):
    """Without alpha the slope on the negative side is 0.1. The default must be 0.01."""
    return np.where(x > 0, x, alpha * x)


@misconception(witness=[-8.0, 3.0])
def has_the_default_of_another_library(x, alpha=0.2):
    """Without alpha the slope on the negative side is 0.2. The default must be 0.01."""
    return np.where(x > 0, x, alpha * x)


@misconception(witness={"x": [-2.0, 3.0], "alpha": 0.25})
def returns_alpha_for_negative_numbers(x, alpha=0.01):
    """All negative numbers get the same answer, alpha. It is a slope: multiply x by it."""
    return np.where(x > 0, x, alpha)


@misconception(witness={"x": [-2.0, 3.0], "alpha": 0.25})
def flips_the_sign(x, alpha=0.01):
    """Negative numbers get positive answers. The graph keeps rising through 0: alpha * x, without
    a minus."""
    return np.where(x > 0, x, -alpha * x)


@misconception(witness={"x": [-2.0, 3.0], "alpha": 0.25})
def shrinks_the_positive_numbers(x, alpha=0.01):
    """The two sides are exchanged: positive numbers were shrunk and negative ones kept. Keep x
    where x > 0."""
    return np.where(x > 0, alpha * x, x)


@misconception(witness={"x": [-2.0, 3.0], "alpha": 0.25})
def shrinks_everything(x, alpha=0.01):
    """The positive numbers were multiplied by alpha as well. They stay as they are."""
    return alpha * x


@misconception(witness={"x": [-2.0, 3.0], "alpha": 0.25})
def returns_the_derivative(x, alpha=0.01):
    """These are the slopes, 1 and alpha. Asked for is leaky ReLU itself: each slope times x."""
    return np.where(x > 0, 1.0, alpha)


@misconception(witness={"x": [-2.0, 3.0], "alpha": 0.25})
def adds_alpha(x, alpha=0.01):
    """alpha was added to the answers of ReLU. It is a slope and not a height: multiply the negative
    numbers by it."""
    return np.maximum(x, 0.0) + alpha


@misconception(witness={"x": [-2.0, 3.0], "alpha": 0.25})
def adds_alpha_x_everywhere(x, alpha=0.01):
    """alpha * x was added to ReLU for the positive numbers too, which made them too large. Add it
    where x is negative only."""
    return np.maximum(x, 0.0) + alpha * x


@misconception(witness={"x": [-2.0, 3.0], "alpha": 0.25})
def divides_by_alpha(x, alpha=0.01):
    """Negative numbers were divided by alpha and grew. Multiply them by alpha, so that they
    shrink."""
    return np.where(x > 0, x, x / alpha)


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
        case(x=[-2.0, 3.0], alpha=0.0, tier="edge"),
    ),
    laws=(adds_up_to_both_slopes, stretches_with_its_input),
    misconceptions=(
        makes_zeros_of_negative_numbers,
        ignores_alpha,
        has_another_default,
        has_the_default_of_another_library,
        returns_alpha_for_negative_numbers,
        flips_the_sign,
        shrinks_the_positive_numbers,
        shrinks_everything,
        returns_the_derivative,
        adds_alpha,
        adds_alpha_x_everywhere,
        divides_by_alpha,
    ),
    hints=(
        "Draw the graph: two straight lines that meet at 0. How steep is each of them?",
        "Which entries are multiplied by alpha, and which stay as they are? np.where chooses.",
        "np.where takes the condition x > 0, then x, then alpha * x.",
    ),
)
