"""The gradient of a loss with an L2 penalty."""

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
        return lam / (2 * num_examples) * W.square().sum()

    (slope,) = vjp(penalty, dW.new_ones(()), W)
    return dW + slope


def second_source(m, dW, W, lam, num_examples):
    """Weight by weight."""
    out = np.zeros(dW.shape, dtype=object)
    for index in np.ndindex(dW.shape):
        out[index] = dW[index] + W[index] * lam / num_examples
    return out


# --- laws -----------------------------------------------------------------------------------------


@law(edge=10)
def is_the_gradient_of_the_data_without_a_penalty(l2_gradient, dW, W, num_examples):
    """With lam = 0 nothing is added: dW comes back."""
    assert_equal(l2_gradient(dW, W, 0.0, num_examples), dW)


@law(factor=floats(2.0, 5.0))
def pulls_large_weights_harder(l2_gradient, dW, W, lam, num_examples, factor):
    """Without a gradient of the data, weights 3 times as large get 3 times the gradient."""
    once = l2_gradient(np.zeros_like(dW), W, lam, num_examples)
    scaled = l2_gradient(np.zeros_like(dW), factor * W, lam, num_examples)
    assert_close(scaled, factor * once, rtol=1e-12)


@law()
def adds_up_with_the_data(l2_gradient, dW, W, lam, num_examples):
    """The gradient is dW plus what comes out when dW is 0."""
    penalty = l2_gradient(np.zeros_like(dW), W, lam, num_examples)
    assert_close(l2_gradient(dW, W, lam, num_examples), dW + penalty, scale=100.0, rtol=1e-12)


# --- mistakes -------------------------------------------------------------------------------------


WITNESS = {"dW": [1.0, 1.0, 1.0], "W": [4.0, -2.0, 0.0], "lam": 0.6, "num_examples": 3}


def check(dW, W):
    if np.shape(dW) != np.shape(W):
        raise ValueError("the shapes differ")


@misconception(witness=WITNESS)
def forgets_the_gradient_of_the_data(dW, W, lam, num_examples):
    """Only the penalty's part came back. The loss has a gradient too: add it to dW."""
    check(dW, W)
    return lam / num_examples * W


@misconception(witness=WITNESS)
def forgets_the_penalty(dW, W, lam, num_examples):
    """dW came back as it was. Add the slope of the penalty, lam / N times each weight."""
    check(dW, W)
    return dW.copy()


@misconception(witness=WITNESS)
def forgets_the_examples(dW, W, lam, num_examples):
    """The penalty was not divided by N. Its slope is lam / N * W."""
    check(dW, W)
    return dW + lam * W


@misconception(witness=WITNESS)
def halves_the_penalty(dW, W, lam, num_examples):
    """The penalty's part is half of what it must be. The penalty has a 2 in its denominator, but
    the derivative of w**2 is 2 * w, and the two cancel."""
    check(dW, W)
    return dW + lam / (2 * num_examples) * W


@misconception(witness=WITNESS)
def doubles_the_penalty(dW, W, lam, num_examples):
    """The penalty's part is twice what it must be. The 2 of the square's derivative cancels the 2
    in lam / (2 N)."""
    check(dW, W)
    return dW + 2 * lam / num_examples * W


@misconception(witness=WITNESS)
def adds_the_signs(dW, W, lam, num_examples):
    """The signs of the weights were added. That is the L1 penalty; the slope of w**2 / 2 is w
    itself."""
    check(dW, W)
    return dW + lam / num_examples * np.sign(W)


@misconception(witness=WITNESS)
def adds_the_squares(dW, W, lam, num_examples):
    """The squares were added: that is the penalty and not its slope. The derivative of w**2 / 2 is
    w."""
    check(dW, W)
    return dW + lam / (2 * num_examples) * W**2


@misconception(witness=WITNESS)
def adds_the_penalty_as_a_number(dW, W, lam, num_examples):
    """The whole penalty, one number, was added to every entry. Each weight has a slope of its own,
    lam / N * w."""
    check(dW, W)
    return dW + lam / (2 * num_examples) * np.sum(W**2)


@misconception(witness=WITNESS)
def adds_the_absolute_values(dW, W, lam, num_examples):
    """Negative weights were pushed further down, since their absolute value was added. Use the
    weight itself, with its sign."""
    check(dW, W)
    return dW + lam / num_examples * np.abs(W)


@misconception(witness=WITNESS)
def subtracts_the_penalty(dW, W, lam, num_examples):
    """The penalty's slope was subtracted. Loss and penalty are added, and so are their gradients;
    the minus comes later, in the step of gradient descent."""
    check(dW, W)
    return dW - lam / num_examples * W


@misconception(witness=WITNESS)
def multiplies_by_the_examples(dW, W, lam, num_examples):
    """The penalty was multiplied by N. It is shared by the examples: divide by N."""
    check(dW, W)
    return dW + lam * num_examples * W


@misconception(witness=WITNESS)
def divides_the_data_too(dW, W, lam, num_examples):
    """dW was divided by N as well. It is the gradient of a mean already; only lam is divided."""
    check(dW, W)
    return (dW + lam * W) / num_examples


@misconception(witness=WITNESS)
def decays_the_gradient(dW, W, lam, num_examples):
    """The penalty was taken of dW, so that the gradient was only scaled. The penalty looks at the
    weights: add lam / N * W."""
    check(dW, W)
    return dW + lam / num_examples * dW


@misconception(witness={**WITNESS, "lam": 1.5})
def writes_into_dW(dW, W, lam, num_examples):
    """The sum was written into dW, which belongs to the caller. `dW += ...` changes it; use
    `dW + ...`, which makes a new array."""
    check(dW, W)
    dW += (lam / num_examples * W).astype(dW.dtype)
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
        pulls_large_weights_harder,
        adds_up_with_the_data,
    ),
    misconceptions=(
        forgets_the_gradient_of_the_data,
        forgets_the_penalty,
        forgets_the_examples,
        halves_the_penalty,
        doubles_the_penalty,
        adds_the_signs,
        adds_the_squares,
        adds_the_penalty_as_a_number,
        adds_the_absolute_values,
        subtracts_the_penalty,
        multiplies_by_the_examples,
        divides_the_data_too,
        decays_the_gradient,
        writes_into_dW,
    ),
    hints=(
        "The gradient of a sum is the sum of the gradients. What is the derivative of "
        "lam / (2 N) * w**2 with respect to w?",
        "The 2 of the derivative and the 2 of the denominator cancel; what is left is scaled by "
        "lam and by the number of examples. Check the shapes first.",
        "dW + lam / num_examples * W",
    ),
)
