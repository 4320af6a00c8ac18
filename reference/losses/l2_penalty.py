"""The L2 penalty of a list of weight arrays."""

from __future__ import annotations

import numpy as np
import torch

from grader.declare import (
    Exercise,
    array,
    assert_close,
    case,
    floats,
    integers,
    law,
    listing,
    misconception,
    one_of,
    scalar,
)


def reference(weights: list[torch.Tensor], lam: float, num_examples: int) -> torch.Tensor:
    return lam / (2 * num_examples) * torch.stack([w.square().sum() for w in weights]).sum()


def second_source(m, weights, lam, num_examples):
    return sum((w * w).sum() for w in weights) * lam / num_examples / 2


def number(value):
    return float(np.asarray(value))


@law(factor=floats(2.0, 5.0))
def grows_with_the_square(l2_penalty, weights, lam, num_examples, factor):
    """Weights that are 3 times as large, either way, cost 9 times as much."""
    once = number(l2_penalty(weights, lam, num_examples))
    assert_close(l2_penalty([-factor * w for w in weights], lam, num_examples), factor**2 * once)


@law(other=array("M", floats(-10, 10)))
def adds_up_over_the_arrays(l2_penalty, weights, lam, num_examples, other):
    """The penalty of two layers is the sum of the penalties of each."""
    one = number(l2_penalty(weights, lam, num_examples))
    two = number(l2_penalty([other], lam, num_examples))
    assert_close(l2_penalty([*weights, other], lam, num_examples), one + two, scale=100.0)


@law(count=integers(2, 9))
def is_shared_by_the_examples(l2_penalty, weights, lam, num_examples, count):
    """With 3 times as many examples the penalty is a third."""
    once = number(l2_penalty(weights, lam, num_examples))
    assert_close(l2_penalty(weights, lam, count * num_examples), once / count)


@law()
def has_lam_w_over_N_for_its_slope(l2_penalty, weights, lam, num_examples):
    """Making all weights larger by the factor 1 + h raises the penalty by lam / N * h * sum(w**2),
    to first order: that is what the 2 is for."""
    h = 1e-3
    up = number(l2_penalty([w * (1 + h) for w in weights], lam, num_examples))
    down = number(l2_penalty([w * (1 - h) for w in weights], lam, num_examples))
    slope = lam / num_examples * sum(float((w * w).sum()) for w in weights)
    assert_close((up - down) / (2 * h), slope, scale=max(1.0, slope))


@misconception(witness={"weights": [[1.0, -2.0]], "lam": 0.5, "num_examples": 10})
def forgets_the_half(weights, lam, num_examples):
    """The penalty is twice as large as it should be. Its factor is lam / (2 N), so that the 2 of
    the square cancels in the derivative."""
    return lam / num_examples * sum((w**2).sum() for w in weights)


@misconception(witness={"weights": [[1.0, -2.0]], "lam": 0.5, "num_examples": 4})
def forgets_the_examples(weights, lam, num_examples):
    """The penalty is not divided by the number of examples. Its factor is
    lam / (2 * num_examples)."""
    return lam / 2 * sum((w**2).sum() for w in weights)


@misconception(witness={"weights": [[1.0, -2.0]], "lam": 0.5, "num_examples": 5})
def multiplies_where_it_should_divide(weights, lam, num_examples):
    """lam / 2 * N divides by 2 only and multiplies by N. Put the product in brackets:
    lam / (2 * N)."""
    return lam / 2 * num_examples * sum((w**2).sum() for w in weights)


@misconception(witness={"weights": [[1.0, -2.0, 4.0]], "lam": 0.5, "num_examples": 7})
def averages_over_the_weights(weights, lam, num_examples):
    """The mean of the squares is taken. They are added up: a larger network pays more."""
    return lam / (2 * num_examples) * sum((w**2).mean() for w in weights)


@misconception(witness={"weights": [[1.0, -2.0], [3.0]], "lam": 0.5, "num_examples": 10})
def looks_at_the_first_array_only(weights, lam, num_examples):
    """Only the first array is charged. Go through all the arrays of the list and add up."""
    return lam / (2 * num_examples) * (weights[0] ** 2).sum()


@misconception(witness={"weights": [[1.0, -2.0], [5.0]], "lam": 0.5, "num_examples": 10})
def keeps_the_last_array_only(weights, lam, num_examples):
    """Only the last array is charged: the others are overwritten in the loop. Add to the total with
    +=."""
    total = 0.0
    for w in weights:
        total = (w**2).sum()
    return lam / (2 * num_examples) * total


@misconception(witness={"weights": [[1.0, -3.0]], "lam": 0.5, "num_examples": 10})
def takes_absolute_values(weights, lam, num_examples):
    """The weights are not squared: absolute values make the L1 penalty. L2 adds up squares."""
    return lam / (2 * num_examples) * sum(np.abs(w).sum() for w in weights)


@misconception(witness={"weights": [[3.0, -4.0]], "lam": 0.5, "num_examples": 10})
def takes_the_length(weights, lam, num_examples):
    """A square root is taken, which gives the length of each array. The penalty is the sum of the
    squares itself, the squared length."""
    return lam / (2 * num_examples) * sum(np.sqrt((w**2).sum()) for w in weights)


@misconception(witness={"weights": [[1.0, -4.0]], "lam": 0.5, "num_examples": 10})
def squares_the_sum(weights, lam, num_examples):
    """The weights are added up first and squared afterwards, when positive and negative ones have
    cancelled. Square every single weight."""
    return lam / (2 * num_examples) * sum(w.sum() ** 2 for w in weights)


@misconception(witness={"weights": [[1.0, -5.0]], "lam": 0.5, "num_examples": 10})
def returns_the_derivative_instead(weights, lam, num_examples):
    """These are the weights times lam / N added up, which resembles the derivative. The penalty
    itself is asked for, with squares."""
    return lam / num_examples * sum(w.sum() for w in weights)


LAYERS = [np.array([[1.0, -2.0], [0.0, 3.0]]), np.array([-4.0])]


def layers(edge):
    """Arrays of several shapes."""
    plain = floats(-10, 10)
    return listing(
        one_of(array("D K", plain, edge), array("M", plain, edge), array("D D", plain, edge)), 1, 3
    )


EXERCISE = Exercise(
    inputs={
        "weights": layers(floats(-1e6, 1e6)),
        "lam": scalar(floats(0.01, 2.0), floats(0.0, 100.0, special=(0.0,))),
        "num_examples": scalar(integers(1, 20), integers(1, 10000, special=(1,))),
    },
    reference=reference,
    second_source=second_source,
    sizes={"D": (1, 4), "K": (1, 5), "M": (1, 6)},
    cases=(
        case(weights=LAYERS, lam=0.5, num_examples=10),
        case(weights=LAYERS, lam=0.0, num_examples=3, tier="edge"),
    ),
    laws=(
        grows_with_the_square,
        adds_up_over_the_arrays,
        is_shared_by_the_examples,
        has_lam_w_over_N_for_its_slope,
    ),
    misconceptions=(
        forgets_the_half,
        forgets_the_examples,
        multiplies_where_it_should_divide,
        averages_over_the_weights,
        looks_at_the_first_array_only,
        keeps_the_last_array_only,
        takes_absolute_values,
        takes_the_length,
        squares_the_sum,
        returns_the_derivative_instead,
    ),
    hints=(
        "How much does a single array contribute? And what is done with the contributions of "
        "several?",
        "(w**2).sum() adds up one array of any shape. The arrays differ in shape, so they do not "
        "fit into one: go through the list. Mind the brackets in lam / (2 N).",
        "lam / (2 * num_examples) * sum((w**2).sum() for w in weights)",
    ),
)
