"""The cost of a logistic regression: its mean cross-entropy."""

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


def reference(x: torch.Tensor, y: torch.Tensor, theta: torch.Tensor) -> torch.Tensor:
    return torch.nn.functional.binary_cross_entropy_with_logits(x @ theta, y)


def second_source(m, x, y, theta):
    total = m.number(0.0)
    for example, target in zip(x, y, strict=True):
        z = m.number(0.0)
        for entry, weight in zip(example, theta, strict=True):
            z += entry * weight
        total += m.log1p(m.exp(-z)) if target == 1 else m.log1p(m.exp(-z)) + z
    return total / len(y)


# --- laws -----------------------------------------------------------------------------------------


@law(edge=10)
def grows_by_the_sum_where_the_answer_is_no(logistic_cost, x, y, theta):
    """If every answer is turned round, the cost changes by the mean of the weighted sums: yes and
    no differ by z."""
    change = logistic_cost(x, 0.0 * y, theta) - logistic_cost(x, 0.0 * y + 1.0, theta)
    z = x @ theta
    assert_close(float(change), float(z.mean()), scale=1.0 + float(np.abs(z).max()), rtol=1e-11)


@law()
def is_the_mean_over_the_examples(logistic_cost, x, y, theta):
    """The cost is the mean of the costs of the examples taken one by one."""
    alone = [logistic_cost(x[n : n + 1], y[n : n + 1], theta) for n in range(len(x))]
    assert_close(logistic_cost(x, y, theta), float(np.mean(alone)), scale=10.0, rtol=1e-12)


@law(edge=5)
def costs_log_2_without_weights(logistic_cost, x, y, theta):
    """With all weights 0 every probability is a half, and the cost is log(2)."""
    assert_close(logistic_cost(x, y, 0.0 * theta), float(np.log(2.0)), rtol=1e-12)


# --- mistakes -------------------------------------------------------------------------------------


def softplus(z):
    return np.logaddexp(0.0, z)


def losses(x, y, theta):
    z = x @ theta
    return y * softplus(-z) + (1 - y) * softplus(z)


def naive(p, y):
    return np.mean(-(y * np.log(p) + (1 - y) * np.log(1 - p)))


def sigmoid(z):
    return np.exp(np.minimum(z, 0)) / (1 + np.exp(-np.abs(z)))


@misconception(witness={"x": [[0.0], [1000.0]], "y": [1.0, 0.0], "theta": [1.0]})
def clips_the_probabilities(x, y, theta):
    """The probabilities were kept away from 0 and 1 by 1e-15 before the logarithm, so that no
    example can cost more than 34.5. Write the cost in terms of z: log(1 + exp(z)) for a no."""
    return naive(np.clip(sigmoid(x @ theta), 1e-15, 1 - 1e-15), y)


@misconception(witness={"x": [[0.0], [1000.0]], "y": [1.0, 0.0], "theta": [2.0]})
def adds_a_constant_inside_the_logarithm(x, y, theta):
    """A small constant was added inside the logarithm. It bends every answer a little and stops the
    cost of confident mistakes from growing; write the cost in terms of z instead."""
    p = sigmoid(x @ theta)
    return -np.mean(y * np.log(p + 1e-8) + (1 - y) * np.log(1 - p + 1e-8))


@misconception(witness={"x": [[0.0], [40.0], [1.0]], "y": [1.0, 0.0, 1.0], "theta": [1.0]})
def takes_the_logarithm_of_zero(x, y, theta):
    """For z = 40 the probability rounds to 1, and log(1 - 1) is -inf. Write -log(1 - p) as log(1 +
    exp(z)), which np.logaddexp(0, z) computes for any z."""
    return naive(sigmoid(x @ theta), y)


@misconception(witness={"x": [[1.0], [2.0], [3.0]], "y": [1.0, 0.0, 1.0], "theta": [1.0]})
def sums_instead_of_averaging(x, y, theta):
    """The costs of the examples were summed. Divide by their number, so that the cost does not grow
    with N."""
    return np.sum(losses(x, y, theta))


@misconception(witness={"x": [[1.0], [2.0], [3.0]], "y": [1.0, 0.0, 0.0], "theta": [1.0]})
def forgets_the_minus(x, y, theta):
    """The cost is negative. Logarithms of probabilities are; the minus in front makes the cost of a
    bad prediction large."""
    return -np.mean(losses(x, y, theta))


@misconception(witness={"x": [[1.0], [2.0], [3.0]], "y": [1.0, 0.0, 1.0], "theta": [2.0]})
def looks_at_the_yes_examples_only(x, y, theta):
    """Examples whose answer is no cost nothing. They cost -log(1 - p): the second term is
    missing."""
    return np.mean(y * softplus(-(x @ theta)))


@misconception(witness={"x": [[1.0], [2.0], [3.0]], "y": [1.0, 0.0, 1.0], "theta": [3.0]})
def exchanges_yes_and_no(x, y, theta):
    """Yes and no changed places. Where y is 1 the cost is -log(p), where y is 0 it is -log(1 -
    p)."""
    return np.mean(losses(x, 1 - y, theta))


@misconception(witness={"x": [[1.0], [2.0], [3.0]], "y": [1.0, 0.0, 1.0], "theta": [0.5]})
def measures_in_bits(x, y, theta):
    """The logarithm has base 2. Costs are measured in nats here, with the natural logarithm."""
    return np.mean(losses(x, y, theta)) / np.log(2.0)


@misconception(witness={"x": [[1.0], [2.0], [3.0]], "y": [1.0, 0.0, 1.0], "theta": [0.25]})
def squares_the_errors(x, y, theta):
    """The squared errors of the probabilities were averaged. Logistic regression is measured by the
    logarithm of the probability that it gave to the right answer."""
    return np.mean((sigmoid(x @ theta) - y) ** 2)


@misconception(witness={"x": [[1.0], [2.0], [3.0]], "y": [1.0, 0.0, 1.0], "theta": [0.75]})
def halves_the_cost(x, y, theta):
    """The cost is half of what it should be. The half belongs to squared errors; cross-entropy is a
    plain mean."""
    return np.mean(losses(x, y, theta)) / 2


@misconception(witness={"x": [[1.0], [2.0], [3.0]], "y": [1.0, 0.0, 1.0], "theta": [1.5]})
def takes_targets_for_plus_and_minus_one(x, y, theta):
    """The formula log(1 + exp(-y * z)) is for targets of 1 and -1. Here a no is 0, which would cost
    log(2) whatever z is."""
    return np.mean(softplus(-y * (x @ theta)))


@misconception(witness={"x": [[1.0], [2.0], [3.0]], "y": [1.0, 0.0, 1.0], "theta": [1.25]})
def returns_one_cost_for_every_example(x, y, theta):
    """One cost for each example came back. Return their mean, a single number."""
    return losses(x, y, theta)


@misconception(witness={"x": [[1.0], [2.0], [3.0]], "y": [1.0, 0.0, 1.0], "theta": [1.75]})
def pairs_every_prediction_with_every_target(x, y, theta):
    """Every prediction met every target: a column (N, 1) against a flat array (N,) makes a table
    (N, N). Keep both flat, so that each prediction meets its own target."""
    z = (x @ theta)[:, None]
    return np.mean(y * softplus(-z) + (1 - y) * softplus(z))


EXERCISE = Exercise(
    inputs={
        "x": array("N D", floats(-3, 3), floats(-1e3, 1e3)),
        "y": array("N", choice(0.0, 1.0)),
        "theta": array("D", floats(-3, 3), floats(-30, 30)),
    },
    reference=reference,
    second_source=second_source,
    accuracy="absolute",
    sizes={"N": (1, 6)},
    cases=(
        case(x=[[0.0], [1.0]], y=[1.0, 0.0], theta=[0.0]),
        case(x=[[0.0], [np.log(3.0)]], y=[1.0, 0.0], theta=[1.0]),
        case(x=[[0.0], [1000.0]], y=[1.0, 0.0], theta=[1.0], tier="edge"),
        case(x=[[-1000.0], [1000.0]], y=[1.0, 0.0], theta=[1.0], tier="edge"),
        case(x=[[-1000.0], [1000.0]], y=[0.0, 1.0], theta=[1.0], tier="edge"),
        case(x=[[40.0], [-40.0]], y=[0.0, 1.0], theta=[1.0], tier="edge"),
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
    laws=(
        grows_by_the_sum_where_the_answer_is_no,
        is_the_mean_over_the_examples,
        costs_log_2_without_weights,
    ),
    misconceptions=(
        clips_the_probabilities,
        adds_a_constant_inside_the_logarithm,
        takes_the_logarithm_of_zero,
        sums_instead_of_averaging,
        forgets_the_minus,
        looks_at_the_yes_examples_only,
        exchanges_yes_and_no,
        measures_in_bits,
        squares_the_errors,
        halves_the_cost,
        takes_targets_for_plus_and_minus_one,
        returns_one_cost_for_every_example,
        pairs_every_prediction_with_every_target,
    ),
    hints=(
        "What is the probability for z = 1000 in floating point, and what is the logarithm of 1 "
        "minus that? Can you simplify -log(1 - p) on paper, with p = 1 / (1 + exp(-z))?",
        "An example costs log(1 + exp(-z)) where y is 1, and log(1 + exp(z)) where y is 0. Which "
        "function of NumPy computes log(exp(a) + exp(b)) without overflow?",
        "np.logaddexp(0, s) is log(1 + exp(s)) for any s: take s = -z where y is 1 and s = z "
        "where y is 0, and average.",
    ),
)
