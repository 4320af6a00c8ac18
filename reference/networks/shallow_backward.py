"""Backpropagation through one tanh layer and a sigmoid output."""

from __future__ import annotations

import numpy as np
import torch

from grader.declare import (
    Exercise,
    array,
    assert_close,
    central_differences,
    choice,
    computed,
    floats,
    law,
    misconception,
    record,
    refusal,
    vjp,
)

Dict = dict[str, torch.Tensor]


def reference(x: torch.Tensor, y: torch.Tensor, params: Dict, cache: Dict) -> Dict:
    """Autograd through the two affine layers; between them, the slopes that the cache gives."""
    dz2 = (cache["A2"] - y) / len(x)
    da1, dw2, db2 = vjp(affine, dz2, cache["A1"], params["W2"], params["b2"])
    dz1 = da1 * (1.0 - cache["A1"]) * (1.0 + cache["A1"])
    _, dw1, db1 = vjp(affine, dz1, x, params["W1"], params["b1"])
    return {"W1": dw1, "b1": db1, "W2": dw2, "b2": db2}


def affine(x: torch.Tensor, W: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    return torch.nn.functional.linear(x, W.T, b)


def cost(x: torch.Tensor, y: torch.Tensor, params: Dict) -> torch.Tensor:
    """The mean binary cross-entropy from the logits: exact also where sigmoid is 0 or 1."""
    hidden = torch.tanh(affine(x, params["W1"], params["b1"]))
    logits = affine(hidden, params["W2"], params["b2"])
    return torch.nn.functional.binary_cross_entropy_with_logits(logits, y)


def forward(x, params):
    """The cache: what the forward pass computed on its way."""
    z1 = x @ params["W1"] + params["b1"]
    a1 = np.tanh(z1)
    z2 = a1 @ params["W2"] + params["b2"]
    return {"Z1": z1, "A1": a1, "Z2": z2, "A2": 0.5 * (1.0 + np.tanh(0.5 * z2))}


# --- laws -----------------------------------------------------------------------------------------


@law(edge=10)
def a_batch_given_twice_has_the_same_gradients(shallow_backward, x, y, params, cache):
    """The cost is a mean over the examples, so a batch that holds every example twice has the same
    gradients."""
    once = shallow_backward(x, y, params, cache)
    twice = {name: np.concatenate([values, values]) for name, values in cache.items()}
    doubled = shallow_backward(np.concatenate([x, x]), np.concatenate([y, y]), params, twice)
    for name in ("W1", "b1", "W2", "b2"):
        # Rounding errors are those of the terms, which may cancel.
        scale = max(1.0, np.abs(x).max()) * max(1.0, np.abs(params["W2"]).max())
        assert_close(doubled[name], once[name], scale=scale, rtol=1e-12)


@law(edge=10)
def the_output_bias_sees_the_mean_error(shallow_backward, x, y, params, cache):
    """The gradient of b2 is the mean of A2 - y: how far the predictions lie too high."""
    gradients = shallow_backward(x, y, params, cache)
    assert_close(gradients["b2"], np.mean(cache["A2"] - y, axis=0), scale=1.0, rtol=1e-12)


# --- mistakes -------------------------------------------------------------------------------------


def gradients(x, params, cache, dz2, slope=None):
    """The right way back from dz2, or with another slope of the hidden layer."""
    slope = 1.0 - cache["A1"] ** 2 if slope is None else slope
    dz1 = (dz2 @ params["W2"].T) * slope
    return {
        "W1": x.T @ dz1,
        "b1": dz1.sum(axis=0),
        "W2": cache["A1"].T @ dz2,
        "b2": dz2.sum(axis=0),
    }


def situation(x, y, W1, W2):
    """A whole set of arguments with zero biases and its own forward pass."""
    x, y, W1, W2 = (np.array(values, dtype=np.float64) for values in (x, y, W1, W2))
    params = {"W1": W1, "b1": np.zeros(W1.shape[1]), "W2": W2, "b2": np.zeros(1)}
    return {"x": x, "y": y, "params": params, "cache": forward(x, params)}


@misconception(witness=situation([[1.0], [2.0]], [[0.0], [0.0]], [[1.0]], [[1.0]]))
def forgets_to_divide_by_n(x, y, params, cache):
    """The gradients are N times too large. The cost is the mean over the N examples: start from
    (A2 - y) / N."""
    return gradients(x, params, cache, cache["A2"] - y)


@misconception(witness=situation([[1.0], [2.0]], [[1.0], [0.0]], [[1.0]], [[1.0]]))
def divides_by_n_twice(x, y, params, cache):
    """The gradients are N times too small: N divided twice, at the output and again further back.
    Once, in dZ2 = (A2 - y) / N, is enough, since everything else follows from dZ2."""
    return gradients(x, params, cache, (cache["A2"] - y) / len(x) ** 2)


@misconception(witness=situation([[1.0], [2.0]], [[0.0], [1.0]], [[1.0]], [[2.0]]))
def divides_by_n_again_in_the_first_layer(x, y, params, cache):
    """W1 and b1 are N times too small: dZ1 already contains the 1 / N of dZ2, so nothing is divided
    again in the first layer."""
    found = gradients(x, params, cache, (cache["A2"] - y) / len(x))
    return {**found, "W1": found["W1"] / len(x), "b1": found["b1"] / len(x)}


@misconception(witness=situation([[1.0]], [[0.0]], [[1.0]], [[1.0]]))
def forgets_the_square(x, y, params, cache):
    """The slope of tanh was taken as 1 - A1. It is 1 - A1**2, with a square."""
    return gradients(x, params, cache, (cache["A2"] - y) / len(x), 1.0 - cache["A1"])


@misconception(witness=situation([[1.0]], [[1.0]], [[1.0]], [[1.0]]))
def takes_the_slope_of_sigmoid(x, y, params, cache):
    """The slope A1 * (1 - A1) belongs to sigmoid. The hidden layer is tanh, whose slope is
    1 - A1**2."""
    slope = cache["A1"] * (1.0 - cache["A1"])
    return gradients(x, params, cache, (cache["A2"] - y) / len(x), slope)


@misconception(witness=situation([[2.0]], [[0.0]], [[1.0]], [[1.0]]))
def squares_the_sum_before_tanh(x, y, params, cache):
    """The slope of tanh was computed from Z1. In 1 - A1**2 stands A1, tanh's output, not what went
    into it."""
    return gradients(x, params, cache, (cache["A2"] - y) / len(x), 1.0 - cache["Z1"] ** 2)


@misconception(witness=situation([[1.0]], [[0.0]], [[2.0]], [[1.0]]))
def forgets_the_slope_of_tanh(x, y, params, cache):
    """The gradient went through the hidden layer as if it were not there. On the way back through
    tanh it is multiplied by the slope, 1 - A1**2, elementwise."""
    slope = np.ones_like(cache["A1"])
    return gradients(x, params, cache, (cache["A2"] - y) / len(x), slope)


@misconception(witness=situation([[1.0]], [[1.0]], [[2.0]], [[1.0]]))
def exchanges_prediction_and_answer(x, y, params, cache):
    """All signs are wrong: the error is A2 - y, prediction minus right answer. With y - A2, descent
    would walk uphill."""
    return gradients(x, params, cache, (y - cache["A2"]) / len(x))


@misconception(witness=situation([[1.0]], [[0.0]], [[1.0]], [[3.0]]))
def multiplies_by_the_slope_of_the_output(x, y, params, cache):
    """The error was multiplied by A2 * (1 - A2) as well. That is the gradient of a squared error;
    with cross-entropy this factor cancels, and dZ2 is just (A2 - y) / N."""
    a2 = cache["A2"]
    return gradients(x, params, cache, (a2 - y) / len(x) * a2 * (1.0 - a2))


@misconception(witness=situation([[20.0]], [[1.0]], [[1.0]], [[1000.0]]))
def divides_by_probabilities_of_zero(x, y, params, cache):
    """The slope of the logarithms, (1 - y) / (1 - A2) - y / A2, was computed on its own: where A2
    is exactly 0 or 1 that is 0 / 0, nan. The product with sigmoid's slope is A2 - y: use that."""
    a2 = cache["A2"]
    with np.errstate(all="ignore"):
        da2 = (1.0 - y) / (1.0 - a2) - y / a2
        return gradients(x, params, cache, da2 * a2 * (1.0 - a2) / len(x))


@misconception(witness=situation([[20.0]], [[0.0]], [[1.0]], [[30.0]]))
def keeps_probabilities_away_from_zero(x, y, params, cache):
    """A2 was clipped away from 0 and 1 before it was divided by, so that the gradient vanishes
    where the network is sure and wrong. There it is largest: (A2 - y) / N needs no division."""
    a2 = cache["A2"]
    safe = np.clip(a2, 1e-12, 1.0 - 1e-12)
    da2 = (1.0 - y) / (1.0 - safe) - y / safe
    return gradients(x, params, cache, da2 * a2 * (1.0 - a2) / len(x))


@misconception(witness=situation([[1.0], [3.0]], [[0.0], [1.0]], [[1.0]], [[1.0]]))
def sums_biases_over_the_units(x, y, params, cache):
    """The gradients of the biases were summed over the units of each example (axis 1). A bias is
    shared by all examples: sum over axis 0."""
    dz2 = (cache["A2"] - y) / len(x)
    dz1 = (dz2 @ params["W2"].T) * (1.0 - cache["A1"] ** 2)
    found = gradients(x, params, cache, dz2)
    return {**found, "b1": dz1.sum(axis=1), "b2": dz2.sum(axis=1)}


@misconception(witness=situation([[1.0], [3.0]], [[1.0], [1.0]], [[1.0]], [[1.0]]))
def keeps_a_batch_axis_on_the_biases(x, y, params, cache):
    """The gradients of the biases came as rows, (1, H) and (1, 1). They have the shapes of b1 and
    b2: leave keepdims out."""
    found = gradients(x, params, cache, (cache["A2"] - y) / len(x))
    return {**found, "b1": found["b1"][None], "b2": found["b2"][None]}


@misconception(witness=situation([[3.0]], [[0.0]], [[1.0]], [[1.0]]))
def uses_the_input_for_the_second_layer(x, y, params, cache):
    """dW2 was built from Z1. What goes into the second layer is A1, so dW2 = A1.T @ dZ2."""
    dz2 = (cache["A2"] - y) / len(x)
    return {**gradients(x, params, cache, dz2), "W2": cache["Z1"].T @ dz2}


EXERCISE = Exercise(
    inputs={
        "x": array("N D", floats(-2, 2), floats(-5, 5, special=(0.0,))),
        "y": array("N 1", choice(0.0, 1.0)),
        "params": record(
            {
                "W1": array("D H", floats(-1, 1), floats(-20, 20, special=(0.0,))),
                "b1": array("H", floats(-1, 1), floats(-5, 5)),
                # Up to 100, so that A2 is exactly 0 or 1 often.
                "W2": array("H 1", floats(-2, 2), floats(-100, 100, special=(0.0,))),
                "b2": array("1", floats(-1, 1), floats(-50, 50, special=(0.0,))),
            }
        ),
        # Moved by rounding errors of its own, so that a submission may also compute it again.
        "cache": computed(forward),
    },
    reference=reference,
    second_source=central_differences(cost, wrt="params"),
    sizes={"N": (1, 6), "D": (1, 4), "H": (1, 5)},
    laws=(a_batch_given_twice_has_the_same_gradients, the_output_bias_sees_the_mean_error),
    misconceptions=(
        forgets_to_divide_by_n,
        divides_by_n_twice,
        divides_by_n_again_in_the_first_layer,
        forgets_the_square,
        takes_the_slope_of_sigmoid,
        squares_the_sum_before_tanh,
        forgets_the_slope_of_tanh,
        exchanges_prediction_and_answer,
        multiplies_by_the_slope_of_the_output,
        divides_by_probabilities_of_zero,
        keeps_probabilities_away_from_zero,
        sums_biases_over_the_units,
        keeps_a_batch_axis_on_the_biases,
        uses_the_input_for_the_second_layer,
    ),
    refusals=(
        refusal(
            ValueError,
            "y of shape (2,) against A2 of shape (2, 1)",
            **{**situation([[1.0], [2.0]], [[0.0], [1.0]], [[1.0]], [[1.0]]), "y": np.ones(2)},
        ),
        refusal(
            ValueError,
            "y of a single row against A2 of two",
            **{**situation([[1.0], [2.0]], [[0.0], [1.0]], [[1.0]], [[1.0]]), "y": np.ones((1, 1))},
        ),
    ),
    hints=(
        "Walk backwards: dZ2 first, then what W2 and b2 get from it, then dZ1, then W1 and b1. "
        "Each layer is an affine layer, and every gradient has the shape of its parameter.",
        "The division by N happens once, in dZ2. The step through tanh is elementwise: multiply by "
        "its slope, which can be written with A1 alone.",
        'dZ1 = (dZ2 @ params["W2"].T) * (1 - cache["A1"] ** 2); then W1 gets x.T @ dZ1 and b1 gets '
        "dZ1.sum(axis=0), and likewise W2 and b2 from A1 and dZ2.",
    ),
)
