"""The gradients of a linear model's cost."""

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
    scalar,
    vjp,
)


def reference(
    x: torch.Tensor, y: torch.Tensor, w: torch.Tensor, b: float
) -> tuple[torch.Tensor, torch.Tensor]:
    def cost(w: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
        predictions = torch.nn.functional.linear(x, w[None])[:, 0] + b
        return torch.nn.functional.mse_loss(predictions, y) / 2

    return vjp(cost, x.new_ones(()), w, x.new_tensor(b))


def sums(m, x, y, w, b):
    """The definition, one number at a time."""
    dw, db = np.array([m.number(0.0)] * len(w), dtype=object), m.number(0.0)
    for example, target in zip(x, y, strict=True):
        error = b - target
        for entry, weight in zip(example, w, strict=True):
            error += entry * weight
        for d, entry in enumerate(example):
            dw[d] += error * entry / len(y)
        db += error / len(y)
    return dw, db


# --- laws -----------------------------------------------------------------------------------------


@law()
def vanishes_where_every_prediction_is_right(linear_gradients, x, w, b):
    """If every prediction hits its target, there is nothing to improve: both gradients are 0."""
    dw, db = linear_gradients(x, x @ w + b, w, b)
    # Up to the rounding errors of the targets, numbers up to a few hundred.
    assert_close(dw, np.zeros_like(w), scale=1e4, rtol=1e-12)
    assert_close(db, 0.0, scale=1e4, rtol=1e-12)


@law(miss=floats(1, 10))
def averages_the_features_under_a_common_miss(linear_gradients, x, w, b, miss):
    """If every prediction is too large by e, then db is e, and dw is e times the means of the
    features."""
    dw, db = linear_gradients(x, x @ w + b - miss, w, b)
    assert_close(dw, miss * x.mean(axis=0), scale=1e4, rtol=1e-12)
    assert_close(db, miss, scale=1e4, rtol=1e-12)


# --- mistakes -------------------------------------------------------------------------------------


def errors_of(x, y, w, b):
    return x @ w + b - y


@misconception(witness={"x": [[2.0], [3.0], [5.0]], "y": [0.0, 0.0, 0.0], "w": [1.0], "b": 1.0})
def sums_instead_of_averaging(x, y, w, b):
    """Both gradients are N times too large. The cost is a mean over the examples, so divide the
    sums by N."""
    errors = errors_of(x, y, w, b)
    return x.T @ errors, errors.sum()


@misconception(witness={"x": [[2.0], [3.0], [5.0]], "y": [0.0, 0.0, 0.0], "w": [1.0], "b": 2.0})
def doubles_the_gradients(x, y, w, b):
    """Both gradients are twice too large. The 2 that comes from differentiating the square cancels
    against the half in the cost."""
    errors = errors_of(x, y, w, b)
    return 2 * x.T @ errors / len(y), 2 * errors.mean()


@misconception(witness={"x": [[2.0], [3.0], [5.0]], "y": [0.0, 0.0, 0.0], "w": [1.0], "b": 3.0})
def halves_the_gradients(x, y, w, b):
    """Both gradients are half of what they should be. Differentiating a square brings a 2 down,
    which cancels against the half in the cost."""
    errors = errors_of(x, y, w, b)
    return x.T @ errors / (2 * len(y)), errors.mean() / 2


@misconception(witness={"x": [[2.0], [3.0], [5.0]], "y": [0.0, 0.0, 0.0], "w": [1.0], "b": 4.0})
def turns_the_errors_round(x, y, w, b):
    """Both gradients have the wrong sign. The error is the prediction minus the target: where a
    prediction is too large, the cost grows with it."""
    errors = -errors_of(x, y, w, b)
    return x.T @ errors / len(y), errors.mean()


@misconception(witness={"x": [[2.0], [3.0], [5.0]], "y": [0.0, 0.0, 0.0], "w": [1.0], "b": 5.0})
def sums_the_gradient_of_the_intercept(x, y, w, b):
    """db was summed over the examples but dw averaged. Both are means: divide db by N too."""
    errors = errors_of(x, y, w, b)
    return x.T @ errors / len(y), errors.sum()


@misconception(witness={"x": [[2.0], [3.0], [5.0]], "y": [0.0, 0.0, 0.0], "w": [1.0], "b": 6.0})
def averages_the_gradient_of_the_intercept_alone(x, y, w, b):
    """dw was summed over the examples but db averaged. Both are means: divide dw by N too."""
    errors = errors_of(x, y, w, b)
    return x.T @ errors, errors.mean()


@misconception(witness={"x": [[2.0], [3.0]], "y": [0.0, 0.0], "w": [1.0], "b": 7.0})
def forgets_the_intercept(x, y, w, b):
    """The intercept b was left out of the predictions, which are x @ w + b."""
    errors = x @ w - y
    return x.T @ errors / len(y), errors.mean()


@misconception(witness={"x": [[2.0], [3.0]], "y": [0.0, 0.0], "w": [1.0], "b": 8.0})
def returns_the_intercept_first(x, y, w, b):
    """The gradients came in the wrong order. First dw, then db."""
    errors = errors_of(x, y, w, b)
    return errors.mean(), x.T @ errors / len(y)


@misconception(witness={"x": [[2.0], [3.0]], "y": [0.0, 0.0], "w": [1.0], "b": 9.0})
def forgets_to_weigh_the_errors(x, y, w, b):
    """dw was computed from the errors alone. A weight acts on a prediction through its feature, so
    each error is multiplied by that feature: x.T @ errors / N."""
    errors = errors_of(x, y, w, b)
    return np.full_like(w, errors.mean()), errors.mean()


@misconception(witness={"x": [[2.0, 1.0], [3.0, 1.0]], "y": [0.0, 0.0], "w": [1.0, 1.0], "b": 1.0})
def leaves_one_gradient_for_every_example(x, y, w, b):
    """dw still has one row for every example. Average over the examples (axis 0), so that it has
    the shape of w."""
    errors = errors_of(x, y, w, b)
    return x * errors[:, None], errors.mean()


@misconception(witness={"x": [[2.0], [3.0]], "y": [0.0, 1.0], "w": [1.0], "b": 2.0})
def puts_the_gradient_of_the_intercept_into_an_array(x, y, w, b):
    """db came as an array of one element. b is a single number, and so is its gradient."""
    errors = errors_of(x, y, w, b)
    return x.T @ errors / len(y), errors.mean(keepdims=True)


@misconception(witness={"x": [[2.0], [3.0]], "y": [5.0, 0.0], "w": [1.0], "b": 3.0})
def pairs_every_prediction_with_every_target(x, y, w, b):
    """Every prediction was compared with every target: a column (N, 1) minus a flat array (N,) is a
    table (N, N). Keep both flat, so that each prediction meets its own target."""
    errors = ((x @ w + b)[:, None] - y).mean(axis=1)
    return x.T @ errors / len(y), errors.mean()


@misconception(witness={"x": [[1.0, 2.0]], "y": [0.0], "w": [1.0, 1.0], "b": 1.0})
def divides_by_the_number_of_features(x, y, w, b):
    """The sums were divided by D, the number of features. The mean runs over the N examples, the
    rows of x."""
    errors = errors_of(x, y, w, b)
    return x.T @ errors / len(w), errors.sum() / len(w)


EXERCISE = Exercise(
    inputs={
        "x": array("N D", floats(-10, 10), floats(-1e3, 1e3)),
        "y": array("N", floats(-10, 10), floats(-1e5, 1e5)),
        "w": array("D", floats(-10, 10), floats(-1e3, 1e3)),
        "b": scalar(floats(-10, 10), floats(-1e3, 1e3, special=(0.0,))),
    },
    reference=reference,
    second_source=sums,
    sizes={"N": (1, 6)},
    ordinary=60,
    cases=(
        case(x=[[1.0], [2.0]], y=[3.0, 8.0], w=[2.0], b=1.0),
        case(x=[[1.0, 2.0], [3.0, 4.0]], y=[5.0, 11.0], w=[1.0, 2.0], b=0.0),  # a perfect fit
    ),
    refusals=(
        refusal(
            ValueError,
            "targets in a column, (3, 1)",
            x=np.ones((3, 2)),
            y=np.ones((3, 1)),
            w=np.ones(2),
            b=0.0,
        ),
        refusal(
            ValueError,
            "a single target for 3 examples",
            x=np.ones((3, 2)),
            y=np.ones(1),
            w=np.ones(2),
            b=0.0,
        ),
        refusal(
            ValueError,
            "3 targets for a single example",
            x=np.ones((1, 2)),
            y=np.ones(3),
            w=np.ones(2),
            b=0.0,
        ),
        refusal(
            ValueError,
            "a single weight for 2 features",
            x=np.ones((3, 2)),
            y=np.ones(3),
            w=np.ones(1),
            b=0.0,
        ),
    ),
    laws=(vanishes_where_every_prediction_is_right, averages_the_features_under_a_common_miss),
    misconceptions=(
        sums_instead_of_averaging,
        doubles_the_gradients,
        halves_the_gradients,
        turns_the_errors_round,
        sums_the_gradient_of_the_intercept,
        averages_the_gradient_of_the_intercept_alone,
        forgets_the_intercept,
        returns_the_intercept_first,
        forgets_to_weigh_the_errors,
        leaves_one_gradient_for_every_example,
        puts_the_gradient_of_the_intercept_into_an_array,
        pairs_every_prediction_with_every_target,
        divides_by_the_number_of_features,
    ),
    hints=(
        "A gradient has the shape of what it is the gradient of. Which product of x and the "
        "errors, transposed or not, has the shape of w?",
        "If a weight grows by a little, each prediction grows by that times its feature. If b "
        "grows by a little, each prediction grows just as much.",
        "errors = x @ w + b - y; dw = x.T @ errors / N; db is the mean of the errors.",
    ),
)
