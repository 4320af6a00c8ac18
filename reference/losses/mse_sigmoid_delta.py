"""The derivative of the squared error behind a sigmoid."""

from __future__ import annotations

import numpy as np
import torch

from grader.declare import (
    Exercise,
    array,
    assert_close,
    case,
    derivative,
    floats,
    law,
    misconception,
    refusal,
)


def reference(z: torch.Tensor, t: torch.Tensor) -> torch.Tensor:
    return derivative(lambda inputs: 0.5 * (torch.sigmoid(inputs) - t) ** 2, z)


def second_source(m, z, t):
    a = 1 / (1 + m.exp(-z))
    return (a - t) * a / (1 + m.exp(z))


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


@law()
def is_the_slope_of_the_cost(mse_sigmoid_delta, z, t):
    """Moving z by a little changes the cost 0.5 * (sigmoid(z) - t)**2 by delta times as much."""
    h = 1e-4
    up, down = 0.5 * (sigmoid(z + h) - t) ** 2, 0.5 * (sigmoid(z - h) - t) ** 2
    assert_close(mse_sigmoid_delta(z, t), (up - down) / (2 * h), rtol=1e-7, scale=1.0)


@law(edge=10)
def mirrors_at_zero(mse_sigmoid_delta, z, t):
    """With z and the target mirrored (-z and 1 - t) the slope only changes its sign."""
    t = np.round(t * 16) / 16  # so that 1 - t is exact
    assert_close(mse_sigmoid_delta(-z, 1 - t), -mse_sigmoid_delta(z, t), scale=1.0)


@law(z=array("... K", floats(40.0, 300.0)))
def learns_nothing_when_saturated(mse_sigmoid_delta, z, t):
    """A unit far out on either side hardly learns, however wrong it is."""
    assert_close(mse_sigmoid_delta(z, 0 * z), 0 * z, scale=1.0)
    assert_close(mse_sigmoid_delta(-z, 0 * z + 1), 0 * z, scale=1.0)


@misconception(witness={"z": [0.0], "t": [0.0]})
def forgets_the_slope_of_sigmoid(z, t):
    """The answer is sigmoid(z) - t, the delta of binary cross-entropy. With the squared error it is
    still to be multiplied by the slope of sigmoid, a * (1 - a)."""
    return sigmoid(z) - t


@misconception(witness={"z": [0.0, 0.0], "t": [0.0, 1.0]})
def forgets_the_error(z, t):
    """This is the slope of sigmoid alone. Multiply it by the error a - t."""
    return sigmoid(z) * (1 - sigmoid(z))


@misconception(witness={"z": [0.0], "t": [0.25]})
def subtracts_the_wrong_way_round(z, t):
    """The sign is wrong: this is the direction in which to move, not the slope. The derivative of
    0.5 * (a - t)**2 holds a - t."""
    a = sigmoid(z)
    return (t - a) * a * (1 - a)


@misconception(witness={"z": [0.0], "t": [0.125]})
def forgets_the_half(z, t):
    """The answer is twice as large as it should be. The half in the cost cancels the 2 that the
    square gives."""
    a = sigmoid(z)
    return 2 * (a - t) * a * (1 - a)


@misconception(witness={"z": [0.5], "t": [0.0]})
def takes_z_for_the_answer(z, t):
    """z is used where sigmoid(z) is meant. The unit answers a = sigmoid(z); error and slope are
    made of a."""
    return (z - t) * z * (1 - z)


@misconception(witness={"z": [2.0], "t": [0.0]})
def takes_the_slope_at_the_input(z, t):
    """The slope is computed as z * (1 - z). It is a * (1 - a) with a = sigmoid(z)."""
    return (sigmoid(z) - t) * z * (1 - z)


@misconception(witness={"z": [1.0], "t": [0.0]})
def applies_sigmoid_twice(z, t):
    """The slope is taken at sigmoid(sigmoid(z)). If your slope function applies sigmoid itself,
    hand it z and not a."""
    a = sigmoid(z)
    return (a - t) * sigmoid(a) * (1 - sigmoid(a))


@misconception(witness={"z": [0.0], "t": [1.0]})
def adds_in_the_slope(z, t):
    """The slope of sigmoid is taken for a * (1 + a). It is a * (1 - a)."""
    a = sigmoid(z)
    return (a - t) * a * (1 + a)


@misconception(witness={"z": [0.0, 0.0], "t": [0.0, 0.5]})
def averages_over_the_entries(z, t):
    """The derivatives are divided by the number of entries. Each entry has a cost of its own;
    nothing is averaged."""
    a = sigmoid(z)
    return (a - t) * a * (1 - a) / z.size


@misconception(witness={"z": [0.0, 2.0], "t": [0.0, 0.0]})
def returns_the_cost(z, t):
    """This is the cost itself. Its derivative with respect to z is asked for."""
    return 0.5 * (sigmoid(z) - t) ** 2


@misconception(witness={"z": [1000.0], "t": [0.0]})
def divides_infinities(z, t):
    """exp(1000) overflows, and inf / inf is nan. Write sigmoid as 1 / (1 + exp(-z)): 1 / inf is
    0, and nothing is lost."""
    a = np.exp(z) / (1 + np.exp(z))
    return (a - t) * a * (1 - a)


@misconception(witness={"z": [0.0], "t": [0.75]})
def stretches_one_shape_to_the_other(z, t):
    """Arrays of different shapes are taken, and NumPy stretches one of them without a word.
    Compare z.shape with t.shape and raise ValueError where they differ."""
    a = sigmoid(z)
    return (a - t) * a * (1 - a)


EXERCISE = Exercise(
    inputs={
        "z": array("... K", floats(-10, 10), floats(-700, 700, special=(-1000.0, 1000.0))),
        "t": array("... K", floats(0, 1), floats(0, 1, special=(0.0, 1.0, 0.5))),
    },
    reference=reference,
    second_source=second_source,
    # Rounding errors of 1: 1 - a is 0 from 37 on, in the usual formula.
    accuracy="absolute",
    cases=(
        case(z=[0.0, 0.0], t=[0.0, 1.0]),
        case(z=[np.log(3.0)], t=[0.0]),
        case(z=[-1000.0, 1000.0], t=[1.0, 0.0], tier="edge"),
    ),
    refusals=(
        refusal(ValueError, "one target for two inputs", z=[1.0, 2.0], t=[1.0]),
        refusal(
            ValueError,
            "a column of inputs, of shape (2, 1), and targets of shape (2,)",
            z=[[1.0], [2.0]],
            t=[1.0, 0.0],
        ),
    ),
    laws=(is_the_slope_of_the_cost, mirrors_at_zero, learns_nothing_when_saturated),
    misconceptions=(
        forgets_the_slope_of_sigmoid,
        forgets_the_error,
        subtracts_the_wrong_way_round,
        forgets_the_half,
        takes_z_for_the_answer,
        takes_the_slope_at_the_input,
        applies_sigmoid_twice,
        adds_in_the_slope,
        averages_over_the_entries,
        returns_the_cost,
        divides_infinities,
        stretches_one_shape_to_the_other,
    ),
    hints=(
        "The cost depends on a, and a on z. What are the two derivatives that the chain rule "
        "multiplies?",
        "The cost's derivative with respect to a is a - t, and that of sigmoid with respect to z "
        "can be written with a alone. Which way of writing sigmoid does not give inf / inf?",
        "a = 1 / (1 + np.exp(-z)); return (a - t) * a * (1 - a), after raising ValueError where "
        "the shapes differ.",
    ),
)
