"""NAND as a perceptron."""

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
    return (1 - x1.to(torch.float64) * x2).to(torch.float64)


def second_source(m, x1, x2):
    # The truth table, looked up.
    table = {(0, 0): 1.0, (0, 1): 1.0, (1, 0): 1.0, (1, 1): 0.0}
    answers = np.empty(x1.shape, dtype=object)
    for index in np.ndindex(x1.shape):
        answers[index] = m.number(table[int(x1[index]), int(x2[index])])
    return answers


@law(edge=10)
def turns_the_first_input_round_beside_a_1(nand_gate, x1):
    """Where x2 is 1, the answer is the opposite of x1."""
    assert_equal(nand_gate(x1, np.ones(x1.shape)), 1.0 - x1.astype(np.float64))


@law(edge=10)
def fires_beside_a_0(nand_gate, x1):
    """Where x2 is 0, the answer is 1.0, whatever x1 is."""
    assert_equal(nand_gate(x1, np.zeros(x1.shape)), np.ones(x1.shape))


BITS = {"x1": [0, 0, 1, 1], "x2": [0, 1, 0, 1]}


@misconception(witness=BITS)
def answers_and(x1, x2):
    """The answers are those of AND. NAND is its opposite: turn the signs of both weights and of the
    bias."""
    return (x1 + x2 > 1.5).astype(np.float64)


@misconception(witness=BITS)
def falls_silent_for_a_single_1(x1, x2):
    """A single 1 was enough to switch it off: that is NOR. Choose a larger bias, so that only both
    weights together bring the sum down to 0 or below."""
    return (x1 + x2 < 0.5).astype(np.float64)


@misconception(witness=BITS)
def is_silent_for_two_zeros(x1, x2):
    """Two zeros got 0.0: that is XOR. NAND fires unless both inputs are 1, and the bias alone must
    be positive."""
    return (x1 != x2).astype(np.float64)


@misconception(witness=BITS)
def always_fires(x1, x2):
    """It always fires, even for two 1s. The two negative weights together must outweigh the
    bias."""
    return np.ones(x1.shape)


@misconception(witness=BITS)
def never_fires(x1, x2):
    """It never fires. With x1 = x2 = 0 the sum is the bias alone: that must be positive."""
    return np.zeros(x1.shape)


@misconception(witness=BITS)
def turns_the_first_input_round_only(x1, x2):
    """The answer is the opposite of x1, whatever x2 says. Both inputs need a weight."""
    return 1.0 - x1


@misconception(witness=BITS)
def turns_the_second_input_round_only(x1, x2):
    """The answer is the opposite of x2, whatever x1 says. Both inputs need a weight."""
    return 1.0 - x2


@misconception(witness=BITS)
def turns_the_sign_of_and(x1, x2):
    """This is AND with a minus before the answers, 0 and -1. NAND answers 1.0 where AND answers
    0.0, and 0.0 where AND answers 1.0."""
    return -((x1 + x2 > 1.5).astype(np.float64))


@misconception(witness=BITS)
def fires_for_equal_inputs(x1, x2):
    """It fires for equal inputs. NAND fires for every pair but two 1s."""
    return (x1 == x2).astype(np.float64)


@misconception(witness=BITS)
def returns_the_weighted_sum(x1, x2):
    """The weighted sum itself came back. Compare it with 0 and return 1.0 or 0.0."""
    return 0.75 - 0.5 * x1 - 0.5 * x2


@misconception(witness=BITS)
def returns_whole_numbers(x1, x2):
    """The answers were integers. They are to be floats, 0.0 and 1.0, whatever the dtype of the
    inputs: .astype(np.float64)."""
    return (x1 + x2 < 1.5).astype(int)


@misconception(witness=BITS)
def returns_true_and_false(x1, x2):
    """The answers were True and False. A comparison gives those; turn them into 0.0 and 1.0 with
    .astype(np.float64)."""
    return x1 + x2 < 1.5


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
    laws=(turns_the_first_input_round_beside_a_1, fires_beside_a_0),
    misconceptions=(
        answers_and,
        falls_silent_for_a_single_1,
        is_silent_for_two_zeros,
        always_fires,
        never_fires,
        turns_the_first_input_round_only,
        turns_the_second_input_round_only,
        turns_the_sign_of_and,
        fires_for_equal_inputs,
        returns_the_weighted_sum,
        returns_whole_numbers,
        returns_true_and_false,
    ),
    hints=(
        "For which of the four pairs of bits must the sum be positive? What does that say of "
        "the bias, which is the sum for two zeros?",
        "NAND is AND turned round. What happens to the sign of a weighted sum when both "
        "weights and the bias change their signs?",
        "(-0.5 * x1 - 0.5 * x2 + 0.75 > 0).astype(np.float64), after a check that the shapes "
        "are equal.",
    ),
)
