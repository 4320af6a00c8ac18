"""The gradient of a loss with an L1 penalty."""

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
    integers,
    law,
    misconception,
    refusal,
    scalar,
    vjp,
)


def reference(dW: torch.Tensor, W: torch.Tensor, lam: float, num_examples: int) -> torch.Tensor:
    def penalty(W):
        return lam / num_examples * W.abs().sum()

    (slope,) = vjp(penalty, dW.new_ones(()), W)
    return dW + slope


def second_source(m, dW, W, lam, num_examples):
    """Weight by weight."""
    out = np.zeros(dW.shape, dtype=object)
    for index in np.ndindex(dW.shape):
        slope = (W[index] > 0) * 1 - (W[index] < 0) * 1
        out[index] = dW[index] + slope * lam / num_examples
    return out


# --- laws -----------------------------------------------------------------------------------------


@law(edge=10)
def is_the_gradient_of_the_data_without_a_penalty(l1_gradient, dW, W, num_examples):
    """With lam = 0 nothing is added: dW comes back."""
    assert_equal(l1_gradient(dW, W, 0.0, num_examples), dW)


@law(factor=floats(2.0, 5.0))
def pulls_large_and_small_weights_alike(l1_gradient, dW, W, lam, num_examples, factor):
    """Larger weights of the same signs get the same gradient."""
    once = l1_gradient(dW, W, lam, num_examples)
    assert_close(l1_gradient(dW, factor * W, lam, num_examples), once, rtol=1e-12)


@law()
def is_odd_in_the_weights(l1_gradient, dW, W, lam, num_examples):
    """Weights of the opposite signs are pulled the opposite way: the two gradients add up to 2
    dW."""
    one = l1_gradient(dW, W, lam, num_examples)
    other = l1_gradient(dW, -W, lam, num_examples)
    assert_close(one + other, 2 * dW, scale=100.0, rtol=1e-12)


# --- mistakes -------------------------------------------------------------------------------------


WITNESS = {"dW": [1.0, 1.0, 1.0], "W": [4.0, -2.0, 0.0], "lam": 0.6, "num_examples": 3}


def check(dW, W):
    if np.shape(dW) != np.shape(W):
        raise ValueError("the shapes differ")


@misconception(witness=WITNESS)
def forgets_the_gradient_of_the_data(dW, W, lam, num_examples):
    """Only the penalty's part came back. The loss has a gradient too: add it to dW."""
    check(dW, W)
    return lam / num_examples * np.sign(W)


@misconception(witness=WITNESS)
def forgets_the_penalty(dW, W, lam, num_examples):
    """dW came back as it was. Add the slope of the penalty, lam / N times the sign of each
    weight."""
    check(dW, W)
    return dW.copy()


@misconception(witness=WITNESS)
def forgets_the_examples(dW, W, lam, num_examples):
    """The penalty was not divided by N. Its slope is lam / N * sign(W)."""
    check(dW, W)
    return dW + lam * np.sign(W)


@misconception(witness=WITNESS)
def halves_the_penalty(dW, W, lam, num_examples):
    """The penalty's part is half of what it must be. The 2 in the denominator belongs to L2, where
    it cancels against the square; L1 has none."""
    check(dW, W)
    return dW + lam / (2 * num_examples) * np.sign(W)


@misconception(witness=WITNESS)
def adds_the_weights_themselves(dW, W, lam, num_examples):
    """The weights were added instead of their signs. That is the L2 penalty; the slope of |w| is 1
    or -1, however large w is."""
    check(dW, W)
    return dW + lam / num_examples * W


@misconception(witness=WITNESS)
def adds_the_absolute_values(dW, W, lam, num_examples):
    """The absolute values were added: that is the penalty and not its slope. The derivative of |w|
    is the sign of w."""
    check(dW, W)
    return dW + lam / num_examples * np.abs(W)


@misconception(witness=WITNESS)
def subtracts_the_penalty(dW, W, lam, num_examples):
    """The penalty's slope was subtracted. Loss and penalty are added, and so are their gradients;
    the minus comes later, in the step of gradient descent."""
    check(dW, W)
    return dW - lam / num_examples * np.sign(W)


@misconception(witness=WITNESS)
def takes_0_for_positive(dW, W, lam, num_examples):
    """A weight of exactly 0 got the slope 1. At 0 the slope is taken as 0, as np.sign does."""
    check(dW, W)
    return dW + lam / num_examples * np.where(W >= 0, 1.0, -1.0)


@misconception(witness=WITNESS)
def takes_0_for_negative(dW, W, lam, num_examples):
    """A weight of exactly 0 got the slope -1. At 0 the slope is taken as 0, as np.sign does."""
    check(dW, W)
    return dW + lam / num_examples * np.where(W > 0, 1.0, -1.0)


@misconception(witness=WITNESS)
def pushes_every_weight_down(dW, W, lam, num_examples):
    """Every weight got the slope 1, negative ones too. Left of 0 the absolute value falls: use the
    sign of the weight."""
    check(dW, W)
    return dW + lam / num_examples * np.ones_like(W)


@misconception(witness={**WITNESS, "dW": [1.0, -1.0, 2.0]})
def takes_the_sign_of_the_gradient(dW, W, lam, num_examples):
    """The sign was taken of dW. The penalty looks at the weights: use the sign of W."""
    check(dW, W)
    return dW + lam / num_examples * np.sign(dW)


@misconception(witness=WITNESS)
def multiplies_by_the_examples(dW, W, lam, num_examples):
    """The penalty was multiplied by N. It is shared by the examples: divide by N."""
    check(dW, W)
    return dW + lam * num_examples * np.sign(W)


@misconception(witness=WITNESS)
def divides_the_data_too(dW, W, lam, num_examples):
    """dW was divided by N as well. It is the gradient of a mean already; only lam is divided."""
    check(dW, W)
    return (dW + lam * np.sign(W)) / num_examples


@misconception(witness={**WITNESS, "lam": 1.5})
def writes_into_dW(dW, W, lam, num_examples):
    """The sum was written into dW, which belongs to the caller. `dW += ...` changes it; use
    `dW + ...`, which makes a new array."""
    check(dW, W)
    dW += (lam / num_examples * np.sign(W)).astype(dW.dtype)
    return dW


def broken(sentence, dW, W):
    return refusal(ValueError, sentence, dW=dW, W=W, lam=0.5, num_examples=2)


EXERCISE = Exercise(
    inputs={
        "dW": array("... D", floats(-10, 10), floats(-1e6, 1e6, special=(0.0,))),
        "W": array("... D", floats(-10, 10), floats(-1e6, 1e6, special=(0.0,))),
        "lam": scalar(floats(0.01, 2.0), floats(0.0, 100.0, special=(0.0,))),
        "num_examples": scalar(integers(1, 20), integers(1, 10000, special=(1,))),
    },
    reference=reference,
    second_source=second_source,
    empty="D",
    cases=(
        case(dW=[1.0, 1.0, 1.0], W=[4.0, -2.0, 0.0], lam=0.5, num_examples=2),
        case(dW=[[0.0, 0.0]], W=[[3.0, -0.5]], lam=1.0, num_examples=1, tier="edge"),
        # A tiny weight is not 0.
        case(dW=[0.0, 0.0], W=[1e-9, -1e-9], lam=2.0, num_examples=5, tier="edge"),
    ),
    refusals=(
        broken("one row of weights for two rows of gradients", np.ones((2, 3)), np.ones((1, 3))),
        broken("weights in a column and gradients in a row", np.ones(3), np.ones((3, 1))),
        broken("a single weight for three gradients", np.ones(3), np.ones(1)),
    ),
    laws=(
        is_the_gradient_of_the_data_without_a_penalty,
        pulls_large_and_small_weights_alike,
        is_odd_in_the_weights,
    ),
    misconceptions=(
        forgets_the_gradient_of_the_data,
        forgets_the_penalty,
        forgets_the_examples,
        halves_the_penalty,
        adds_the_weights_themselves,
        adds_the_absolute_values,
        subtracts_the_penalty,
        takes_0_for_positive,
        takes_0_for_negative,
        pushes_every_weight_down,
        takes_the_sign_of_the_gradient,
        multiplies_by_the_examples,
        divides_the_data_too,
        writes_into_dW,
    ),
    hints=(
        "The gradient of a sum is the sum of the gradients. What is the slope of |w| to the right "
        "of 0, and what is it to the left?",
        "One NumPy function gives 1, -1 and 0 for positive numbers, negative numbers and 0. Its "
        "result is scaled by lam and by the number of examples. Check the shapes first.",
        "dW + lam / num_examples * np.sign(W)",
    ),
)
