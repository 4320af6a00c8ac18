"""The perceptron: a weighted sum and a threshold."""

from __future__ import annotations

import numpy as np
import torch

from grader.declare import (
    Exercise,
    array,
    assert_equal,
    case,
    floats,
    law,
    misconception,
    refusal,
    scalar,
)


def reference(x: torch.Tensor, w: torch.Tensor, b: float) -> torch.Tensor:
    total = torch.nn.functional.linear(x, w[None])[:, 0] + b
    # heaviside's second argument is the answer at exactly 0.
    return torch.heaviside(total, total.new_zeros(()))


def second_source(m, x, w, b):
    fires = np.zeros(len(x), dtype=object)
    for row, example in enumerate(x):
        total = b
        for entry, weight in zip(example, w, strict=True):
            total += entry * weight
        fires[row] = m.number(1.0 if total > 0 else 0.0)
    return fires


# --- laws -----------------------------------------------------------------------------------------


@law(edge=10)
def is_silent_on_its_boundary(perceptron, x, w):
    """With a bias that makes the weighted sum of an example exactly 0, that example gets 0.0."""
    for row in range(min(1, len(x))):
        answers = perceptron(x, w, -float(x[row] @ w))
        assert_equal(answers[row : row + 1], np.zeros(1))


@law(edge=10, much=floats(1, 8, grid=0.25))
def fires_beyond_its_boundary(perceptron, x, w, much):
    """With a bias that makes the weighted sum of an example positive, that example gets 1.0."""
    for row in range(min(1, len(x))):
        answers = perceptron(x, w, much - float(x[row] @ w))
        assert_equal(answers[row : row + 1], np.ones(1))


# --- mistakes -------------------------------------------------------------------------------------


@misconception(witness={"x": [[1.0, -1.0], [1.0, 1.0], [-1.0, -1.0]], "w": [1.0, 1.0], "b": 0.0})
def fires_on_the_boundary(x, w, b):
    """A weighted sum of exactly 0 made the perceptron fire. It fires above 0 only: compare with >,
    not with >=."""
    return (x @ w + b >= 0).astype(x.dtype)


@misconception(witness={"x": [[1.0], [3.0], [-1.0]], "w": [1.0], "b": -2.0})
def forgets_the_bias(x, w, b):
    """The bias b had no effect. Add it to the weighted sum before you compare with 0."""
    return (x @ w > 0).astype(x.dtype)


@misconception(witness={"x": [[0.0], [3.0], [-3.0]], "w": [1.0], "b": -2.0})
def takes_the_bias_for_a_threshold(x, w, b):
    """The weighted sum was compared with b. The bias is added, and the sum compared with 0: x @ w +
    b > 0."""
    return (x @ w > b).astype(x.dtype)


@misconception(witness={"x": [[4.0], [-4.0]], "w": [1.0], "b": -1.0})
def answers_minus_one_for_no(x, w, b):
    """The answers were 1 and -1. A perceptron that does not fire answers 0.0."""
    return np.where(x @ w + b > 0, 1.0, -1.0).astype(x.dtype)


@misconception(witness={"x": [[4.0], [-4.0]], "w": [1.0], "b": 1.0})
def returns_the_weighted_sum(x, w, b):
    """The weighted sum itself came back. Compare it with 0 and return 1.0 or 0.0."""
    return x @ w + b


@misconception(witness={"x": [[2.0], [-2.0]], "w": [1.0], "b": 1.0})
def returns_true_and_false(x, w, b):
    """The answers were True and False. Turn them into floats: (total > 0).astype(x.dtype)."""
    return x @ w + b > 0


@misconception(witness={"x": [[3.0], [-3.0]], "w": [1.0], "b": 1.0})
def returns_whole_numbers(x, w, b):
    """The answers were integers. They are to be floats of the dtype of x, 0.0 and 1.0."""
    return (x @ w + b > 0).astype(int)


@misconception(witness={"x": [[1.0], [-1.0]], "w": [1.0], "b": 0.5})
def squashes_instead_of_deciding(x, w, b):
    """The answers lie between 0 and 1: that is a sigmoid. A perceptron decides, 1.0 for a positive
    sum and 0.0 for any other."""
    return 1 / (1 + np.exp(-(x @ w + b)))


@misconception(witness={"x": [[1.0, -3.0], [2.0, 3.0]], "w": [1.0, 1.0], "b": 0.5})
def judges_every_input_alone(x, w, b):
    """Each input was compared with 0 by itself, so that a whole table came back. Sum the products x
    * w over the inputs first: x @ w gives one number for each example."""
    return (x * w + b > 0).astype(x.dtype)


@misconception(witness={"x": [[1.0], [-4.0]], "w": [2.0], "b": -0.5})
def returns_a_column(x, w, b):
    """The answers came as a column, (N, 1). They are a flat array, (N,): one number an example."""
    return (x @ w + b > 0).astype(x.dtype)[:, None]


@misconception(witness={"x": [[-1.0], [3.0], [5.0]], "w": [1.0], "b": -4.0})
def fires_below_zero(x, w, b):
    """The comparison is the wrong way round: the perceptron fires when the sum is above 0."""
    return (x @ w + b < 0).astype(x.dtype)


# On a grid of powers of two every sum is exact, in any order, so that boundaries are sharp.
EXERCISE = Exercise(
    inputs={
        "x": array("N D", floats(-4, 4, grid=0.25), floats(-64, 64, grid=0.25)),
        "w": array("D", floats(-4, 4, grid=0.25), floats(-64, 64, grid=0.25)),
        "b": scalar(floats(-4, 4, grid=0.25), floats(-64, 64, grid=0.25)),
    },
    reference=reference,
    second_source=second_source,
    accuracy="exact",
    sizes={"N": (1, 6)},
    empty="N",
    cases=(
        # AND and OR as perceptrons, all four pairs of bits.
        case(x=[[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]], w=[0.5, 0.5], b=-0.5),
        case(x=[[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]], w=[0.5, 0.5], b=-0.25),
        case(x=[[1.0, 2.0], [2.0, 1.0], [3.0, 3.0]], w=[1.0, -1.0], b=0.0),
        case(x=[[0.0]], w=[0.0], b=0.0),
    ),
    refusals=(
        refusal(ValueError, "2 weights for 3 inputs", x=np.ones((2, 3)), w=np.ones(2), b=0.0),
        refusal(ValueError, "a single weight for 3 inputs", x=np.ones((2, 3)), w=np.ones(1), b=0.0),
    ),
    laws=(is_silent_on_its_boundary, fires_beyond_its_boundary),
    misconceptions=(
        fires_on_the_boundary,
        forgets_the_bias,
        takes_the_bias_for_a_threshold,
        answers_minus_one_for_no,
        returns_the_weighted_sum,
        returns_true_and_false,
        returns_whole_numbers,
        squashes_instead_of_deciding,
        judges_every_input_alone,
        returns_a_column,
        fires_below_zero,
    ),
    hints=(
        "How many numbers come out for one example, whatever the number of its inputs? Which "
        "operation of NumPy turns (N, D) and (D,) into (N,)?",
        "Compute the weighted sums of all examples at once and add the bias. Comparing an array "
        "with 0 gives True and False; how do these become floats of the dtype of x?",
        "total = x @ w + b, then (total > 0).astype(x.dtype).",
    ),
)
