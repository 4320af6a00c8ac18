"""The gradient of a logistic regression's cost."""

from __future__ import annotations

import numpy as np
import torch

from grader.declare import (
    Exercise,
    absolute,
    array,
    assert_close,
    case,
    choice,
    floats,
    law,
    misconception,
    refusal,
    vjp,
)


def reference(x: torch.Tensor, y: torch.Tensor, theta: torch.Tensor) -> torch.Tensor:
    def cost(theta: torch.Tensor) -> torch.Tensor:
        return torch.nn.functional.binary_cross_entropy_with_logits(x @ theta, y)

    return vjp(cost, x.new_ones(()), theta)[0]


def sums(m, x, y, theta):
    """The definition, one number at a time."""
    gradient = np.array([m.number(0.0)] * len(theta), dtype=object)
    for example, target in zip(x, y, strict=True):
        z = m.number(0.0)
        for entry, weight in zip(example, theta, strict=True):
            z += entry * weight
        error = 1 / (1 + m.exp(-z)) - target
        for d, entry in enumerate(example):
            gradient[d] += error * entry / len(y)
    return gradient


# --- laws -----------------------------------------------------------------------------------------


@law()
def asks_the_means_without_weights(logistic_gradient, x, y, theta):
    """With all weights 0 every probability is a half: the gradient is half the mean of the features
    minus the mean of the features times y."""
    expected = 0.5 * x.mean(axis=0) - x.T @ y / len(y)
    assert_close(logistic_gradient(x, y, 0.0 * theta), expected, scale=10.0, rtol=1e-12)


@law(edge=10)
def moves_by_the_mean_when_answers_turn(logistic_gradient, x, y, theta):
    """If every no becomes a yes, the gradient falls by the means of the features."""
    change = logistic_gradient(x, 0.0 * y, theta) - logistic_gradient(x, 0.0 * y + 1.0, theta)
    assert_close(change, x.mean(axis=0), scale=1.0 + float(np.abs(x).max()), rtol=1e-12)


# --- mistakes -------------------------------------------------------------------------------------


def sigmoid(z):
    return np.exp(np.minimum(z, 0)) / (1 + np.exp(-np.abs(z)))


def asked(theta, first=1.0):
    """Three examples, not balanced, and one weight."""
    return {"x": [[first], [2.0], [4.0]], "y": [1.0, 0.0, 0.0], "theta": [theta]}


@misconception(witness=asked(0.0))
def sums_instead_of_averaging(x, y, theta):
    """The gradient is N times too large. The cost is a mean over the examples, so divide by N."""
    return x.T @ (sigmoid(x @ theta) - y)


@misconception(witness=asked(1.0))
def turns_the_errors_round(x, y, theta):
    """The gradient has the wrong sign. The error is the probability minus the target: where a
    probability is too large, the cost grows with it."""
    return x.T @ (y - sigmoid(x @ theta)) / len(y)


@misconception(witness=asked(0.5))
def forgets_the_sigmoid(x, y, theta):
    """The weighted sums were compared with the targets, as in linear regression. Put them through
    the sigmoid first: the errors are p - y."""
    return x.T @ (x @ theta - y) / len(y)


@misconception(witness=asked(0.25))
def multiplies_by_the_slope_of_the_sigmoid(x, y, theta):
    """The errors were multiplied by p * (1 - p). That belongs to squared errors; with cross-entropy
    the slope of the sigmoid cancels."""
    p = sigmoid(x @ theta)
    return x.T @ ((p - y) * p * (1 - p)) / len(y)


@misconception(witness=asked(0.75))
def forgets_to_weigh_the_errors(x, y, theta):
    """The gradient was computed from the errors alone. A weight acts through its feature, so each
    error is multiplied by that feature: x.T @ errors / N."""
    return np.full_like(theta, np.mean(sigmoid(x @ theta) - y))


@misconception(witness={"x": [[1.0, 2.0], [3.0, 5.0]], "y": [1.0, 0.0], "theta": [0.0, 0.0]})
def leaves_one_gradient_for_every_example(x, y, theta):
    """There is still one row for every example. Average over the examples (axis 0), so that the
    gradient has the shape of theta."""
    return x * (sigmoid(x @ theta) - y)[:, None]


@misconception(witness={"x": [[1000.0], [1.0]], "y": [0.0, 1.0], "theta": [1.0]})
def divides_infinity_by_infinity(x, y, theta):
    """exp(1000) overflows to inf, and inf / inf is nan. The form exp(z) / (1 + exp(z)) is good for
    negative z only; for positive z use 1 / (1 + exp(-z))."""
    p = np.exp(x @ theta) / (1 + np.exp(x @ theta))
    return x.T @ (p - y) / len(y)


@misconception(witness=asked(2.0))
def doubles_the_gradient(x, y, theta):
    """The gradient is twice too large. The mean cross-entropy has no square in it, and so no 2."""
    return 2 * x.T @ (sigmoid(x @ theta) - y) / len(y)


@misconception(witness=asked(3.0))
def halves_the_gradient(x, y, theta):
    """The gradient is half of what it should be. The mean cross-entropy has no half in it: divide
    by N only."""
    return x.T @ (sigmoid(x @ theta) - y) / (2 * len(y))


@misconception(witness=asked(1.0, first=8.0))
def exchanges_yes_and_no(x, y, theta):
    """Yes and no changed places. The error of an example is its probability of a yes minus y."""
    return x.T @ (sigmoid(x @ theta) - (1 - y)) / len(y)


@misconception(witness=asked(0.5, first=8.0))
def uses_decisions_for_probabilities(x, y, theta):
    """The errors were those of decisions, 0 or 1. The gradient needs the probabilities themselves:
    an unsure answer is a little wrong."""
    return x.T @ ((x @ theta >= 0).astype(x.dtype) - y) / len(y)


@misconception(witness=asked(0.25, first=8.0))
def pairs_every_prediction_with_every_target(x, y, theta):
    """Every prediction met every target: a column (N, 1) minus a flat array (N,) is a table (N, N).
    Keep both flat, so that each prediction meets its own target."""
    errors = (sigmoid(x @ theta)[:, None] - y).mean(axis=1)
    return x.T @ errors / len(y)


EXERCISE = Exercise(
    inputs={
        "x": array("N D", floats(-3, 3), floats(-1e3, 1e3)),
        "y": array("N", choice(0.0, 1.0)),
        "theta": array("D", floats(-3, 3), floats(-30, 30)),
    },
    reference=reference,
    second_source=sums,
    # A feature of 1e3 multiplies an error that was rounded beside 1.
    accuracy=absolute(100.0),
    sizes={"N": (1, 6)},
    ordinary=60,
    cases=(
        case(x=[[1.0, 2.0], [1.0, 4.0]], y=[0.0, 1.0], theta=[0.0, 0.0]),
        case(x=[[np.log(3.0)]], y=[1.0], theta=[1.0]),
        case(x=[[-1000.0], [1000.0]], y=[1.0, 0.0], theta=[1.0], tier="edge"),
        case(x=[[-1000.0], [1000.0]], y=[0.0, 1.0], theta=[1.0], tier="edge"),
    ),
    refusals=(
        refusal(
            ValueError,
            "targets in a column, (3, 1)",
            x=np.ones((3, 2)),
            y=np.ones((3, 1)),
            theta=np.ones(2),
        ),
        refusal(
            ValueError,
            "a single target for 3 examples",
            x=np.ones((3, 2)),
            y=np.ones(1),
            theta=np.ones(2),
        ),
        refusal(
            ValueError,
            "3 targets for a single example",
            x=np.ones((1, 2)),
            y=np.ones(3),
            theta=np.ones(2),
        ),
        refusal(
            ValueError,
            "a single weight for 2 features",
            x=np.ones((3, 2)),
            y=np.ones(3),
            theta=np.ones(1),
        ),
    ),
    laws=(asks_the_means_without_weights, moves_by_the_mean_when_answers_turn),
    misconceptions=(
        sums_instead_of_averaging,
        turns_the_errors_round,
        forgets_the_sigmoid,
        multiplies_by_the_slope_of_the_sigmoid,
        forgets_to_weigh_the_errors,
        leaves_one_gradient_for_every_example,
        divides_infinity_by_infinity,
        doubles_the_gradient,
        halves_the_gradient,
        exchanges_yes_and_no,
        uses_decisions_for_probabilities,
        pairs_every_prediction_with_every_target,
    ),
    hints=(
        "The derivative of the cost of one example with respect to its z is p - y. How does z "
        "change when a weight grows by a little?",
        "Compute the probabilities of all examples, then the errors p - y. Which product of x and "
        "the errors, transposed or not, has the shape of theta?",
        "x.T @ (p - y) / N, with p = 1 / (1 + exp(-(x @ theta))).",
    ),
)
