"""The predictions of a linear model."""

from __future__ import annotations

import numpy as np
import torch

from grader.declare import (
    Exercise,
    array,
    assert_close,
    assert_shape,
    case,
    floats,
    law,
    misconception,
    refusal,
    scalar,
)


def reference(x: torch.Tensor, w: torch.Tensor, b: float) -> torch.Tensor:
    return torch.nn.functional.linear(x, w[None])[:, 0] + b


def second_source(m, x, w, b):
    predictions = np.zeros(len(x), dtype=object)
    for row, example in enumerate(x):
        predictions[row] = b
        for entry, weight in zip(example, w, strict=True):
            predictions[row] += entry * weight
    return predictions


# --- laws -----------------------------------------------------------------------------------------


@law(edge=5)
def shows_each_weight_alone(linear_predict, w, b):
    """An example with a single 1 and zeros elsewhere gets the weight of that feature plus b."""
    largest = np.abs(w).max() + abs(b)
    assert_close(linear_predict(np.eye(len(w)), w, b), w + b, scale=largest, rtol=1e-12)


@law(edge=5)
def predicts_the_intercept_at_zero(linear_predict, x, w, b):
    """Where all features are 0 the prediction is b."""
    answers = linear_predict(0.0 * x, w, b)
    assert_shape(answers, (len(x),))
    assert_close(answers, np.full(len(x), b), rtol=1e-12)


# --- mistakes -------------------------------------------------------------------------------------


@misconception(witness={"x": [[1.0], [2.0]], "w": [3.0], "b": 1.0})
def forgets_the_intercept(x, w, b):
    """The intercept b had no effect. Add it to every weighted sum: x @ w + b."""
    return x @ w


@misconception(witness={"x": [[1.0], [2.0]], "w": [3.0], "b": 2.0})
def subtracts_the_intercept(x, w, b):
    """The intercept was subtracted. It is added: x @ w + b."""
    return x @ w - b


@misconception(witness={"x": [[1.0, 2.0], [3.0, 4.0]], "w": [10.0, 1.0], "b": 1.0})
def does_not_sum_over_the_features(x, w, b):
    """A whole table came back, one number for each feature. The products x * w must be summed over
    the features: x @ w does both."""
    return x * w + b


@misconception(witness={"x": [[1.0, 2.0], [3.0, 4.0]], "w": [10.0, 2.0], "b": 1.0})
def adds_the_intercept_to_every_feature(x, w, b):
    """b was added to the features before they were weighed. It is added once, to the weighted
    sum."""
    return (x + b) @ w


@misconception(witness={"x": [[1.0, 2.0], [3.0, 4.0]], "w": [10.0, 3.0], "b": 1.0})
def adds_the_intercept_once_a_feature(x, w, b):
    """b was added to every product, so that it counts D times. Add it once, after the sum over the
    features."""
    return (x * w + b).sum(axis=1)


@misconception(witness={"x": [[1.0, 2.0], [3.0, 4.0]], "w": [10.0, 4.0], "b": 1.0})
def averages_over_the_features(x, w, b):
    """The products were averaged over the features. A linear model sums them."""
    return (x * w).mean(axis=1) + b


@misconception(witness={"x": [[1.0], [2.0]], "w": [3.0], "b": 3.0})
def returns_a_column(x, w, b):
    """The predictions came as a column, (N, 1). They are a flat array, (N,), so that they line up
    with the targets."""
    return (x @ w + b)[:, None]


@misconception(witness={"x": [[1.0], [2.0]], "w": [0.5], "b": 0.25})
def squashes_the_predictions(x, w, b):
    """The predictions went through a sigmoid, which keeps them between 0 and 1: that is logistic
    regression. Return the weighted sum itself."""
    return 1 / (1 + np.exp(-(x @ w + b)))


@misconception(witness={"x": [[1.0], [2.0]], "w": [3.0], "b": 5.0})
def returns_the_sum_of_all_predictions(x, w, b):
    """A single number came back. Every example has a prediction of its own: return all N of
    them."""
    return np.sum(x @ w + b)


@misconception(witness={"x": [[1.0, 2.0], [3.0, 4.0]], "w": [10.0, 5.0], "b": 1.0})
def takes_the_columns_for_examples(x, w, b):
    """Features and examples changed places. Examples are the rows of x: x @ w weighs each row."""
    return x.T @ w + b if len(x) == len(w) else x @ w + b


EXERCISE = Exercise(
    inputs={
        "x": array("N D", floats(-10, 10), floats(-1e4, 1e4)),
        "w": array("D", floats(-10, 10), floats(-1e4, 1e4)),
        "b": scalar(floats(-10, 10), floats(-1e4, 1e4, special=(0.0,))),
    },
    reference=reference,
    second_source=second_source,
    sizes={"N": (1, 6)},
    empty="N",
    cases=(
        case(x=[[1.0, 2.0], [3.0, 4.0]], w=[10.0, 1.0], b=0.5),
        case(x=[[2.0]], w=[3.0], b=-1.0),
    ),
    refusals=(
        refusal(ValueError, "2 weights for 3 features", x=np.ones((2, 3)), w=np.ones(2), b=0.0),
        refusal(
            ValueError, "a single weight for 3 features", x=np.ones((2, 3)), w=np.ones(1), b=0.0
        ),
        refusal(
            ValueError, "3 weights for a single feature", x=np.ones((2, 1)), w=np.ones(3), b=0.0
        ),
    ),
    laws=(shows_each_weight_alone, predicts_the_intercept_at_zero),
    misconceptions=(
        forgets_the_intercept,
        subtracts_the_intercept,
        does_not_sum_over_the_features,
        adds_the_intercept_to_every_feature,
        adds_the_intercept_once_a_feature,
        averages_over_the_features,
        returns_a_column,
        squashes_the_predictions,
        returns_the_sum_of_all_predictions,
        takes_the_columns_for_examples,
    ),
    hints=(
        "What would you compute by hand for one example? How many numbers come out of it, and how "
        "many for N examples?",
        "One operator of NumPy multiplies every row of a matrix by a vector and sums the products. "
        "What is left to add?",
        "x @ w gives the weighted sums, of shape (N,); add b to them.",
    ),
)
