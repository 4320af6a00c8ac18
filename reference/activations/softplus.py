"""Softplus: a ReLU without a corner."""

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
    # torch's own softplus answers x above 20, which is off by 2e-9 there.
    return torch.clamp(x, min=0.0) + torch.log1p(torch.exp(-torch.abs(x)))


def second_source(m, x):
    return m.log1p(m.exp(x))


@law(edge=10, x=array("... D", floats(-10, 10), floats(-1000, 1000, special=(0.0,))))
def splits_x_in_two(softplus, x):
    """The answer to x minus the answer to -x is x itself."""
    assert_close(softplus(x) - softplus(-x), x, rtol=1e-12, scale=1.0 + np.abs(x).max(initial=0.0))


@law()
def has_an_exponential_of_1_plus_exp_x(softplus, x):
    """exp of the answer, less 1, is exp(x)."""
    assert_close(np.expm1(softplus(x)) * np.exp(-x), np.ones_like(x))


@law(ordinary=0, edge=10, x=array("D", floats(-700, -40)))
def keeps_small_tails(softplus, x):
    """Far to the left the answer to x is exp(x): very small, but not 0."""
    assert_close(softplus(x) / np.exp(x), np.ones_like(x))


@misconception(witness=[0.0, 1000.0])
def overflows(x):
    """exp(1000) is inf, and so is its logarithm. For positive x write the same number as
    x + log(1 + exp(-x))."""
    return np.log1p(np.exp(x))


@misconception(witness=[-40.0, 1000.0])
def overflows_and_loses_small_answers(x):
    """exp(1000) is inf, and 1 + exp(-40) is rounded to 1, whose logarithm is 0. Take exp of -|x|
    only, and log1p of the result, which is log(1 + z) for small z."""
    return np.log(1 + np.exp(x))


@misconception(witness=[-40.0, 1000.0])
def loses_small_answers(x):
    """1 + exp(-40) is rounded to 1, whose logarithm is 0, but the answer is exp(-40). np.log1p(z)
    is log(1 + z) with all the digits of a small z."""
    return np.maximum(x, 0.0) + np.log(1 + np.exp(-np.abs(x)))


@misconception(witness=[0.0, 21.0])
def switches_to_x_at_20(x):
    """Above 20 the answer is x itself, which PyTorch does as well, but at 21 that is off by 8e-10.
    Written as x + log1p(exp(-x)), no such switch is needed."""
    return np.where(x > 20, x, np.log1p(np.exp(np.minimum(x, 20.0))))


@misconception(witness=[-600.0, 600.0])
def clips_x_at_500(x):
    """Numbers beyond 500 are cut off before the exponential, so that all answers further out are
    the same. No clipping is needed if exp is only taken of -|x|."""
    return np.log1p(np.exp(np.clip(x, -500, 500)))


@misconception(witness=[-1.0, 2.0])
def returns_relu(x):
    """This is ReLU, with its corner at 0. Softplus is log(1 + exp(x)), which is log(2) at 0."""
    return np.maximum(x, 0.0)


@misconception(witness=[0.0, 2.0])
def returns_the_derivative(x):
    """This is the sigmoid, the slope of softplus. Asked for is softplus itself,
    log(1 + exp(x))."""
    return 1 / (1 + np.exp(-x))


@misconception(witness=[1.0, 2.0])
def flips_the_sign_of_x(x):
    """This is log(1 + exp(-x)), which falls. The exponent is x, without a minus: where x is
    positive, x itself must be added again."""
    return np.log1p(np.exp(-x))


@misconception(witness=[1.0, 3.0])
def forgets_to_add_x_back(x):
    """This is log(1 + exp(-|x|)), which is the same for x and -x. For positive x, add x to it."""
    return np.log1p(np.exp(-np.abs(x)))


@misconception(witness=[0.0, 1.0])
def measures_in_base_2(x):
    """The logarithm is to base 2. Here, as everywhere unless it is said, log is the natural
    logarithm."""
    return np.logaddexp2(0.0, x / np.log(2.0))


@misconception(witness=[0.5, 1.0])
def forgets_to_add_1(x):
    """log(exp(x)) is x itself. The 1 belongs inside the logarithm: log(1 + exp(x))."""
    return np.log(np.exp(x))


@misconception(witness=[0.0, 3.0])
def adds_1_outside_the_logarithm(x):
    """1 + log(exp(x)) is just 1 + x. The 1 belongs inside the logarithm: log(1 + exp(x))."""
    return 1 + np.log(np.exp(x))


@misconception(witness=[0.5, 2.5])
def flips_the_sign_of_the_answer(x):
    """The answers are negative: this is the logarithm of the sigmoid of -x. Softplus is minus
    that."""
    return -(np.maximum(x, 0.0) + np.log1p(np.exp(-np.abs(x))))


EXERCISE = Exercise(
    inputs={
        "x": array(
            "... D",
            floats(-10, 10),
            # Below -708 the answer has no full precision any more; -1000 and -inf give 0 exactly.
            floats(-700, 1000, special=(0.0, -40.0, 20.5, 1000.0, -1000.0, np.inf, -np.inf)),
        )
    },
    reference=reference,
    second_source=second_source,
    accuracy="relative",
    empty="D",
    cases=(
        case(x=[0.0, np.log(3.0), -np.log(3.0)]),
        case(x=[1000.0, -40.0, 20.5, 21.0, 31.0, -700.0], tier="edge"),
        case(x=[-np.inf, np.inf], tier="edge"),
    ),
    laws=(splits_x_in_two, has_an_exponential_of_1_plus_exp_x, keeps_small_tails),
    misconceptions=(
        overflows,
        overflows_and_loses_small_answers,
        loses_small_answers,
        switches_to_x_at_20,
        clips_x_at_500,
        returns_relu,
        returns_the_derivative,
        flips_the_sign_of_x,
        forgets_to_add_x_back,
        measures_in_base_2,
        forgets_to_add_1,
        adds_1_outside_the_logarithm,
        flips_the_sign_of_the_answer,
    ),
    hints=(
        "What happens to log(1 + exp(x)) when x is 1000? And what is 1 + exp(-40) in floating "
        "point?",
        "Take exp(x) out of the logarithm: log(1 + exp(x)) is x + log(1 + exp(-x)). One of the two "
        "is safe on each side of 0. NumPy has a function for log(1 + z) with small z.",
        "np.log1p(np.exp(-np.abs(x))), and for positive x add x to it.",
    ),
)
