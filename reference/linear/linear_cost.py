"""The cost of a linear model: half the mean squared error."""

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
)


def reference(x: torch.Tensor, y: torch.Tensor, w: torch.Tensor, b: float) -> torch.Tensor:
    predictions = torch.nn.functional.linear(x, w[None])[:, 0] + b
    return torch.nn.functional.mse_loss(predictions, y) / 2


def second_source(m, x, y, w, b):
    total = m.number(0.0)
    for example, target in zip(x, y, strict=True):
        prediction = b
        for entry, weight in zip(example, w, strict=True):
            prediction += entry * weight
        total += (prediction - target) ** 2
    return total / (2 * len(y))


# --- laws -----------------------------------------------------------------------------------------


@law(miss=floats(1, 10))
def costs_half_the_square_of_a_common_miss(linear_cost, x, w, b, miss):
    """If every prediction is too large by e, the cost is e * e / 2, however many examples."""
    cost = linear_cost(x, x @ w + b - miss, w, b)
    # The targets were rounded: their errors are those of numbers up to a few hundred.
    assert_close(cost, miss**2 / 2, scale=1000.0, rtol=1e-12)


@law()
def is_the_mean_over_the_examples(linear_cost, x, y, w, b):
    """The cost is the mean of the costs of the examples taken one by one."""
    alone = [linear_cost(x[n : n + 1], y[n : n + 1], w, b) for n in range(len(x))]
    assert_close(linear_cost(x, y, w, b), float(np.mean(alone)), rtol=1e-12)


# --- mistakes -------------------------------------------------------------------------------------


@misconception(witness={"x": [[1.0], [2.0]], "y": [0.0, 0.0], "w": [1.0], "b": 1.0})
def forgets_the_half(x, y, w, b):
    """The cost is twice too large: the mean of the squared errors is divided by 2 here."""
    return np.mean((x @ w + b - y) ** 2)


@misconception(witness={"x": [[1.0], [2.0], [4.0]], "y": [0.0, 0.0, 0.0], "w": [1.0], "b": 1.0})
def sums_instead_of_averaging(x, y, w, b):
    """The squared errors were summed. Divide by the number of examples as well, so that the cost
    does not grow with N."""
    return np.sum((x @ w + b - y) ** 2) / 2


@misconception(witness={"x": [[1.0], [3.0]], "y": [0.0, 0.0], "w": [1.0], "b": 2.0})
def forgets_the_intercept(x, y, w, b):
    """The intercept b was left out of the predictions, which are x @ w + b."""
    return np.mean((x @ w - y) ** 2) / 2


@misconception(witness={"x": [[1.0], [2.0]], "y": [0.0, 0.0], "w": [2.0], "b": 1.0})
def takes_absolute_errors(x, y, w, b):
    """The sizes of the errors were averaged. Square the errors instead: large ones weigh more."""
    return np.mean(np.abs(x @ w + b - y)) / 2


@misconception(witness={"x": [[1.0], [2.0]], "y": [0.0, 9.0], "w": [2.0], "b": 1.0})
def squares_the_mean_error(x, y, w, b):
    """The errors were averaged before squaring, so that one too large and one too small cancel.
    Square each error first, then take the mean."""
    return np.mean(x @ w + b - y) ** 2 / 2


@misconception(witness={"x": [[1.0], [2.0]], "y": [0.0, 0.0], "w": [3.0], "b": 1.0})
def takes_the_root(x, y, w, b):
    """The root was taken in the end. The cost is half the mean of the squares itself."""
    return np.sqrt(np.mean((x @ w + b - y) ** 2)) / 2


@misconception(witness={"x": [[1.0], [2.0]], "y": [1.0, 4.0], "w": [3.0], "b": 1.0})
def adds_the_targets(x, y, w, b):
    """The targets were added to the predictions. An error is their difference, x @ w + b - y."""
    return np.mean((x @ w + b + y) ** 2) / 2


@misconception(witness={"x": [[1.0], [2.0]], "y": [0.0, 0.0], "w": [4.0], "b": 1.0})
def divides_by_one_less(x, y, w, b):
    """The sum was divided by N - 1, as for a variance. The cost is a plain mean: divide by N."""
    return np.sum((x @ w + b - y) ** 2) / (2 * max(1, len(y) - 1))


@misconception(witness={"x": [[1.0, 0.0], [2.0, 0.0]], "y": [0.0, 6.0], "w": [2.0, 1.0], "b": 1.0})
def pairs_every_prediction_with_every_target(x, y, w, b):
    """Every prediction was compared with every target: a column (N, 1) minus a flat array (N,) is a
    table (N, N). Keep both flat, so that each prediction meets its own target."""
    return np.mean(((x @ w + b)[:, None] - y) ** 2) / 2


@misconception(witness={"x": [[1.0, 1.0, 1.0]], "y": [0.0], "w": [1.0, 2.0, 3.0], "b": 1.0})
def divides_by_the_number_of_features(x, y, w, b):
    """The squared errors were divided by D, the number of features. The mean runs over the N
    examples, the rows of x."""
    return np.sum((x @ w + b - y) ** 2) / (2 * x.shape[1])


EXERCISE = Exercise(
    inputs={
        "x": array("N D", floats(-10, 10), floats(-1e3, 1e3)),
        "y": array("N", floats(-10, 10), floats(-1e5, 1e5)),
        "w": array("D", floats(-10, 10), floats(-1e3, 1e3)),
        "b": scalar(floats(-10, 10), floats(-1e3, 1e3, special=(0.0,))),
    },
    reference=reference,
    second_source=second_source,
    sizes={"N": (1, 6)},
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
    laws=(costs_half_the_square_of_a_common_miss, is_the_mean_over_the_examples),
    misconceptions=(
        forgets_the_half,
        sums_instead_of_averaging,
        forgets_the_intercept,
        takes_absolute_errors,
        squares_the_mean_error,
        takes_the_root,
        adds_the_targets,
        divides_by_one_less,
        pairs_every_prediction_with_every_target,
        divides_by_the_number_of_features,
    ),
    hints=(
        "Predict first, then look at the error of each prediction. What happens to an error's sign "
        "when it is squared?",
        "Compare shapes before you subtract: (N, 1) minus (N,) is a table of N times N numbers. "
        "Which shape must y have?",
        "errors = x @ w + b - y; the cost is np.mean(errors**2) / 2.",
    ),
)
