"""The mean squared error, with its three reductions."""

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
    return torch.nn.functional.mse_loss(x, t, reduction=reduction)


def second_source(m, x, t, reduction="mean"):
    losses = x * x - 2 * x * t + t * t
    if reduction == "none":
        return losses
    return losses.sum() if reduction == "sum" else losses.sum() / losses.size


@law()
def adds_up_what_none_returns(mse_loss, x, t):
    """'sum' is the sum of the losses that 'none' returns, and 'mean' is that sum divided by the
    number of entries."""
    total = float(np.sum(mse_loss(x, t, "none")))
    assert_close(mse_loss(x, t, "sum"), total)
    assert_close(mse_loss(x, t, "mean"), total / x.size)


@law(factor=floats(2.0, 5.0))
def grows_with_the_square(mse_loss, x, t, factor, reduction):
    """Missing everything by 3 times as much costs 9 times as much."""
    once = np.asarray(mse_loss(x, t, reduction))
    assert_close(mse_loss(factor * x, factor * t, reduction), factor**2 * once)


@law(edge=10)
def costs_1_for_a_miss_by_1(mse_loss, t):
    """Who misses every target by exactly 1 has a mean squared error of 1."""
    t = np.round(t)  # whole numbers, so that t + 1 is exact
    assert_close(mse_loss(t + 1.0, t), 1.0)


def reduced(losses, reduction):
    if reduction == "none":
        return losses
    return losses.sum() if reduction == "sum" else losses.mean()


@misconception(witness={"x": [1.0, 2.0], "t": [4.0, 1.0], "reduction": "none"})
def takes_the_absolute_value(x, t, reduction="mean"):
    """The differences are not squared: this is the L1 loss. A miss by 3 costs 9 here."""
    return reduced(np.abs(x - t), reduction)


@misconception(witness={"x": [3.0, 0.0], "t": [0.0, 4.0], "reduction": "none"})
def halves_the_squares(x, t, reduction="mean"):
    """Every loss is half as large as it should be. The factor of one half belongs to the sum of
    squares of other textbooks; the mean squared error has none."""
    return reduced(0.5 * (x - t) ** 2, reduction)


@misconception(witness={"x": [3.0, 0.0], "t": [0.0, 4.0], "reduction": "sum"})
def takes_the_root_at_the_end(x, t, reduction="mean"):
    """A square root is taken at the end, which gives the root mean squared error (or the length
    of the difference). Leave the root out."""
    losses = (x - t) ** 2
    return losses if reduction == "none" else np.sqrt(reduced(losses, reduction))


@misconception(witness={"x": [1.0, 5.0], "t": [3.0, 0.0]})
def squares_the_mean(x, t, reduction="mean"):
    """The differences are averaged first and squared afterwards, when misses above and below have
    cancelled already. Square every single difference first."""
    if reduction == "none":
        return (x - t) ** 2
    return reduced(x - t, reduction) ** 2


@misconception(witness={"x": [3.0, 0.0], "t": [0.0, 4.0]})
def sums_instead_of_averaging(x, t, reduction="mean"):
    """The losses are added up where their mean was asked for. 'mean' is the default: divide the
    sum by the number of entries."""
    losses = (x - t) ** 2
    return losses if reduction == "none" else losses.sum()


@misconception(witness={"x": [1.0, 0.0], "t": [0.0, 4.0], "reduction": "sum"})
def always_averages(x, t, reduction="mean"):
    """The mean comes back whatever reduction is asked for. 'sum' is the sum of the losses, and
    'none' the losses themselves."""
    return ((x - t) ** 2).mean()


@misconception(witness={"x": [[1.0, 2.0]], "t": [[0.0, 0.0]]})
def averages_over_the_rows_only(x, t, reduction="mean"):
    """The squares are added up along each row and only the rows are averaged. 'mean' is the mean
    over all entries: divide by x.size, or call .mean() without an axis."""
    losses = (x - t) ** 2
    return losses.sum() / len(losses) if reduction == "mean" else reduced(losses, reduction)


@misconception(witness={"x": [[1.0, 2.0], [4.0, 0.0]], "t": [[0.0, 0.0], [0.0, 0.0]]})
def averages_each_row(x, t, reduction="mean"):
    """Every row gets a loss of its own. 'mean' and 'sum' make one number out of all entries: leave
    the axis out."""
    losses = (x - t) ** 2
    if reduction == "none":
        return losses
    return losses.sum(axis=-1) if reduction == "sum" else losses.mean(axis=-1)


@misconception(witness={"x": [1.0, 2.0], "t": [4.0, 3.0], "reduction": "none"})
def subtracts_the_squares(x, t, reduction="mean"):
    """This is x**2 - t**2. Subtract first and square the difference: (x - t)**2."""
    return reduced(x**2 - t**2, reduction)


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
    laws=(adds_up_what_none_returns, grows_with_the_square, costs_1_for_a_miss_by_1),
    misconceptions=(
        takes_the_absolute_value,
        halves_the_squares,
        takes_the_root_at_the_end,
        squares_the_mean,
        sums_instead_of_averaging,
        always_averages,
        averages_over_the_rows_only,
        averages_each_row,
        subtracts_the_squares,
    ),
    hints=(
        "What does a prediction of 1 cost when its target is 3? What is averaged: the differences "
        "or their squares?",
        "(x - t)**2 works on every entry. What does .mean() do without an axis? Compare the "
        "shapes before you subtract: NumPy stretches some shapes without a word.",
        "losses = (x - t) ** 2; return losses for 'none', losses.sum() for 'sum' and "
        "losses.mean() for 'mean', and raise ValueError for anything else.",
    ),
)
