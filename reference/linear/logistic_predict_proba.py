"""The probabilities of a logistic regression."""

from __future__ import annotations

import numpy as np
import torch

from grader.declare import (
    Exercise,
    array,
    assert_close,
    case,
    floats,
    law,
    misconception,
    refusal,
)


def reference(x: torch.Tensor, theta: torch.Tensor) -> torch.Tensor:
    return torch.sigmoid(x @ theta)


def second_source(m, x, theta):
    probabilities = np.zeros(len(x), dtype=object)
    for row, example in enumerate(x):
        z = m.number(0.0)
        for entry, weight in zip(example, theta, strict=True):
            z += entry * weight
        probabilities[row] = 1 / (1 + m.exp(-z))
    return probabilities


# --- laws -----------------------------------------------------------------------------------------


@law(x=array("N D", floats(-1, 1)), theta=array("D", floats(-2, 2)))
def has_odds_of_exp_of_the_weighted_sum(logistic_predict_proba, x, theta):
    """Where p is the answer and z the weighted sum, the odds p / (1 - p) of a yes are exp(z)."""
    p = logistic_predict_proba(x, theta)
    assert_close(p / (1 - p) * np.exp(-(x @ theta)), np.ones(len(x)))


@law(edge=10)
def turns_round_with_the_weights(logistic_predict_proba, x, theta):
    """With all weights negated a yes becomes a no: the two probabilities add up to 1."""
    both = logistic_predict_proba(x, theta) + logistic_predict_proba(x, -theta)
    assert_close(both, np.ones(len(x)))


# --- mistakes -------------------------------------------------------------------------------------


def sigmoid(z):
    return np.exp(np.minimum(z, 0)) / (1 + np.exp(-np.abs(z)))


@misconception(witness={"x": [[1.0, 2.0]], "theta": [1.0, 1.0]})
def returns_the_weighted_sum(x, theta):
    """The weighted sum itself came back, which is no probability: it may be negative or above 1.
    Put it through the sigmoid."""
    return x @ theta


@misconception(witness={"x": [[1.0, 2.0]], "theta": [1.0, -1.5]})
def flips_the_sign(x, theta):
    """The exponent has the wrong sign, so that large sums get small probabilities. The sigmoid is 1
    / (1 + exp(-z))."""
    return sigmoid(-(x @ theta))


@misconception(witness={"x": [[1000.0], [1.0]], "theta": [1.0]})
def divides_infinity_by_infinity(x, theta):
    """exp(1000) overflows to inf, and inf / inf is nan. The form exp(z) / (1 + exp(z)) is good for
    negative z only; for positive z use 1 / (1 + exp(-z))."""
    return np.exp(x @ theta) / (1 + np.exp(x @ theta))


@misconception(witness={"x": [[1.0, 2.0]], "theta": [0.5, 0.25]})
def does_not_sum_over_the_features(x, theta):
    """A whole table came back, one number for each feature. Sum the products first: x @ theta gives
    one number for each example."""
    return sigmoid(x * theta)


@misconception(witness={"x": [[1.0, 2.0]], "theta": [0.5, 0.5]})
def squashes_before_it_sums(x, theta):
    """Each product went through the sigmoid before they were summed, which may give more than 1.
    Sum first, then take the sigmoid of the sum."""
    return sigmoid(x * theta).sum(axis=1)


@misconception(witness={"x": [[1.0], [2.0]], "theta": [1.0]})
def uses_tanh(x, theta):
    """This is tanh, which runs from -1 to 1. A probability comes from the sigmoid, which is 0.5
    where the sum is 0."""
    return np.tanh(x @ theta)


@misconception(witness={"x": [[0.0], [1.0]], "theta": [1.0]})
def shares_one_probability_among_the_examples(x, theta):
    """The probabilities of all examples sum to 1: that is a softmax over the examples. Each example
    has a yes and a no of its own: take the sigmoid of each sum."""
    z = x @ theta
    weights = np.exp(z - z.max(initial=-np.inf))
    return weights / weights.sum()


@misconception(witness={"x": [[1.0], [-1.0]], "theta": [2.0]})
def decides_already(x, theta):
    """The answers are 0 and 1 only. Deciding is another exercise: return the probabilities."""
    return (x @ theta >= 0).astype(x.dtype)


@misconception(witness={"x": [[1.0], [-1.0]], "theta": [3.0]})
def returns_a_column(x, theta):
    """The probabilities came as a column, (N, 1). They are a flat array, (N,), so that they line up
    with the targets."""
    return sigmoid(x @ theta)[:, None]


@misconception(witness={"x": [[1.0, 1.0]], "theta": [1.0, 2.0]})
def takes_the_first_weight_for_an_intercept(x, theta):
    """The first weight was added as an intercept. There is none here: theta has one weight for each
    feature, the first included."""
    return sigmoid(x[:, 1:] @ theta[1:] + theta[0] * 2)


@misconception(witness={"x": [[-600.0], [20.0]], "theta": [1.0]})
def keeps_away_from_0_and_1(x, theta):
    """The probabilities were kept away from 0 and 1 by a small constant. Return the sigmoid as it
    is; whoever takes its logarithm takes care of that."""
    return np.clip(sigmoid(x @ theta), 1e-7, 1 - 1e-7).astype(x.dtype)


EXERCISE = Exercise(
    inputs={
        "x": array("N D", floats(-3, 3), floats(-1e3, 1e3)),
        "theta": array("D", floats(-3, 3), floats(-30, 30)),
    },
    reference=reference,
    second_source=second_source,
    accuracy="absolute",
    sizes={"N": (1, 6)},
    empty="N",
    cases=(
        case(x=[[1.0, 0.0], [1.0, 1.0]], theta=[0.0, np.log(3.0)]),
        case(x=[[0.0, 0.0]], theta=[1.0, 2.0]),
        case(x=[[1000.0], [-1000.0]], theta=[1.0], tier="edge"),
        case(x=[[1000.0], [-1000.0]], theta=[100.0], tier="edge"),
    ),
    refusals=(
        refusal(ValueError, "2 weights for 3 features", x=np.ones((2, 3)), theta=np.ones(2)),
        refusal(ValueError, "a single weight for 3 features", x=np.ones((2, 3)), theta=np.ones(1)),
    ),
    laws=(has_odds_of_exp_of_the_weighted_sum, turns_round_with_the_weights),
    misconceptions=(
        returns_the_weighted_sum,
        flips_the_sign,
        divides_infinity_by_infinity,
        does_not_sum_over_the_features,
        squashes_before_it_sums,
        uses_tanh,
        shares_one_probability_among_the_examples,
        decides_already,
        returns_a_column,
        takes_the_first_weight_for_an_intercept,
        keeps_away_from_0_and_1,
    ),
    hints=(
        "A linear model gives any number. Which function turns a number into a probability, "
        "with 0.5 for 0?",
        "x @ theta gives one sum for each example. What is exp(-z) when z is -1000, and what is "
        "exp(z) when z is 1000? One of the two ways to write the sigmoid is always safe.",
        "z = x @ theta; with e = np.exp(-np.abs(z)) the answer is 1 / (1 + e) where z >= 0 and "
        "e / (1 + e) elsewhere.",
    ),
)
