"""Linear least squares by batch gradient descent."""

from __future__ import annotations

import numpy as np
import torch

from grader.declare import (
    Exercise,
    array,
    assert_close,
    case,
    floats,
    integers,
    law,
    misconception,
    refusal,
    scalar,
)


def reference(
    x: torch.Tensor, y: torch.Tensor, w: torch.Tensor, lr: float, epochs: int
) -> torch.Tensor:
    for _ in range(epochs):
        w = w - lr * ((x @ w - y)[:, None] * x).mean(dim=0)
    return w


def second_source(m, x, y, w, lr, epochs):
    """Every sum written out."""
    features = range(x.shape[1])
    w = list(w)
    batch = range(len(y))
    for _ in range(epochs):
        errors = [sum(x[n, d] * w[d] for d in features) - y[n] for n in batch]
        sums = [sum(e * x[n, d] for e, n in zip(errors, batch, strict=True)) for d in features]
        w = [w[d] - lr * sums[d] / len(batch) for d in features]
    return np.array(w, dtype=object)


# --- laws -----------------------------------------------------------------------------------------


@law(ordinary=10)
def takes_many_steps_as_one_by_one(batch_gd, x, y, w, lr):
    """Three epochs at once lead to the same weights as three calls of one epoch."""
    way = w
    for _ in range(3):
        way = batch_gd(x, y, way, lr, 1)
    assert_close(batch_gd(x, y, w, lr, 3), way, scale=100.0, rtol=1e-12)


@law(ordinary=10)
def stays_where_every_prediction_is_right(batch_gd, x, w, lr, epochs):
    """If the weights predict every target already, they stay as they are."""
    assert_close(batch_gd(x, x @ w, w, lr, epochs), w, scale=100.0, rtol=1e-12)


@law(ordinary=10)
def begins_with_a_step_from_zero(batch_gd, x, y, w, lr):
    """From weights of 0, one epoch leads to lr times the mean of y * x."""
    expected = lr * (x.T @ y) / len(y)
    assert_close(batch_gd(x, y, 0.0 * w, lr, 1), expected, scale=100.0, rtol=1e-12)


# --- mistakes -------------------------------------------------------------------------------------


def gradient(x, y, w, rows):
    """Of half the mean squared error of some examples."""
    return x[rows].T @ (x[rows] @ w - y[rows]) / len(rows)


def trained(x, y, w, lr, epochs, gradient):
    for _ in range(epochs):
        w = (w - lr * gradient(w)).astype(x.dtype)
    return w


WITNESS = {"x": [[1.0], [2.0], [3.0]], "y": [2.0, 3.0, 7.0], "w": [1.0], "lr": 0.1, "epochs": 2}


@misconception(witness=WITNESS)
def sums_instead_of_averaging(x, y, w, lr, epochs):
    """The gradient was summed over the examples, so that the steps grow with N. Divide by N."""
    return trained(x, y, w, lr, epochs, lambda w: gradient(x, y, w, np.arange(len(x))) * len(x))


@misconception(witness=WITNESS)
def doubles_the_gradient(x, y, w, lr, epochs):
    """Every step was twice too long. The loss is half the mean squared error, so that the 2 of the
    square's derivative cancels."""
    return trained(x, y, w, lr, epochs, lambda w: 2 * gradient(x, y, w, np.arange(len(x))))


@misconception(witness=WITNESS)
def halves_the_gradient(x, y, w, lr, epochs):
    """Every step was half as long as it should be. Differentiating the square brings a 2 down,
    which cancels against the half in the loss."""
    return trained(x, y, w, lr, epochs, lambda w: gradient(x, y, w, np.arange(len(x))) / 2)


@misconception(witness=WITNESS)
def climbs_instead_of_descending(x, y, w, lr, epochs):
    """The steps went uphill. The gradient points to larger errors: subtract it."""
    return trained(x, y, w, lr, epochs, lambda w: -gradient(x, y, w, np.arange(len(x))))


@misconception(witness=WITNESS)
def takes_one_example_at_a_time(x, y, w, lr, epochs):
    """Each example took a step of its own. In batch gradient descent all examples share one step:
    average their gradients first."""
    for _ in range(epochs):
        for n in range(len(x)):
            w = (w - lr * gradient(x, y, w, np.array([n]))).astype(x.dtype)
    return w


@misconception(witness=WITNESS)
def starts_from_zero(x, y, w, lr, epochs):
    """The weights that were passed in had no effect: the descent began at zero. Start from w."""
    return trained(x, y, 0 * w, lr, epochs, lambda w: gradient(x, y, w, np.arange(len(x))))


@misconception(witness=WITNESS)
def takes_one_step_too_few(x, y, w, lr, epochs):
    """There was one step too few. range(epochs) runs exactly that many times."""
    return trained(x, y, w, lr, max(0, epochs - 1), lambda w: gradient(x, y, w, np.arange(len(x))))


@misconception(witness=WITNESS)
def takes_one_step_too_many(x, y, w, lr, epochs):
    """There was one step too many. range(epochs) runs exactly that many times."""
    return trained(x, y, w, lr, epochs + 1, lambda w: gradient(x, y, w, np.arange(len(x))))


@misconception(witness=WITNESS)
def keeps_the_first_gradient(x, y, w, lr, epochs):
    """Every step used the gradient of the first. Compute the errors anew in every step, with the w
    of that moment."""
    first = gradient(x, y, w, np.arange(len(x)))
    return trained(x, y, w, lr, epochs, lambda w: first)


@misconception(witness=WITNESS)
def forgets_to_weigh_the_errors(x, y, w, lr, epochs):
    """The weights moved by the mean error alone. Each error is multiplied by its example's
    features: x.T @ errors / N."""
    return trained(x, y, w, lr, epochs, lambda w: np.full_like(w, np.mean(x @ w - y)))


@misconception(witness=WITNESS)
def ignores_the_learning_rate(x, y, w, lr, epochs):
    """The learning rate had no effect. Multiply the gradient by lr."""
    return trained(x, y, w, 1.0, epochs, lambda w: gradient(x, y, w, np.arange(len(x))))


@misconception(witness=WITNESS)
def lets_the_learning_rate_fade(x, y, w, lr, epochs):
    """The steps became shorter with time. lr stays the same in every step."""
    for epoch in range(epochs):
        w = (w - lr / (1 + epoch) * gradient(x, y, w, np.arange(len(x)))).astype(x.dtype)
    return w


@misconception(witness=WITNESS)
def pairs_every_prediction_with_every_target(x, y, w, lr, epochs):
    """Every prediction was compared with every target: a column (N, 1) minus a flat array (N,) is a
    table (N, N). Keep both flat, so that each prediction meets its own target."""
    return trained(
        x, y, w, lr, epochs, lambda w: x.T @ ((x @ w)[:, None] - y).mean(axis=1) / len(x)
    )


@misconception(witness=WITNESS)
def returns_the_way(x, y, w, lr, epochs):
    """The weights of every step came back. Return those after the last step only."""
    way = [w]
    for _ in range(epochs):
        way.append((way[-1] - lr * gradient(x, y, way[-1], np.arange(len(x)))).astype(x.dtype))
    return np.array(way)


EXERCISE = Exercise(
    inputs={
        "x": array("N D", floats(-2, 2), floats(-3, 3)),
        "y": array("N", floats(-10, 10), floats(-1e3, 1e3)),
        "w": array("D", floats(-3, 3), floats(-1e3, 1e3, special=(0.0,))),
        "lr": scalar(floats(0.01, 0.3), floats(0.001, 0.5)),
        "epochs": scalar(integers(1, 4), integers(0, 5)),
    },
    reference=reference,
    second_source=second_source,
    # Weights are sums of steps, which may cancel: rounding errors of the largest.
    accuracy="norm",
    sizes={"N": (1, 6), "D": (1, 3)},
    ordinary=60,
    cases=(
        case(**WITNESS),
        case(x=[[1.0], [3.0]], y=[2.0, 4.0], w=[0.0], lr=0.5, epochs=1),
        case(x=[[1.0], [3.0]], y=[2.0, 4.0], w=[5.0], lr=0.5, epochs=0, tier="edge"),
    ),
    refusals=(
        refusal(
            ValueError,
            "targets in a column, (3, 1)",
            x=np.ones((3, 2)),
            y=np.ones((3, 1)),
            w=np.ones(2),
            lr=0.1,
            epochs=1,
        ),
        refusal(
            ValueError,
            "a single target for 3 examples",
            x=np.ones((3, 2)),
            y=np.ones(1),
            w=np.ones(2),
            lr=0.1,
            epochs=1,
        ),
        refusal(
            ValueError,
            "4 targets for 3 examples",
            x=np.ones((3, 2)),
            y=np.ones(4),
            w=np.ones(2),
            lr=0.1,
            epochs=1,
        ),
        refusal(
            ValueError,
            "3 targets for a single example",
            x=np.ones((1, 2)),
            y=np.ones(3),
            w=np.ones(2),
            lr=0.1,
            epochs=1,
        ),
        refusal(
            ValueError,
            "a single weight for 2 features",
            x=np.ones((3, 2)),
            y=np.ones(3),
            w=np.ones(1),
            lr=0.1,
            epochs=1,
        ),
    ),
    laws=(
        takes_many_steps_as_one_by_one,
        stays_where_every_prediction_is_right,
        begins_with_a_step_from_zero,
    ),
    misconceptions=(
        sums_instead_of_averaging,
        doubles_the_gradient,
        halves_the_gradient,
        climbs_instead_of_descending,
        takes_one_example_at_a_time,
        starts_from_zero,
        takes_one_step_too_few,
        takes_one_step_too_many,
        keeps_the_first_gradient,
        forgets_to_weigh_the_errors,
        ignores_the_learning_rate,
        lets_the_learning_rate_fade,
        pairs_every_prediction_with_every_target,
        returns_the_way,
    ),
    hints=(
        "How large are the errors of all examples with the weights of this moment? Which way "
        "should each weight move to make them smaller?",
        "Write one loop over the epochs. What must be computed anew in each, because w has "
        "changed? And `w -= ...` would change the caller's array: how do you get a new one?",
        "In each epoch: errors = x @ w - y; w = w - lr * x.T @ errors / N.",
    ),
)
