"""The L1 penalty of a list of weight arrays."""

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
    return lam / num_examples * torch.stack([w.abs().sum() for w in weights]).sum()


def second_source(m, weights, lam, num_examples):
    return sum(m.maximum(w, -w).sum() for w in weights) * lam / num_examples


def number(value):
    return float(np.asarray(value))


@law(factor=floats(2.0, 5.0))
def grows_with_the_weights(l1_penalty, weights, lam, num_examples, factor):
    """Weights that are 3 times as large, either way, cost 3 times as much."""
    once = number(l1_penalty(weights, lam, num_examples))
    assert_close(l1_penalty([-factor * w for w in weights], lam, num_examples), factor * once)


@law(other=array("M", floats(-10, 10)))
def adds_up_over_the_arrays(l1_penalty, weights, lam, num_examples, other):
    """The penalty of two layers is the sum of the penalties of each."""
    one = number(l1_penalty(weights, lam, num_examples))
    two = number(l1_penalty([other], lam, num_examples))
    assert_close(l1_penalty([*weights, other], lam, num_examples), one + two, scale=10.0)


@law(count=integers(2, 9))
def is_shared_by_the_examples(l1_penalty, weights, lam, num_examples, count):
    """With 3 times as many examples the penalty is a third."""
    once = number(l1_penalty(weights, lam, num_examples))
    assert_close(l1_penalty(weights, lam, count * num_examples), once / count)


@misconception(witness={"weights": [[1.0, -2.0]], "lam": 0.5, "num_examples": 10})
def forgets_the_absolute_value(weights, lam, num_examples):
    """Positive and negative weights cancel. Take the absolute value of every weight before adding
    them up."""
    return lam / num_examples * sum(w.sum() for w in weights)


@misconception(witness={"weights": [[1.0, -4.0]], "lam": 0.5, "num_examples": 10})
def takes_the_absolute_value_last(weights, lam, num_examples):
    """The absolute value is taken of a sum, in which positive and negative weights have cancelled.
    Take it of every single weight."""
    return lam / num_examples * sum(np.abs(w.sum()) for w in weights)


@misconception(witness={"weights": [[1.0, -2.0]], "lam": 0.5, "num_examples": 4})
def forgets_the_examples(weights, lam, num_examples):
    """The penalty is not divided by the number of examples. Its factor is lam / num_examples."""
    return lam * sum(np.abs(w).sum() for w in weights)


@misconception(witness={"weights": [[1.0, -2.0]], "lam": 0.5, "num_examples": 5})
def halves_the_penalty(weights, lam, num_examples):
    """The penalty is half as large as it should be. The 2 in lam / (2 N) belongs to the L2 penalty,
    whose derivative it makes simpler."""
    return lam / (2 * num_examples) * sum(np.abs(w).sum() for w in weights)


@misconception(witness={"weights": [[1.0, -2.0, 4.0]], "lam": 0.5, "num_examples": 7})
def averages_over_the_weights(weights, lam, num_examples):
    """The mean of the absolute values is taken. They are added up: a larger network pays more."""
    return lam / num_examples * sum(np.abs(w).mean() for w in weights)


@misconception(witness={"weights": [[1.0, -2.0], [3.0]], "lam": 0.5, "num_examples": 10})
def looks_at_the_first_array_only(weights, lam, num_examples):
    """Only the first array is charged. Go through all the arrays of the list and add up."""
    return lam / num_examples * np.abs(weights[0]).sum()


@misconception(witness={"weights": [[1.0, -2.0], [5.0]], "lam": 0.5, "num_examples": 10})
def keeps_the_last_array_only(weights, lam, num_examples):
    """Only the last array is charged: the others are overwritten in the loop. Add to the total with
    +=."""
    total = 0.0
    for w in weights:
        total = np.abs(w).sum()
    return lam / num_examples * total


@misconception(witness={"weights": [[1.0, -3.0]], "lam": 0.5, "num_examples": 10})
def squares_the_weights(weights, lam, num_examples):
    """The weights are squared: that is the L2 penalty. L1 adds up absolute values."""
    return lam / num_examples * sum((w**2).sum() for w in weights)


@misconception(witness={"weights": [[3.0, -4.0]], "lam": 0.5, "num_examples": 10})
def takes_the_length(weights, lam, num_examples):
    """The length of each array is taken, the square root of its sum of squares. L1 adds up absolute
    values."""
    return lam / num_examples * sum(np.sqrt((w**2).sum()) for w in weights)


@misconception(witness={"weights": [[1.0, -2.0]], "lam": 0.25, "num_examples": 10})
def multiplies_by_the_examples(weights, lam, num_examples):
    """The penalty grows with the number of examples. It is divided by it: lam / num_examples."""
    return lam * num_examples * sum(np.abs(w).sum() for w in weights)


@misconception(witness={"weights": [[[1.0, -2.0], [4.0, 0.0]]], "lam": 0.5, "num_examples": 10})
def takes_the_largest_column(weights, lam, num_examples):
    """np.linalg.norm(w, 1) of a matrix is its largest column sum, not the sum of all its absolute
    values. Use np.abs(w).sum()."""
    return lam / num_examples * sum(np.linalg.norm(w, 1) for w in weights)


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
    laws=(grows_with_the_weights, adds_up_over_the_arrays, is_shared_by_the_examples),
    misconceptions=(
        forgets_the_absolute_value,
        takes_the_absolute_value_last,
        forgets_the_examples,
        halves_the_penalty,
        averages_over_the_weights,
        looks_at_the_first_array_only,
        keeps_the_last_array_only,
        squares_the_weights,
        takes_the_length,
        multiplies_by_the_examples,
        takes_the_largest_column,
    ),
    hints=(
        "How much does a single array contribute? And what is done with the contributions of "
        "several?",
        "np.abs(w).sum() adds up one array of any shape. The arrays differ in shape, so they do "
        "not fit into one: go through the list.",
        "lam / num_examples * sum(np.abs(w).sum() for w in weights)",
    ),
)
