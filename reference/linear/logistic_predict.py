"""The decisions of a logistic regression."""

from __future__ import annotations

import numpy as np
import torch

from grader.declare import (
    Exercise,
    array,
    assert_equal,
    case,
    choice,
    floats,
    law,
    misconception,
    refusal,
    scalar,
)


def reference(x: torch.Tensor, theta: torch.Tensor, threshold: float = 0.5) -> torch.Tensor:
    return (torch.sigmoid(x @ theta) >= threshold).to(x.dtype)


def second_source(m, x, theta, threshold=0.5):
    answers = np.zeros(len(x), dtype=object)
    for row, example in enumerate(x):
        z = m.number(0.0)
        for entry, weight in zip(example, theta, strict=True):
            z += entry * weight
        # The boundary in terms of z itself.
        boundary = m.log(threshold / (1 - threshold))
        answers[row] = m.number(1.0 if z >= boundary else 0.0)
    return answers


def no_rounding_decides(x, theta, threshold):
    """Probabilities keep their distance from the threshold, but for the exact tie at 0.5."""
    z = x @ theta
    distance = np.abs(1 / (1 + np.exp(-z)) - threshold)
    return bool(np.all((distance > 1e-5) | ((z == 0.0) & (threshold == 0.5))))


# --- laws -----------------------------------------------------------------------------------------


@law(edge=5)
def says_yes_at_the_boundary(logistic_predict, x, theta):
    """Where the weighted sum is 0 the probability is 0.5, which reaches a threshold of 0.5: yes."""
    assert_equal(logistic_predict(0.0 * x, theta), np.ones(len(x)))


@law(edge=10)
def is_where_the_sum_is_not_negative(logistic_predict, x, theta):
    """Without a threshold asked for, the answer is yes exactly where the weighted sum is 0 or
    more."""
    assert_equal(logistic_predict(x, theta), (x @ theta >= 0).astype(np.float64))


# --- mistakes -------------------------------------------------------------------------------------


def sigmoid(z):
    return np.exp(np.minimum(z, 0)) / (1 + np.exp(-np.abs(z)))


# Probabilities of about 0.27, 0.5, 0.57, 0.73 and 0.95.
STEPS = {"x": [[-1.0], [0.0], [0.25], [1.0], [3.0]], "theta": [1.0]}


@misconception(witness=STEPS)
def says_no_at_the_boundary(x, theta, threshold=0.5):
    """A probability that equals the threshold was a no. It is a yes: compare with >=, not with
    >."""
    return (sigmoid(x @ theta) > threshold).astype(x.dtype)


@misconception(witness={**STEPS, "threshold": 0.625})
def ignores_the_threshold(x, theta, threshold=0.5):
    """The threshold had no effect: 0.5 was used whatever the caller asked for. Compare the
    probabilities with the argument."""
    return (sigmoid(x @ theta) >= 0.5).astype(x.dtype)


@misconception(witness={**STEPS, "threshold": 0.75})
def compares_the_sum_with_the_threshold(x, theta, threshold=0.5):
    """The weighted sum was compared with the threshold. Take its sigmoid first: the threshold is a
    probability."""
    return (x @ theta >= threshold).astype(x.dtype)


@misconception(witness={**STEPS, "threshold": 0.25})
def says_yes_below_the_threshold(x, theta, threshold=0.5):
    """The comparison is the wrong way round: yes is for probabilities of at least the threshold."""
    return (sigmoid(x @ theta) < threshold).astype(x.dtype)


@misconception(witness={**STEPS, "threshold": 0.9})
def returns_the_probabilities(x, theta, threshold=0.5):
    """The probabilities came back. Compare them with the threshold and return 1.0 or 0.0."""
    return sigmoid(x @ theta)


@misconception(witness={**STEPS, "threshold": 0.9})
def returns_true_and_false(x, theta, threshold=0.5):
    """The answers were True and False. Turn them into floats of the dtype of x: (probability >=
    threshold).astype(x.dtype)."""
    return sigmoid(x @ theta) >= threshold


@misconception(witness={**STEPS, "threshold": 0.9})
def returns_whole_numbers(x, theta, threshold=0.5):
    """The answers were integers. They are to be floats of the dtype of x, 0.0 and 1.0."""
    return (sigmoid(x @ theta) >= threshold).astype(int)


@misconception(witness={**STEPS, "threshold": 0.9})
def answers_minus_one_for_no(x, theta, threshold=0.5):
    """The answers were 1 and -1. A no is 0.0 here."""
    return np.where(sigmoid(x @ theta) >= threshold, 1.0, -1.0).astype(x.dtype)


@misconception(witness={**STEPS, "threshold": 0.9})
def rounds_the_probabilities(x, theta, threshold=0.5):
    """The probabilities were rounded, which fixes the threshold at 0.5 and makes 0.5 itself a no.
    Compare them with the threshold: probability >= threshold."""
    return np.round(sigmoid(x @ theta)).astype(x.dtype)


@misconception(witness={"x": [[1000.0], [-1.0], [1.0]], "theta": [1.0]})
def divides_infinity_by_infinity(x, theta, threshold=0.5):
    """For z = 1000, exp(z) / (1 + exp(z)) is inf / inf, which is nan, and nan is never at least the
    threshold. Use 1 / (1 + exp(-z)) for positive z."""
    return (np.exp(x @ theta) / (1 + np.exp(x @ theta)) >= threshold).astype(x.dtype)


@misconception(witness={"x": [[1.0], [2.0], [-1.0]], "theta": [-1.0]})
def flips_the_sign(x, theta, threshold=0.5):
    """The sigmoid has the wrong sign in its exponent, so that large sums get small probabilities.
    It is 1 / (1 + exp(-z))."""
    return (sigmoid(-(x @ theta)) >= threshold).astype(x.dtype)


@misconception(witness={"x": [[1.0, -3.0], [1.0, 2.0]], "theta": [1.0, 1.0]})
def judges_every_feature_alone(x, theta, threshold=0.5):
    """Each product was judged by itself, so that a whole table came back. Sum the products over the
    features first: x @ theta."""
    return (sigmoid(x * theta) >= threshold).astype(x.dtype)


# On a grid of powers of two every sum is exact, in any order: a sum of 0 is exactly 0.
EXERCISE = Exercise(
    inputs={
        "x": array("N D", floats(-4, 4, grid=0.25), floats(-64, 64, grid=0.25)),
        "theta": array("D", floats(-1, 1, grid=0.25), floats(-64, 64, grid=0.25)),
        "threshold": scalar(floats(0.05, 0.95), choice(0.5, 0.25, 0.75, 0.01, 0.99)),
    },
    reference=reference,
    second_source=second_source,
    accuracy="exact",
    where=no_rounding_decides,
    sizes={"N": (1, 6)},
    empty="N",
    cases=(
        case(x=[[-1.0], [0.0], [2.0]], theta=[1.0]),
        case(x=[[-1.0], [0.0], [2.0]], theta=[1.0], threshold=0.75),
        case(x=[[1.0, 2.0], [2.0, 1.0], [2.0, 2.0]], theta=[1.0, -1.0]),
        # Just above a half, and just below.
        case(x=[[0.0], [0.25]], theta=[1.0], threshold=0.50002, tier="edge"),
        case(x=[[0.0], [-0.25]], theta=[1.0], threshold=0.49998, tier="edge"),
        case(x=[[64.0], [-64.0]], theta=[64.0], tier="edge"),
    ),
    refusals=(
        refusal(
            ValueError,
            "2 weights for 3 features",
            x=np.ones((2, 3)),
            theta=np.ones(2),
            threshold=0.5,
        ),
        refusal(
            ValueError,
            "a single weight for 3 features",
            x=np.ones((2, 3)),
            theta=np.ones(1),
            threshold=0.5,
        ),
    ),
    laws=(says_yes_at_the_boundary, is_where_the_sum_is_not_negative),
    misconceptions=(
        says_no_at_the_boundary,
        ignores_the_threshold,
        compares_the_sum_with_the_threshold,
        says_yes_below_the_threshold,
        returns_the_probabilities,
        returns_true_and_false,
        returns_whole_numbers,
        answers_minus_one_for_no,
        rounds_the_probabilities,
        divides_infinity_by_infinity,
        flips_the_sign,
        judges_every_feature_alone,
    ),
    hints=(
        "Which examples are a yes when the threshold is 0.5? What does that say about their "
        "weighted sums?",
        "Compute the probabilities first and compare them with the threshold. Is a probability "
        "that equals it a yes or a no, and how do True and False become floats?",
        "(probability >= threshold).astype(x.dtype), with probability = 1 / (1 + exp(-(x @ "
        "theta))).",
    ),
)
