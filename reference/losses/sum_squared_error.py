"""Half the sum of squared errors."""

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
    refusal,
)


def reference(y: torch.Tensor, t: torch.Tensor) -> torch.Tensor:
    return 0.5 * torch.nn.functional.mse_loss(y, t, reduction="sum")


def second_source(m, y, t):
    return (y * y - 2 * y * t + t * t).sum() / 2


@law()
def adds_up_over_the_entries(sum_squared_error, y, t):
    """The error of the same outputs twice over is twice the error: nothing is averaged."""
    once = float(np.asarray(sum_squared_error(y, t)))
    twice = sum_squared_error(np.concatenate([y, y]), np.concatenate([t, t]))
    assert_close(twice, 2 * once)


@law(factor=floats(2.0, 5.0))
def grows_with_the_square(sum_squared_error, y, t, factor):
    """Missing everything by 3 times as much costs 9 times as much."""
    once = float(np.asarray(sum_squared_error(y, t)))
    assert_close(sum_squared_error(factor * y, factor * t), factor**2 * once)


@law(edge=10)
def costs_half_for_each_miss_by_1(sum_squared_error, t):
    """Who misses every target by exactly 1 pays one half for each of them."""
    t = np.round(t)  # whole numbers, so that t + 1 is exact
    assert_close(sum_squared_error(t + 1.0, t), 0.5 * t.size)


@misconception(witness={"y": [1.0, 2.0], "t": [4.0, 1.0]})
def forgets_the_half(y, t):
    """The answer is twice as large as it should be. Multiply the sum of squares by 0.5."""
    return np.sum((y - t) ** 2)


@misconception(witness={"y": [3.0, 0.0], "t": [0.0, 4.0]})
def averages_instead_of_summing(y, t):
    """The squares are averaged. Here they are added up and halved, however many there are."""
    return np.mean((y - t) ** 2)


@misconception(witness={"y": [1.0, 0.0, 2.0], "t": [0.0, 3.0, 4.0]})
def averages_the_halves(y, t):
    """The halved squares are averaged. Add them up: np.sum, not np.mean."""
    return 0.5 * np.mean((y - t) ** 2)


@misconception(witness={"y": [1.0, 5.0], "t": [3.0, 0.0]})
def squares_the_sum(y, t):
    """The differences are added up first and squared afterwards, when misses above and below have
    cancelled already. Square every single difference first."""
    return 0.5 * np.sum(y - t) ** 2


@misconception(witness={"y": [3.0, 5.0], "t": [0.0, 0.0]})
def takes_the_absolute_value(y, t):
    """The differences are not squared. A miss by 3 costs half of 9."""
    return 0.5 * np.sum(np.abs(y - t))


@misconception(witness={"y": [3.0, 0.0], "t": [0.0, 5.0]})
def takes_the_root(y, t):
    """A square root is taken at the end, which gives half the length of the difference. Leave the
    root out."""
    return 0.5 * np.sqrt(np.sum((y - t) ** 2))


@misconception(witness={"y": [[1.0, 2.0], [4.0, 0.0]], "t": [[0.0, 0.0], [0.0, 0.0]]})
def keeps_the_rows_apart(y, t):
    """Every row gets an error of its own. One number is asked for: add up all entries, without an
    axis."""
    return 0.5 * np.sum((y - t) ** 2, axis=-1)


@misconception(witness={"y": [[1.0, 2.0], [5.0, 0.0]], "t": [[0.0, 0.0], [0.0, 0.0]]})
def divides_by_the_rows(y, t):
    """The sum is divided by the number of rows. Nothing is averaged here: halve the sum and leave
    it at that."""
    return 0.5 * np.sum((y - t) ** 2) / len(y)


@misconception(witness={"y": [2.0, 3.0], "t": [1.0, 1.0]})
def subtracts_the_squares(y, t):
    """This is the sum of y**2 - t**2. Subtract first and square the difference: (y - t)**2."""
    return 0.5 * np.sum(y**2 - t**2)


@misconception(witness={"y": [1.0, 2.0], "t": [0.0, 0.0]})
def stretches_one_shape_to_the_other(y, t):
    """Arrays of different shapes are taken, and NumPy stretches one of them without a word, which
    gives some number. Compare y.shape with t.shape and raise ValueError where they differ."""
    return 0.5 * np.sum((y - t) ** 2)


EXERCISE = Exercise(
    inputs={
        "y": array("... K", floats(-10, 10), floats(-1e6, 1e6)),
        "t": array("... K", floats(-10, 10), floats(-1e6, 1e6, special=(1.0,))),
    },
    reference=reference,
    second_source=second_source,
    cases=(
        case(
            y=[0.1, 0.05, 0.6, 0.0, 0.05, 0.1, 0.0, 0.1, 0.0, 0.0],
            t=[0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
        ),
        case(y=[1.0, 2.0, 4.0], t=[0.0, 2.0, 1.0]),
        case(y=[2.0, 5.0], t=[2.0, 5.0], tier="edge"),
    ),
    refusals=(
        refusal(ValueError, "one target for two outputs", y=[1.0, 2.0], t=[1.0]),
        refusal(
            ValueError, "a row of targets for two rows", y=[[1.0, 2.0], [3.0, 4.0]], t=[1.0, 2.0]
        ),
        refusal(
            ValueError,
            "a column of outputs, of shape (2, 1), and targets of shape (2,)",
            y=[[1.0], [2.0]],
            t=[1.0, 2.0],
        ),
    ),
    laws=(adds_up_over_the_entries, grows_with_the_square, costs_half_for_each_miss_by_1),
    misconceptions=(
        forgets_the_half,
        averages_instead_of_summing,
        averages_the_halves,
        squares_the_sum,
        takes_the_absolute_value,
        takes_the_root,
        keeps_the_rows_apart,
        divides_by_the_rows,
        subtracts_the_squares,
        stretches_one_shape_to_the_other,
    ),
    hints=(
        "Read the formula from the inside: what happens to each difference, then to all of them "
        "together?",
        "np.sum without an axis adds up all the entries of an array. What does NumPy do with "
        "shapes (2, 1) and (2,), and how can you notice before it does?",
        "0.5 * np.sum((y - t) ** 2), after raising ValueError where y.shape != t.shape.",
    ),
)
