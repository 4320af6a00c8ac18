"""AND as a perceptron."""

from __future__ import annotations

import numpy as np
import torch

from grader.declare import (
    Exercise,
    array,
    assert_equal,
    case,
    choice,
    law,
    misconception,
    one_of,
    refusal,
)


def reference(x1: torch.Tensor, x2: torch.Tensor) -> torch.Tensor:
    # float64 for any input, also float32.
    return (x1.to(torch.float64) * x2).to(torch.float64)


def second_source(m, x1, x2):
    # The truth table, looked up.
    table = {(0, 0): 0.0, (0, 1): 0.0, (1, 0): 0.0, (1, 1): 1.0}
    answers = np.empty(x1.shape, dtype=object)
    for index in np.ndindex(x1.shape):
        answers[index] = m.number(table[int(x1[index]), int(x2[index])])
    return answers


@law(edge=10)
def repeats_the_first_input_beside_a_1(and_gate, x1):
    """Where x2 is 1, the answer is x1."""
    assert_equal(and_gate(x1, np.ones(x1.shape)), x1.astype(np.float64))


@law(edge=10)
def is_silent_beside_a_0(and_gate, x1):
    """Where x2 is 0, the answer is 0.0, whatever x1 is."""
    assert_equal(and_gate(x1, np.zeros(x1.shape)), np.zeros(x1.shape))


BITS = {"x1": [0, 0, 1, 1], "x2": [0, 1, 0, 1]}


@misconception(witness=BITS)
def fires_for_one_input(x1, x2):
    """A single 1 was enough: that is OR. Make the bias so negative that one weight alone does not
    lift the sum above 0, but both together do."""
    return (x1 + x2 > 0.5).astype(np.float64)


@misconception(witness=BITS)
def fires_when_it_should_not(x1, x2):
    """Every answer is the opposite of AND: that is NAND. Turn the signs of both weights and of the
    bias."""
    return (x1 + x2 < 1.5).astype(np.float64)


@misconception(witness=BITS)
def never_fires(x1, x2):
    """It never fires: with two 1s the sum is still not above 0. Exactly 0 is not enough, so the
    bias must be less negative than both weights together."""
    return np.zeros(x1.shape)


@misconception(witness=BITS)
def always_fires(x1, x2):
    """It always fires, even for two zeros. With x1 = x2 = 0 the sum is the bias alone: that must be
    negative."""
    return np.ones(x1.shape)


@misconception(witness=BITS)
def listens_to_the_first_input_only(x1, x2):
    """The answer is x1, whatever x2 says. Both inputs need a weight that is not 0."""
    return x1.astype(np.float64)


@misconception(witness=BITS)
def listens_to_the_second_input_only(x1, x2):
    """The answer is x2, whatever x1 says. Both inputs need a weight that is not 0."""
    return x2.astype(np.float64)


@misconception(witness=BITS)
def fires_when_the_inputs_are_equal(x1, x2):
    """It fires for two equal inputs, two zeros included. AND fires for two 1s only."""
    return (x1 == x2).astype(np.float64)


@misconception(witness=BITS)
def returns_the_weighted_sum(x1, x2):
    """The weighted sum itself came back. Compare it with 0 and return 1.0 or 0.0."""
    return 0.5 * x1 + 0.5 * x2 - 0.75


@misconception(witness=BITS)
def returns_whole_numbers(x1, x2):
    """The answers were integers. They are to be floats, 0.0 and 1.0, whatever the dtype of the
    inputs: .astype(np.float64)."""
    return (x1 + x2 > 1.5).astype(int)


@misconception(witness=BITS)
def returns_true_and_false(x1, x2):
    """The answers were True and False. A comparison gives those; turn them into 0.0 and 1.0 with
    .astype(np.float64)."""
    return x1 + x2 > 1.5


# Integers and floats, float32 too, in any mixture.
BIT = one_of(
    array("... N", choice(0, 1)),
    array("... N", choice(0.0, 1.0)),
    array("... N", choice(0.0, 1.0), dtype="float32"),
)

EXERCISE = Exercise(
    inputs={"x1": BIT, "x2": BIT},
    reference=reference,
    second_source=second_source,
    accuracy="exact",
    float32=False,  # gates answer in float64, whatever they are asked in
    empty="N",
    cases=(
        case(x1=np.array([0, 0, 1, 1]), x2=np.array([0, 1, 0, 1])),
        case(x1=np.array([0.0, 0.0, 1.0, 1.0]), x2=np.array([0.0, 1.0, 0.0, 1.0])),
        case(x1=np.array([[0, 1]]), x2=np.array([[1.0, 1.0]])),
        case(x1=np.array([0, 0, 1, 1], dtype=np.float32), x2=np.array([0, 1, 0, 1])),
    ),
    refusals=(
        refusal(ValueError, "3 bits against a single one", x1=np.ones(3), x2=np.ones(1)),
        refusal(ValueError, "a single bit against 3", x1=np.ones(1), x2=np.ones(3)),
        refusal(ValueError, "a column against a flat array", x1=np.ones((2, 1)), x2=np.ones(2)),
    ),
    laws=(repeats_the_first_input_beside_a_1, is_silent_beside_a_0),
    misconceptions=(
        fires_for_one_input,
        fires_when_it_should_not,
        never_fires,
        always_fires,
        listens_to_the_first_input_only,
        listens_to_the_second_input_only,
        fires_when_the_inputs_are_equal,
        returns_the_weighted_sum,
        returns_whole_numbers,
        returns_true_and_false,
    ),
    hints=(
        "With weights w1 and w2 and a bias b, what is the sum for each of the four pairs of "
        "bits? Which of the four must be positive?",
        "You need b <= 0, w1 + b <= 0, w2 + b <= 0 and w1 + w2 + b > 0. Equal weights will "
        "do: choose them first, then a bias that lies between.",
        "(0.5 * x1 + 0.5 * x2 - 0.75 > 0).astype(np.float64), after a check that the shapes "
        "are equal.",
    ),
)
