"""Logistic regression by full-batch gradient descent."""

from __future__ import annotations

import numpy as np
import torch

from grader.declare import (
    Exercise,
    array,
    assert_close,
    assert_equal,
    case,
    choice,
    floats,
    integers,
    law,
    misconception,
    refusal,
    scalar,
)


def reference(x: torch.Tensor, y: torch.Tensor, lr: float, steps: int) -> torch.Tensor:
    theta = x.new_zeros(x.shape[1])
    for _ in range(steps):
        errors = torch.sigmoid(x @ theta) - y
        theta = theta - lr * (errors[:, None] * x).mean(dim=0)
    return theta


def second_source(m, x, y, lr, steps):
    """Every sum written out."""
    theta = [m.number(0.0)] * x.shape[1]
    for _ in range(steps):
        sums = [m.number(0.0)] * x.shape[1]
        for example, target in zip(x, y, strict=True):
            z = sum(entry * weight for entry, weight in zip(example, theta, strict=True))
            error = 1 / (1 + m.exp(-z)) - target
            sums = [total + error * entry for total, entry in zip(sums, example, strict=True)]
        theta = [weight - lr * total / len(y) for weight, total in zip(theta, sums, strict=True)]
    return np.array(theta, dtype=object)


# --- laws -----------------------------------------------------------------------------------------


@law(ordinary=10)
def begins_with_a_step_from_zero(logistic_fit, x, y, lr):
    """At zero every probability is a half, so that the first step is lr times the mean of (y - 0.5)
    * x."""
    assert_close(logistic_fit(x, y, lr, 1), lr * (x.T @ (y - 0.5)) / len(y), scale=10.0, rtol=1e-12)


@law(ordinary=10)
def learns_nothing_in_no_steps(logistic_fit, x, y, lr):
    """Without a step all weights stay 0."""
    assert_equal(logistic_fit(x, y, lr, 0), np.zeros(x.shape[1]))


@law(ordinary=10)
def learns_the_opposite_of_opposite_answers(logistic_fit, x, y, lr, steps):
    """If every answer is turned round, all weights change their signs."""
    theta = logistic_fit(x, y, lr, steps)
    assert_close(logistic_fit(x, 1.0 - y, lr, steps), -theta, scale=10.0)


# --- mistakes -------------------------------------------------------------------------------------


def sigmoid(z):
    return np.exp(np.minimum(z, 0)) / (1 + np.exp(-np.abs(z)))


def errors_of(x, y, theta):
    return sigmoid(x @ theta) - y


def trained(x, y, lr, steps, gradient, start=0.0):
    theta = np.full(x.shape[1], start, dtype=x.dtype)
    for _ in range(steps):
        theta = (theta - lr * gradient(theta)).astype(x.dtype)
    return theta


WITNESS = {"x": [[1.0], [2.0], [4.0]], "y": [0.0, 1.0, 1.0], "lr": 0.5, "steps": 2}


@misconception(witness=WITNESS)
def sums_instead_of_averaging(x, y, lr, steps):
    """The gradient was summed over the examples, so that the steps grow with N. Divide by N."""
    return trained(x, y, lr, steps, lambda theta: x.T @ errors_of(x, y, theta))


@misconception(witness=WITNESS)
def climbs_instead_of_descending(x, y, lr, steps):
    """The steps went uphill. The gradient points to larger costs: subtract it."""
    return trained(x, y, lr, steps, lambda theta: -x.T @ errors_of(x, y, theta) / len(y))


@misconception(witness=WITNESS)
def fits_a_linear_regression(x, y, lr, steps):
    """The weighted sums were compared with the targets, as in linear regression. Put them through
    the sigmoid first."""
    return trained(x, y, lr, steps, lambda theta: x.T @ (x @ theta - y) / len(y))


@misconception(witness=WITNESS)
def starts_at_ones(x, y, lr, steps):
    """The weights started at 1. Here they start at zero, so that everybody takes the same way."""
    return trained(x, y, lr, steps, lambda theta: x.T @ errors_of(x, y, theta) / len(y), 1.0)


@misconception(witness=WITNESS)
def takes_one_step_too_few(x, y, lr, steps):
    """There was one step too few. range(steps) runs exactly that many times."""
    return trained(x, y, lr, max(0, steps - 1), lambda theta: x.T @ errors_of(x, y, theta) / len(y))


@misconception(witness=WITNESS)
def takes_one_step_too_many(x, y, lr, steps):
    """There was one step too many. range(steps) runs exactly that many times."""
    return trained(x, y, lr, steps + 1, lambda theta: x.T @ errors_of(x, y, theta) / len(y))


@misconception(witness=WITNESS)
def multiplies_by_the_slope_of_the_sigmoid(x, y, lr, steps):
    """The errors were multiplied by p * (1 - p). That belongs to squared errors; with cross-entropy
    the slope of the sigmoid cancels."""

    def gradient(theta):
        p = sigmoid(x @ theta)
        return x.T @ ((p - y) * p * (1 - p)) / len(y)

    return trained(x, y, lr, steps, gradient)


@misconception(witness=WITNESS)
def takes_one_example_at_a_time(x, y, lr, steps):
    """Each example took a step of its own. Here all examples share one step: average their
    gradients first."""
    theta = np.zeros(x.shape[1], dtype=x.dtype)
    for _ in range(steps):
        for n in range(len(x)):
            error = sigmoid(x[n] @ theta) - y[n]
            theta = (theta - lr * error * x[n]).astype(x.dtype)
    return theta


@misconception(witness=WITNESS)
def keeps_the_first_gradient(x, y, lr, steps):
    """Every step used the gradient at zero. Compute the probabilities anew in every step, with the
    theta of that moment."""
    first = x.T @ errors_of(x, y, np.zeros(x.shape[1], dtype=x.dtype)) / len(y)
    return trained(x, y, lr, steps, lambda theta: first)


@misconception(witness=WITNESS)
def adds_an_intercept(x, y, lr, steps):
    """theta has one entry more than there are features: a column of ones was added. There is no
    separate intercept here."""
    x = np.concatenate([np.ones_like(x[:, :1]), x], axis=1)
    return trained(x, y, lr, steps, lambda theta: x.T @ errors_of(x, y, theta) / len(y))


@misconception(witness=WITNESS)
def halves_the_steps(x, y, lr, steps):
    """Every step is half as long as it should be. The mean cross-entropy has no half in it: divide
    by N only."""
    return trained(x, y, lr, steps, lambda theta: x.T @ errors_of(x, y, theta) / (2 * len(y)))


@misconception(witness=WITNESS)
def ignores_the_learning_rate(x, y, lr, steps):
    """The learning rate had no effect. Multiply the gradient by lr."""
    return trained(x, y, 1.0, steps, lambda theta: x.T @ errors_of(x, y, theta) / len(y))


@misconception(witness=WITNESS)
def lets_the_learning_rate_fade(x, y, lr, steps):
    """The steps became shorter with time. lr stays the same in every step."""
    theta = np.zeros(x.shape[1], dtype=x.dtype)
    for step in range(steps):
        gradient = x.T @ errors_of(x, y, theta) / len(y)
        theta = (theta - lr / (1 + step) * gradient).astype(x.dtype)
    return theta


@misconception(
    witness={"x": [[1000.0], [1.0]], "y": [1.0, 0.0], "lr": 1.0, "steps": 2},
)
def divides_infinity_by_infinity(x, y, lr, steps):
    """exp(z) overflows for large z, and inf / inf is nan. The form exp(z) / (1 + exp(z)) is good
    for negative z only; for positive z use 1 / (1 + exp(-z))."""

    def gradient(theta):
        p = np.exp(x @ theta) / (1 + np.exp(x @ theta))
        return x.T @ (p - y) / len(y)

    return trained(x, y, lr, steps, gradient)


EXERCISE = Exercise(
    inputs={
        "x": array("N D", floats(-3, 3), floats(-100, 100)),
        "y": array("N", choice(0.0, 1.0)),
        "lr": scalar(floats(0.05, 2.0), floats(0.001, 10.0)),
        "steps": scalar(integers(1, 5), integers(0, 6)),
    },
    reference=reference,
    second_source=second_source,
    # Weights are sums of steps, which may cancel: rounding errors of the largest.
    accuracy="norm",
    sizes={"N": (1, 6), "D": (1, 3)},
    ordinary=60,
    cases=(
        case(**WITNESS),
        case(x=[[1.0, 2.0], [1.0, 4.0]], y=[0.0, 1.0], lr=0.5, steps=1),
        case(
            x=[[1.0, -2.0], [1.0, -1.0], [1.0, 1.0], [1.0, 2.0]],
            y=[0.0, 0.0, 1.0, 1.0],
            lr=1.0,
            steps=10,
        ),
        case(x=[[1.0], [3.0]], y=[0.0, 1.0], lr=0.1, steps=0, tier="edge"),
    ),
    refusals=(
        refusal(
            ValueError,
            "targets in a column, (3, 1)",
            x=np.ones((3, 2)),
            y=np.ones((3, 1)),
            lr=0.1,
            steps=1,
        ),
        refusal(
            ValueError,
            "a single target for 3 examples",
            x=np.ones((3, 2)),
            y=np.ones(1),
            lr=0.1,
            steps=1,
        ),
        refusal(
            ValueError,
            "3 targets for a single example",
            x=np.ones((1, 2)),
            y=np.ones(3),
            lr=0.1,
            steps=1,
        ),
    ),
    laws=(
        begins_with_a_step_from_zero,
        learns_nothing_in_no_steps,
        learns_the_opposite_of_opposite_answers,
    ),
    misconceptions=(
        sums_instead_of_averaging,
        climbs_instead_of_descending,
        fits_a_linear_regression,
        starts_at_ones,
        takes_one_step_too_few,
        takes_one_step_too_many,
        multiplies_by_the_slope_of_the_sigmoid,
        takes_one_example_at_a_time,
        keeps_the_first_gradient,
        adds_an_intercept,
        halves_the_steps,
        ignores_the_learning_rate,
        lets_the_learning_rate_fade,
        divides_infinity_by_infinity,
    ),
    hints=(
        "What are the probabilities of all examples when every weight is 0? Which way do the "
        "weights move then?",
        "Write one loop over the steps. What must be computed anew in each, because theta has "
        "changed? And which shape has x.T @ errors?",
        "In each step: p = 1 / (1 + exp(-(x @ theta))), then "
        "theta = theta - lr * x.T @ (p - y) / N.",
    ),
)
