"""The mean binary cross-entropy of probabilities, finite also where they are exactly 0 or 1."""

from __future__ import annotations

import numpy as np
import torch

from grader.declare import (
    Exercise,
    array,
    assert_close,
    case,
    choice,
    floats,
    law,
    misconception,
    refusal,
)


def reference(a2: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    return torch.nn.functional.binary_cross_entropy(a2, y)


def second_source(m, a2, y):
    """One example after the other, with Python's own choice between the two logarithms."""
    total = 0
    for p, t in zip(a2.reshape(-1), y.reshape(-1), strict=True):
        chance = p if t == 1 else 1 - p
        total -= max(m.log(chance), -100) if chance > 0 else -100
    return total / len(a2)


@law(a2=array("N 1", floats(0, 1, grid=1 / 64)), edge=10)
def either_class_may_be_called_1(shallow_cost, a2, y):
    """Calling class 1 class 0, in the answers and in the probabilities, costs the same."""
    assert_close(shallow_cost(1.0 - a2, 1.0 - y), shallow_cost(a2, y), scale=100.0, rtol=1e-13)


@law()
def is_the_mean_over_the_examples(shallow_cost, a2, y):
    """The cost of a batch is the mean of what each example costs alone."""
    alone = [float(shallow_cost(a2[n : n + 1], y[n : n + 1])) for n in range(len(y))]
    assert_close(float(shallow_cost(a2, y)), float(np.mean(alone)), scale=100.0, rtol=1e-13)


@law(ordinary=0, edge=10)
def sure_and_wrong_costs_100(shallow_cost, y):
    """An example that was given probability 0 costs exactly 100, and one given 1 costs nothing."""
    assert_close(float(shallow_cost(1.0 - y, y)), 100.0, rtol=1e-13)
    assert_close(float(shallow_cost(y, y)), 0.0, scale=1.0, rtol=1e-15)


def checked(a2, y):
    if a2.shape != y.shape:
        raise ValueError("shapes differ")
    yes, no = np.maximum(np.log(a2), -100.0), np.maximum(np.log(1.0 - a2), -100.0)
    return y * yes, (1.0 - y) * no


@misconception(witness={"a2": [[0.5], [0.25]], "y": [[1.0], [1.0]]})
def sums_instead_of_averaging(a2, y):
    """The examples were summed. Divide by N, so that the cost does not grow with the batch."""
    yes, no = checked(a2, y)
    return -np.sum(yes + no)


@misconception(witness={"a2": [[0.25]], "y": [[1.0]]})
def forgets_the_minus(a2, y):
    """The minus in front is missing: logarithms of probabilities are negative, a cost is not."""
    yes, no = checked(a2, y)
    return np.mean(yes + no)


@misconception(witness={"a2": [[0.75]], "y": [[0.0]]})
def counts_the_ones_alone(a2, y):
    """Examples whose answer is 0 cost nothing. Their share is (1 - y) * log(1 - a2): add it."""
    yes, _ = checked(a2, y)
    return -np.mean(yes)


@misconception(witness={"a2": [[0.25], [0.5]], "y": [[0.0], [1.0]]})
def takes_logarithms_to_base_2(a2, y):
    """The logarithms are to base 2. Natural ones are asked for: np.log."""
    yes, no = checked(a2, y)
    return -np.mean(yes + no) / np.log(2.0)


@misconception(witness={"a2": [[0.0], [1.0]], "y": [[0.0], [0.0]]})
def lets_log_0_be_infinite(a2, y):
    """A probability of exactly 0 or 1 gave inf or nan (0 times -inf is nan). Clamp the logarithms:
    np.maximum(np.log(a2), -100)."""
    if a2.shape != y.shape:
        raise ValueError("shapes differ")
    return -np.mean(y * np.log(a2) + (1.0 - y) * np.log(1.0 - a2))


@misconception(witness={"a2": [[0.0]], "y": [[1.0]]})
def adds_a_small_number(a2, y):
    """A small number was added inside the logarithm. That bends every cost a little, and a sure
    mistake costs 18 or 23: clamp the logarithms at -100."""
    checked(a2, y)
    return -np.mean(y * np.log(a2 + 1e-8) + (1.0 - y) * np.log(1.0 - a2 + 1e-8))


@misconception(witness={"a2": [[1.0]], "y": [[0.0]]})
def clips_the_probabilities(a2, y):
    """The probabilities were kept away from 0 and 1, so that a sure mistake costs about 35. Leave
    them as they are and clamp the logarithms at -100."""
    checked(a2, y)
    a2 = np.clip(a2, 1e-15, 1.0 - 1e-15)
    return -np.mean(y * np.log(a2) + (1.0 - y) * np.log(1.0 - a2))


@misconception(witness={"a2": [[0.25], [0.75]], "y": [[1.0], [0.0]]})
def exchanges_predictions_and_answers(a2, y):
    """The logarithm of the answers was taken, weighted by the predictions. It is the other way
    round: the predictions stand inside the logarithm."""
    checked(a2, y)
    yes, no = np.maximum(np.log(y), -100.0), np.maximum(np.log(1.0 - y), -100.0)
    return -np.mean(a2 * yes + (1.0 - a2) * no)


@misconception(witness={"a2": [[0.25], [0.5]], "y": [[1.0], [1.0]]})
def measures_squared_errors(a2, y):
    """The squared errors were averaged. Cross-entropy takes the logarithm of the probability that
    the right answer was given."""
    checked(a2, y)
    return np.mean((a2 - y) ** 2)


@misconception(witness={"a2": [[0.125], [0.5]], "y": [[1.0], [0.0]]})
def keeps_the_examples_apart(a2, y):
    """A cost for each example came back. The cost of the batch is their mean, a single number."""
    yes, no = checked(a2, y)
    return -(yes + no)


EXERCISE = Exercise(
    inputs={
        # Exact: the cost of a sure mistake jumps when a rounding error moves 1.0.
        "a2": array(
            "N 1",
            floats(0.01, 0.99, exact=True),
            floats(0, 1, special=(0.0, 1.0, 1e-60, 1e-12), exact=True),
        ),
        "y": array("N 1", choice(0.0, 1.0)),
    },
    reference=reference,
    second_source=second_source,
    accuracy="absolute",
    sizes={"N": (1, 8)},
    cases=(
        case(a2=[[0.5], [0.5]], y=[[0.0], [1.0]]),
        case(a2=[[0.0], [1.0], [0.0], [1.0]], y=[[1.0], [1.0], [0.0], [0.0]], tier="edge"),
    ),
    laws=(either_class_may_be_called_1, is_the_mean_over_the_examples, sure_and_wrong_costs_100),
    misconceptions=(
        sums_instead_of_averaging,
        forgets_the_minus,
        counts_the_ones_alone,
        takes_logarithms_to_base_2,
        lets_log_0_be_infinite,
        adds_a_small_number,
        clips_the_probabilities,
        exchanges_predictions_and_answers,
        measures_squared_errors,
        keeps_the_examples_apart,
    ),
    refusals=(
        refusal(ValueError, "answers of shape (3,)", a2=np.full((3, 1), 0.5), y=np.ones(3)),
        refusal(
            ValueError,
            "a single answer for 3 examples",
            a2=np.full((3, 1), 0.5),
            y=np.ones((1, 1)),
        ),
        refusal(
            ValueError,
            "3 answers for a single example",
            a2=np.full((1, 1), 0.5),
            y=np.ones((3, 1)),
        ),
    ),
    hints=(
        "Each example costs -log of the probability that its right answer was given. How does one "
        "formula choose between a2 and 1 - a2?",
        "log(0) is -inf, and 0 * -inf is nan: lift the logarithms to -100 before you multiply. And "
        "what would NumPy make of shapes (N, 1) and (N,)?",
        "-np.mean(y * np.maximum(np.log(a2), -100) + (1 - y) * np.maximum(np.log(1 - a2), -100)), "
        "after comparing the shapes.",
    ),
)
