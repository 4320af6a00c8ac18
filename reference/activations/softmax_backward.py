"""The gradient through softmax, from the probabilities."""

from __future__ import annotations

import numpy as np
import torch

from grader.declare import (
    Exercise,
    absolute,
    array,
    assert_close,
    axis,
    case,
    computed,
    distribution,
    floats,
    law,
    misconception,
    one_of,
    refusal,
)


def reference(dout: torch.Tensor, y: torch.Tensor, axis: int = -1) -> torch.Tensor:
    return y * (dout - (dout * y).sum(dim=axis, keepdim=True))


def second_source(m, dout, y, axis=-1):
    # The whole matrix of derivatives, diag(y) - y y^T, times the gradient.
    upstream, probabilities = np.moveaxis(dout, axis, -1), np.moveaxis(y, axis, -1)
    size = probabilities.shape[-1]
    matrix = -probabilities[..., :, None] * probabilities[..., None, :]
    for k in range(size):
        matrix[..., k, k] = matrix[..., k, k] + probabilities[..., k]
    return np.moveaxis((matrix * upstream[..., None, :]).sum(axis=-1), -1, axis)


def probabilities_down_the_first_axis(dout):
    """Distributions along axis 0 instead of the last: softmax of something that is not dout."""
    weights = np.exp(np.cos(3.0 * dout + np.arange(dout.size).reshape(dout.shape)))
    return weights / weights.sum(axis=0, keepdims=True)


def probabilities_along_the_second_axis(dout):
    weights = np.exp(2.0 * np.sin(dout + np.arange(dout.size).reshape(dout.shape)))
    middle = min(1, dout.ndim - 1)
    return weights / weights.sum(axis=middle, keepdims=True)


def sums_to_one_along_the_axis(y, axis):
    # To the last digits: what lacks a millionth would make one right formula of another.
    return bool(np.allclose(y.sum(axis=axis), 1.0, rtol=0.0, atol=1e-15))


@law(edge=10)
def sums_to_zero(softmax_backward, dout, y, axis):
    """What one score gains the others lose: the gradient sums to 0 along the axis asked for."""
    total = softmax_backward(dout, y, axis).sum(axis=axis)
    assert_close(total, np.zeros_like(y.sum(axis=axis)), scale=1.0 + np.abs(dout).max(initial=0))


@law(shift=floats(-100, 100))
def ignores_a_common_shift(softmax_backward, dout, y, axis, shift):
    """Adding one number to all of dout changes nothing, since the probabilities keep their sum."""
    assert_close(
        softmax_backward(dout + shift, y, axis), softmax_backward(dout, y, axis), scale=100.0
    )


@law(scores=array("K", floats(-3, 3)), weights=array("K", floats(-3, 3)))
def is_the_slope_of_the_loss(softmax_backward, scores, weights):
    """A small step h of one score to either side changes the weighed sum of the probabilities by
    2 * h times its entry of the gradient."""
    h = 1e-4

    def loss(step):
        moved = np.exp(scores[None, :] + step)  # (K, K): row j has moved score j
        return (weights * moved / moved.sum(axis=1, keepdims=True)).sum(axis=1)

    steps = h * np.eye(len(scores))
    y = np.exp(scores) / np.exp(scores).sum()
    # Central differences err by h**2 / 6 times the third derivative, which stays below 12.
    rise = (loss(steps) - loss(-steps)) / (2 * h)
    assert_close(softmax_backward(weights, y), rise, rtol=1e-7, scale=1.0)


SMALL = {"dout": [1.0, -1.0, 2.0], "y": [0.5, 0.25, 0.25]}
TABLE = {"dout": [[1.0, 2.0], [3.0, 5.0]], "y": [[0.5, 0.5], [0.25, 0.75]]}
DOWN = {"dout": [[1.0, 2.0], [3.0, 5.0]], "y": [[0.5, 0.25], [0.5, 0.75]], "axis": 0}


def along(dout, y, axis):
    return y * (dout - (dout * y).sum(axis=axis, keepdims=True))


@misconception(witness=SMALL)
def takes_the_diagonal_only(dout, y, axis=-1):
    """This is dout * y * (1 - y), as if each score moved only its own probability. It moves all
    the others too: subtract the sum of dout * y from dout, then multiply by y."""
    return dout * y * (1 - y)


@misconception(witness=SMALL)
def forgets_the_sum(dout, y, axis=-1):
    """This is dout * y, the first half. From dout the sum of dout * y along the axis must be
    subtracted first."""
    return dout * y


@misconception(witness=SMALL)
def subtracts_the_plain_sum(dout, y, axis=-1):
    """The sum of dout was subtracted without its weights. It is the sum of dout * y that belongs
    there."""
    return y * (dout - dout.sum(axis=axis, keepdims=True))


@misconception(witness=SMALL)
def subtracts_the_plain_mean(dout, y, axis=-1):
    """The mean of dout was subtracted with equal weights. The weights are the probabilities: the
    sum of dout * y."""
    return y * (dout - dout.mean(axis=axis, keepdims=True))


@misconception(witness=SMALL)
def divides_the_sum_by_the_count(dout, y, axis=-1):
    """The sum of dout * y was divided by the number of classes. The weights y sum to 1 already:
    take the sum."""
    return y * (dout - (dout * y).mean(axis=axis, keepdims=True))


@misconception(witness=SMALL)
def forgets_to_multiply_by_y(dout, y, axis=-1):
    """This is dout minus the sum of dout * y. Each entry must still be multiplied by its
    probability y."""
    return dout - (dout * y).sum(axis=axis, keepdims=True)


@misconception(witness=SMALL)
def adds_the_sum(dout, y, axis=-1):
    """The sum was added, but the probabilities of the others fall when a score rises: subtract
    it."""
    return y * (dout + (dout * y).sum(axis=axis, keepdims=True))


@misconception(witness=SMALL)
def flips_the_sign(dout, y, axis=-1):
    """All signs are exchanged. It is dout minus the sum, not the sum minus dout."""
    return -along(dout, y, axis)


@misconception(witness=SMALL)
def takes_y_for_the_scores(dout, y, axis=-1):
    """y was put through softmax once more. It is the output of softmax already: use it as it
    is."""
    weights = np.exp(y - y.max(axis=axis, keepdims=True))
    return along(dout, weights / weights.sum(axis=axis, keepdims=True), axis)


@misconception(witness=SMALL)
def subtracts_dout_from_y(dout, y, axis=-1):
    """y - t is the gradient of softmax and cross-entropy together, for a target t. Here dout is
    any gradient by the probabilities, not a target."""
    return y - dout


@misconception(witness=TABLE)
def adds_up_everything(dout, y, axis=-1):
    """One sum was taken over the whole array. Every row is a distribution of its own: sum along
    `axis`, with keepdims=True."""
    return y * (dout - (dout * y).sum())


@misconception(witness=DOWN)
def ignores_the_axis(dout, y, axis=-1):
    """Whatever axis is asked for, the sum runs along the last one. Hand the argument `axis` on to
    sum."""
    return along(dout, y, -1)


@misconception(witness=TABLE)
def sums_down_the_columns(dout, y, axis=0):
    """Without being asked, the sum ran down the columns. The default axis is the last one, -1."""
    return along(dout, y, axis)


@misconception(
    witness={
        "dout": [[[1.0], [2.0]], [[3.0], [5.0]]],
        "y": [[[0.5], [0.5]], [[0.5], [0.5]]],
        "axis": 1,
    }
)
def always_sums_along_the_first_axis(dout, y, axis=-1):
    """Whatever axis is asked for, the sum runs along the first one. Hand the argument `axis` on to
    sum."""
    return along(dout, y, 0)


EXERCISE = Exercise(
    inputs={
        "dout": array("... K", floats(-10, 10), floats(-1000, 1000, special=(0.0,))),
        "y": one_of(
            distribution("... K"),
            computed(probabilities_down_the_first_axis),
            computed(probabilities_along_the_second_axis),
        ),
        "axis": axis("y"),
    },
    reference=reference,
    second_source=second_source,
    # dout minus its weighed mean cancels, so that the answer is only as good as dout is: the
    # roundings of a few numbers of up to 1000, also where equal entries leave nothing of them.
    accuracy=absolute(50.0),
    where=sums_to_one_along_the_axis,
    cases=(
        case(dout=[1.0, 0.0], y=[0.25, 0.75]),
        case(dout=[[1.0, 2.0], [3.0, 5.0]], y=[[0.5, 0.25], [0.5, 0.75]], axis=0),
        case(dout=[3.0, -1.0, 2.0], y=[0.0, 1.0, 0.0], tier="edge"),
        case(dout=[1000.0, -1000.0], y=[0.5, 0.5], tier="edge"),
    ),
    refusals=(
        refusal(
            ValueError,
            "one row of dout for two rows of y",
            dout=np.ones(3),
            y=np.full((2, 3), 1 / 3),
            axis=-1,
        ),
        refusal(
            ValueError,
            "a single row of dout for a table of one row",
            dout=np.ones(3),
            y=np.full((1, 3), 1 / 3),
            axis=-1,
        ),
        refusal(
            ValueError,
            "one number of dout per row",
            dout=np.ones((2, 1)),
            y=np.full((2, 3), 1 / 3),
            axis=-1,
        ),
        refusal(
            ValueError,
            "two rows of dout for one row of y",
            dout=np.ones((2, 3)),
            y=np.full((1, 3), 1 / 3),
            axis=-1,
        ),
    ),
    laws=(sums_to_zero, ignores_a_common_shift, is_the_slope_of_the_loss),
    misconceptions=(
        takes_the_diagonal_only,
        forgets_the_sum,
        subtracts_the_plain_sum,
        subtracts_the_plain_mean,
        divides_the_sum_by_the_count,
        forgets_to_multiply_by_y,
        adds_the_sum,
        flips_the_sign,
        takes_y_for_the_scores,
        subtracts_dout_from_y,
        adds_up_everything,
        ignores_the_axis,
        sums_down_the_columns,
        always_sums_along_the_first_axis,
    ),
    hints=(
        "Which probabilities change when only the score x_j grows, and in which direction? What "
        "must the gradient be when all entries of dout are equal?",
        "Add up dout_k times the derivative of y_k by x_j over all k: y_j comes out as a common "
        "factor. Which sum remains in the brackets?",
        "Take (dout * y).sum(axis=axis, keepdims=True) from dout, and multiply by y.",
    ),
)
