"""XOR from two layers of perceptrons."""

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
    return (x1.to(torch.float64) - x2).abs().to(torch.float64)


def second_source(m, x1, x2):
    # The truth table, looked up.
    table = {(0, 0): 0.0, (0, 1): 1.0, (1, 0): 1.0, (1, 1): 0.0}
    answers = np.empty(x1.shape, dtype=object)
    for index in np.ndindex(x1.shape):
        answers[index] = m.number(table[int(x1[index]), int(x2[index])])
    return answers


@law(edge=10)
def turns_the_first_input_round_beside_a_1(xor_gate, x1):
    """Where x2 is 1, the answer is the opposite of x1."""
    assert_equal(xor_gate(x1, np.ones(x1.shape)), 1.0 - x1.astype(np.float64))


@law(edge=10)
def repeats_the_first_input_beside_a_0(xor_gate, x1):
    """Where x2 is 0, the answer is x1."""
    assert_equal(xor_gate(x1, np.zeros(x1.shape)), x1.astype(np.float64))


BITS = {"x1": [0, 0, 1, 1], "x2": [0, 1, 0, 1]}


@misconception(witness=BITS)
def fires_for_two_ones(x1, x2):
    """Two 1s got 1.0: that is OR. XOR fires for exactly one 1; the second layer must also ask a
    NAND."""
    return (x1 + x2 > 0.5).astype(np.float64)


@misconception(witness=BITS)
def uses_one_perceptron(x1, x2):
    """It fires for (1, 0) but not for (0, 1): that is what weights of 1 and -1 do. One perceptron
    cannot answer XOR; combine an OR and a NAND with an AND."""
    return (x1 - x2 > 0).astype(np.float64)


@misconception(witness=BITS)
def uses_one_perceptron_turned_round(x1, x2):
    """It fires for (0, 1) but not for (1, 0): that is what weights of -1 and 1 do. One perceptron
    cannot answer XOR; combine an OR and a NAND with an AND."""
    return (x2 - x1 > 0).astype(np.float64)


@misconception(witness=BITS)
def fires_for_two_zeros(x1, x2):
    """Two zeros got 1.0: that is NAND. XOR fires for exactly one 1; the second layer must also ask
    an OR."""
    return (x1 + x2 < 1.5).astype(np.float64)


@misconception(witness=BITS)
def fires_for_equal_inputs(x1, x2):
    """It fires when the inputs are equal, the opposite of XOR. The second layer must be an AND of
    OR and NAND."""
    return (x1 == x2).astype(np.float64)


@misconception(witness=BITS)
def joins_the_layers_with_or(x1, x2):
    """OR and NAND were joined by an OR, which always fires. Join them with an AND: at least one,
    and not both."""
    return np.ones(x1.shape)


@misconception(witness=BITS)
def combines_and_with_or(x1, x2):
    """The second layer is an AND of OR and AND, which is AND again. The second unit of the first
    layer must be a NAND."""
    return (x1 + x2 > 1.5).astype(np.float64)


@misconception(witness=BITS)
def subtracts_the_bits(x1, x2):
    """The inputs were subtracted, so that (0, 1) gave -1. The answers are 0.0 and 1.0."""
    return x1.astype(np.float64) - x2


@misconception(witness=BITS)
def returns_whole_numbers(x1, x2):
    """The answers were integers. They are to be floats, 0.0 and 1.0, whatever the dtype of the
    inputs: .astype(np.float64)."""
    return (x1 != x2).astype(int)


@misconception(witness=BITS)
def returns_true_and_false(x1, x2):
    """The answers were True and False. A comparison gives those; turn them into 0.0 and 1.0 with
    .astype(np.float64)."""
    return x1 != x2


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
    laws=(turns_the_first_input_round_beside_a_1, repeats_the_first_input_beside_a_0),
    misconceptions=(
        fires_for_two_ones,
        uses_one_perceptron,
        uses_one_perceptron_turned_round,
        fires_for_two_zeros,
        fires_for_equal_inputs,
        joins_the_layers_with_or,
        combines_and_with_or,
        subtracts_the_bits,
        returns_whole_numbers,
        returns_true_and_false,
    ),
    hints=(
        "Draw the four pairs of bits as points of a square. Can a straight line separate the "
        "two that fire from the two that do not?",
        "Exactly one means: at least one, and not both. Which two gates say that, and which "
        "gate joins them?",
        "Write OR and NAND as one perceptron each, 0.5 * x1 + 0.5 * x2 - 0.25 > 0 and -0.5 * "
        "x1 - 0.5 * x2 + 0.75 > 0, and put their answers, as floats, through AND: 0.5 * "
        "either + 0.5 * not_both - 0.75 > 0.",
    ),
)
