"""The mean absolute error, with its three reductions."""

from __future__ import annotations

import numpy as np
import torch

from grader.declare import (
    Exercise,
    array,
    assert_close,
    case,
    choice,
    floats,
    law,
    misconception,
    refusal,
)


def reference(x: torch.Tensor, t: torch.Tensor, reduction: str = "mean") -> torch.Tensor:
    return torch.nn.functional.l1_loss(x, t, reduction=reduction)


def second_source(m, x, t, reduction="mean"):
    losses = m.maximum(x, t) - m.minimum(x, t)
    if reduction == "none":
        return losses
    return losses.sum() if reduction == "sum" else losses.sum() / losses.size


@law()
def adds_up_what_none_returns(l1_loss, x, t):
    """'sum' is the sum of the losses that 'none' returns, and 'mean' is that sum divided by the
    number of entries."""
    total = float(np.sum(l1_loss(x, t, "none")))
    assert_close(l1_loss(x, t, "sum"), total)
    assert_close(l1_loss(x, t, "mean"), total / x.size)


@law(edge=10)
def takes_no_side(l1_loss, x, t, reduction):
    """Missing by 3 costs the same above the target and below it: exchanging the predictions with
    the targets changes nothing."""
    assert_close(l1_loss(t, x, reduction), l1_loss(x, t, reduction))


@law(factor=floats(2.0, 5.0))
def grows_with_the_distance(l1_loss, x, t, factor, reduction):
    """Missing everything by 3 times as much costs 3 times as much."""
    once = np.asarray(l1_loss(x, t, reduction))
    assert_close(l1_loss(factor * x, factor * t, reduction), factor * once)


def reduced(losses, reduction):
    if reduction == "none":
        return losses
    return losses.sum() if reduction == "sum" else losses.mean()


@misconception(witness={"x": [1.0, 2.0], "t": [3.0, 1.0], "reduction": "none"})
def forgets_the_absolute_value(x, t, reduction="mean"):
    """The differences keep their signs, so that misses above and below cancel one another. Take
    the absolute value of every difference."""
    return reduced(x - t, reduction)


@misconception(witness={"x": [1.0, 5.0], "t": [3.0, 0.0]})
def takes_the_absolute_value_last(x, t, reduction="mean"):
    """The absolute value is taken of the mean, when misses above and below have cancelled already.
    Take it of every single difference first."""
    if reduction == "none":
        return np.abs(x - t)
    return np.abs(reduced(x - t, reduction))


@misconception(witness={"x": [3.0, 0.0], "t": [0.0, 4.0], "reduction": "sum"})
def squares_the_differences(x, t, reduction="mean"):
    """The differences are squared, which is the loss of another exercise. Here a miss by 3 costs
    3, its absolute value."""
    return reduced((x - t) ** 2, reduction)


@misconception(witness={"x": [3.0, 0.0], "t": [0.0, 4.0]})
def sums_instead_of_averaging(x, t, reduction="mean"):
    """The losses are added up where their mean was asked for. 'mean' is the default: divide the
    sum by the number of entries."""
    losses = np.abs(x - t)
    return losses if reduction == "none" else losses.sum()


@misconception(witness={"x": [1.0, 0.0], "t": [0.0, 4.0], "reduction": "sum"})
def always_averages(x, t, reduction="mean"):
    """The mean comes back whatever reduction is asked for. 'sum' is the sum of the losses, and
    'none' the losses themselves."""
    return np.abs(x - t).mean()


@misconception(witness={"x": [[1.0, 2.0]], "t": [[0.0, 0.0]]})
def averages_over_the_rows_only(x, t, reduction="mean"):
    """The sum is divided by the number of rows. 'mean' is the mean over all entries: divide by
    x.size, or call .mean() without an axis."""
    losses = np.abs(x - t)
    return losses.sum() / len(losses) if reduction == "mean" else reduced(losses, reduction)


@misconception(witness={"x": [[1.0, 2.0], [4.0, 0.0]], "t": [[0.0, 0.0], [0.0, 0.0]]})
def averages_each_row(x, t, reduction="mean"):
    """Every row gets a loss of its own. 'mean' and 'sum' make one number out of all entries: leave
    the axis out."""
    losses = np.abs(x - t)
    if reduction == "none":
        return losses
    return losses.sum(axis=-1) if reduction == "sum" else losses.mean(axis=-1)


@misconception(witness={"x": [0.5], "t": [0.0]})
def rounds_the_corner_at_zero(x, t, reduction="mean"):
    """Differences below 1 are squared and halved: that is the smooth L1 loss. Here a difference of
    0.5 costs 0.5."""
    d = np.abs(x - t)
    return reduced(np.where(d < 1, 0.5 * d * d, d - 0.5), reduction)


@misconception(witness={"x": [3.0, 0.0], "t": [1.0, 4.0], "reduction": "none"})
def divides_by_the_target(x, t, reduction="mean"):
    """The difference is divided by the target, which gives the relative error. Leave the
    difference as it is, in the unit of x."""
    return reduced(np.abs((x - t) / t), reduction)


ONES = [[1.0, 2.0], [3.0, 4.0]]

EXERCISE = Exercise(
    inputs={
        "x": array("... K", floats(-10, 10), floats(-1e6, 1e6)),
        "t": array("... K", floats(-10, 10), floats(-1e6, 1e6)),
        "reduction": choice("mean", "sum", "none"),
    },
    reference=reference,
    second_source=second_source,
    cases=(
        case(x=[[1.0, 1.0], [1.0, 1.0]], t=[[3.0, 3.0], [3.0, 3.0]], reduction="none"),
        case(x=[[1.0, 1.0], [1.0, 1.0]], t=[[3.0, 3.0], [3.0, 0.0]]),
        case(x=[2.0, 5.0], t=[2.0, 5.0], tier="edge"),
    ),
    refusals=(
        refusal(ValueError, "an unknown reduction", x=ONES, t=ONES, reduction="average"),
        refusal(ValueError, "a row of targets for two rows", x=ONES, t=[1.0, 2.0]),
        refusal(ValueError, "one target for two predictions", x=[1.0, 2.0], t=[1.0]),
        refusal(
            ValueError,
            "a column of predictions, of shape (2, 1), and targets of shape (2,)",
            x=[[1.0], [2.0]],
            t=[1.0, 2.0],
        ),
    ),
    laws=(adds_up_what_none_returns, takes_no_side, grows_with_the_distance),
    misconceptions=(
        forgets_the_absolute_value,
        takes_the_absolute_value_last,
        squares_the_differences,
        sums_instead_of_averaging,
        always_averages,
        averages_over_the_rows_only,
        averages_each_row,
        rounds_the_corner_at_zero,
        divides_by_the_target,
    ),
    hints=(
        "What does a prediction of 1 cost when its target is 3? And what must the cost of "
        "predicting 5 be, so that the two do not cancel?",
        "np.abs works on every entry of x - t. What does .mean() do without an axis? Compare the "
        "shapes before you subtract: NumPy stretches some shapes without a word.",
        "losses = np.abs(x - t); return losses for 'none', losses.sum() for 'sum' and "
        "losses.mean() for 'mean', and raise ValueError for anything else.",
    ),
)
