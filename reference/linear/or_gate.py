"""OR as a perceptron."""

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
    return torch.maximum(x1.to(torch.float64), x2.to(torch.float64)).to(torch.float64)


def second_source(m, x1, x2):
    # The truth table, looked up.
    table = {(0, 0): 0.0, (0, 1): 1.0, (1, 0): 1.0, (1, 1): 1.0}
    answers = np.empty(x1.shape, dtype=object)
    for index in np.ndindex(x1.shape):
        answers[index] = m.number(table[int(x1[index]), int(x2[index])])
    return answers


@law(edge=10)
def repeats_the_first_input_beside_a_0(or_gate, x1):
    """Where x2 is 0, the answer is x1."""
    assert_equal(or_gate(x1, np.zeros(x1.shape)), x1.astype(np.float64))


@law(edge=10)
def fires_beside_a_1(or_gate, x1):
    """Where x2 is 1, the answer is 1.0, whatever x1 is."""
    assert_equal(or_gate(x1, np.ones(x1.shape)), np.ones(x1.shape))


BITS = {"x1": [0, 0, 1, 1], "x2": [0, 1, 0, 1]}


@misconception(witness=BITS)
def waits_for_both_inputs(x1, x2):
    """It took two 1s to fire: that is AND. One weight alone must lift the sum above 0, so the bias
    must be less negative than each of the weights."""
    return (x1 + x2 > 1.5).astype(np.float64)


@misconception(witness=BITS)
def is_silent_for_two_ones(x1, x2):
    """Two 1s got 0.0: that is XOR, "one or the other". OR fires for both as well."""
    return (x1 != x2).astype(np.float64)


@misconception(witness=BITS)
def fires_when_it_should_not(x1, x2):
    """Every answer is the opposite of OR: that is NOR. Turn the signs of both weights and of the
    bias."""
    return (x1 + x2 < 0.5).astype(np.float64)


@misconception(witness=BITS)
def adds_the_bits(x1, x2):
    """The inputs were added, so that two 1s gave 2. Compare the sum with 0 and answer 1.0 or
    0.0."""
    return (x1 + x2).astype(np.float64)


@misconception(witness=BITS)
def always_fires(x1, x2):
    """It always fires, even for two zeros. With x1 = x2 = 0 the sum is the bias alone: it must not
    be above 0."""
    return np.ones(x1.shape)


@misconception(witness=BITS)
def never_fires(x1, x2):
    """It never fires. One weight must be larger than what the bias takes away."""
    return np.zeros(x1.shape)


@misconception(witness=BITS)
def listens_to_the_first_input_only(x1, x2):
    """The answer is x1, whatever x2 says. Both inputs need a weight that is not 0."""
    return x1.astype(np.float64)


@misconception(witness=BITS)
def listens_to_the_second_input_only(x1, x2):
    """The answer is x2, whatever x1 says. Both inputs need a weight that is not 0."""
    return x2.astype(np.float64)


@misconception(witness=BITS)
def returns_the_weighted_sum(x1, x2):
    """The weighted sum itself came back. Compare it with 0 and return 1.0 or 0.0."""
    return 0.5 * x1 + 0.5 * x2 - 0.25


@misconception(witness=BITS)
def returns_whole_numbers(x1, x2):
    """The answers were integers. They are to be floats, 0.0 and 1.0, whatever the dtype of the
    inputs: .astype(np.float64)."""
    return (x1 + x2 > 0.5).astype(int)


@misconception(witness=BITS)
def returns_true_and_false(x1, x2):
    """The answers were True and False. A comparison gives those; turn them into 0.0 and 1.0 with
    .astype(np.float64)."""
    return x1 + x2 > 0.5


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
    laws=(repeats_the_first_input_beside_a_0, fires_beside_a_1),
    misconceptions=(
        waits_for_both_inputs,
        is_silent_for_two_ones,
        fires_when_it_should_not,
        adds_the_bits,
        always_fires,
        never_fires,
        listens_to_the_first_input_only,
        listens_to_the_second_input_only,
        returns_the_weighted_sum,
        returns_whole_numbers,
        returns_true_and_false,
    ),
    hints=(
        "With weights w1 and w2 and a bias b, what is the sum for each of the four pairs of "
        "bits? Which of the four must be positive?",
        "You need b <= 0, but w1 + b > 0 and w2 + b > 0. The weights of an AND gate will do; "
        "which number must change?",
        "(0.5 * x1 + 0.5 * x2 - 0.25 > 0).astype(np.float64), after a check that the shapes "
        "are equal.",
    ),
)
