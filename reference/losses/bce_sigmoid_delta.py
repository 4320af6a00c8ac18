"""The derivative of binary cross-entropy behind a sigmoid."""

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
    return derivative(
        lambda inputs: torch.nn.functional.binary_cross_entropy_with_logits(
            inputs, t, reduction="none"
        ),
        z,
    )


def second_source(m, z, t):
    return 1 / (1 + m.exp(-z)) - t


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def cost(z, t):
    return np.logaddexp(0, z) - t * z


@law()
def is_the_slope_of_the_cost(bce_sigmoid_delta, z, t):
    """Moving z by a little changes the cross-entropy of sigmoid(z) and t by delta times as much."""
    h = 1e-4
    slope = (cost(z + h, t) - cost(z - h, t)) / (2 * h)
    assert_close(bce_sigmoid_delta(z, t), slope, rtol=1e-7, scale=1.0)


@law(edge=10)
def mirrors_at_zero(bce_sigmoid_delta, z, t):
    """With z and the target mirrored (-z and 1 - t) the slope only changes its sign."""
    t = np.round(t * 16) / 16  # so that 1 - t is exact
    assert_close(bce_sigmoid_delta(-z, 1 - t), -bce_sigmoid_delta(z, t), scale=1.0)


@law(z=array("... K", floats(40.0, 700.0)))
def learns_fast_when_wrong(bce_sigmoid_delta, z):
    """A unit that is far out on the wrong side has the steepest slope of all, 1 or -1."""
    assert_close(bce_sigmoid_delta(z, 0 * z), 0 * z + 1, scale=1.0)
    assert_close(bce_sigmoid_delta(-z, 0 * z + 1), 0 * z - 1, scale=1.0)


@misconception(witness={"z": [0.0], "t": [0.0]})
def multiplies_by_the_slope_of_sigmoid(z, t):
    """a - t is multiplied by the slope of sigmoid, as with the squared error. With cross-entropy
    that slope cancels."""
    a = sigmoid(z)
    return (a - t) * a * (1 - a)


@misconception(witness={"z": [0.0], "t": [1.0]})
def stops_at_the_answer(z, t):
    """This is the derivative with respect to the answer a. Multiply by the slope of sigmoid,
    a * (1 - a), to get that with respect to z, and simplify."""
    a = sigmoid(z)
    return -t / a + (1 - t) / (1 - a)


@misconception(witness={"z": [1000.0], "t": [0.0]})
def multiplies_0_by_infinity(z, t):
    """The chain rule was not simplified: where the unit is saturated, its factors are infinity and
    0, whose product is nan. On paper a * (1 - a) cancels."""
    a = sigmoid(z)
    return (-t / a + (1 - t) / (1 - a)) * a * (1 - a)


@misconception(witness={"z": [0.0], "t": [0.25]})
def subtracts_the_wrong_way_round(z, t):
    """The sign is wrong: this is the direction in which to move, not the slope. The slope is
    positive where the answer is larger than the target."""
    return t - sigmoid(z)


@misconception(witness={"z": [2.0], "t": [1.0]})
def forgets_sigmoid(z, t):
    """The target is subtracted from z itself. The unit answers a = sigmoid(z); subtract the target
    from that."""
    return z - t


@misconception(witness={"z": [0.0, 0.0], "t": [0.0, 0.5]})
def averages_over_the_entries(z, t):
    """The derivatives are divided by the number of entries. Each entry has a cost of its own;
    nothing is averaged."""
    return (sigmoid(z) - t) / z.size


@misconception(witness={"z": [0.0], "t": [0.5]})
def returns_the_cost(z, t):
    """This is the cost itself. Its derivative with respect to z is asked for."""
    return cost(z, t)


@misconception(witness={"z": [3.0], "t": [0.25]})
def rounds_the_answer(z, t):
    """The answer is rounded to 0 or 1 before it is compared with the target. The slope uses the
    probability itself."""
    return np.where(z > 0, 1.0, 0.0) - t


@misconception(witness={"z": [1000.0, 0.0], "t": [0.0, 0.0]})
def divides_infinities(z, t):
    """exp(1000) overflows, and inf / inf is nan. Write sigmoid as 1 / (1 + exp(-z)): 1 / inf is
    0, and nothing is lost."""
    return np.exp(z) / (1 + np.exp(z)) - t


@misconception(witness={"z": [0.0], "t": [0.75]})
def stretches_one_shape_to_the_other(z, t):
    """Arrays of different shapes are taken, and NumPy stretches one of them without a word.
    Compare z.shape with t.shape and raise ValueError where they differ."""
    return sigmoid(z) - t


EXERCISE = Exercise(
    inputs={
        "z": array("... K", floats(-10, 10), floats(-700, 700, special=(-1000.0, 1000.0))),
        "t": array("... K", floats(0, 1), floats(0, 1, special=(0.0, 1.0, 0.5))),
    },
    reference=reference,
    second_source=second_source,
    # Rounding errors of 1: for target 1 the slope at 40 is -4e-18, and a - 1 is 0 there.
    accuracy="absolute",
    cases=(
        case(z=[0.0, 0.0], t=[0.0, 1.0]),
        case(z=[np.log(3.0)], t=[0.0]),
        case(z=[1000.0, -1000.0], t=[0.0, 1.0], tier="edge"),
        case(z=[1000.0, -1000.0], t=[1.0, 0.0], tier="edge"),
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
    laws=(is_the_slope_of_the_cost, mirrors_at_zero, learns_fast_when_wrong),
    misconceptions=(
        multiplies_by_the_slope_of_sigmoid,
        stops_at_the_answer,
        multiplies_0_by_infinity,
        subtracts_the_wrong_way_round,
        forgets_sigmoid,
        averages_over_the_entries,
        returns_the_cost,
        rounds_the_answer,
        divides_infinities,
        stretches_one_shape_to_the_other,
    ),
    hints=(
        "The derivative with respect to a is (a - t) / (a * (1 - a)). What does the chain rule "
        "multiply it by?",
        "The slope of sigmoid is a * (1 - a), and it cancels. What remains has two terms. Which "
        "way of writing sigmoid does not give inf / inf?",
        "1 / (1 + np.exp(-z)) - t, after raising ValueError where the shapes differ.",
    ),
)
