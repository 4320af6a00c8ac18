"""Backpropagation through a sigmoid layer, softmax and cross-entropy."""

from __future__ import annotations

import numpy as np
import torch

from grader.declare import (
    Exercise,
    absolute,
    array,
    assert_close,
    case,
    central_differences,
    floats,
    labels,
    law,
    misconception,
    record,
    refusal,
    vjp,
)

Dict = dict[str, torch.Tensor]


def loss(x: torch.Tensor, labels: torch.Tensor, params: Dict) -> torch.Tensor:
    a1 = torch.sigmoid(torch.nn.functional.linear(x, params["W1"].T, params["b1"]))
    logits = torch.nn.functional.linear(a1, params["W2"].T, params["b2"])
    return torch.nn.functional.cross_entropy(logits, labels)


def reference(x: torch.Tensor, labels: torch.Tensor, params: Dict) -> Dict:
    one = torch.ones((), dtype=x.dtype, device=x.device)
    return vjp(lambda p: loss(x, labels, p), one, params)[0]


# --- laws -----------------------------------------------------------------------------------------


@law(edge=10)
def the_gradients_of_b2_cancel(two_layer_gradients, x, labels, params):
    """The entries of b2's gradient sum to 0: raising all scores alike changes no probability."""
    found = two_layer_gradients(x, labels, params)
    assert_close(float(np.sum(found["b2"])), 0.0, scale=1.0, rtol=1e-12)


@law()
def a_batch_given_twice_has_the_same_gradients(two_layer_gradients, x, labels, params):
    """The loss is a mean over the examples, so a batch that holds every example twice has the same
    gradients."""
    once = two_layer_gradients(x, labels, params)
    twice = two_layer_gradients(np.concatenate([x, x]), np.concatenate([labels, labels]), params)
    for name in ("W1", "b1", "W2", "b2"):
        assert_close(twice[name], once[name], scale=100.0, rtol=1e-12)


# --- mistakes -------------------------------------------------------------------------------------


def sigmoid(z):
    return 0.5 * (1.0 + np.tanh(0.5 * z))


def softmax(z):
    weights = np.exp(z - z.max(axis=1, keepdims=True))
    return weights / weights.sum(axis=1, keepdims=True)


def forward(x, labels, params, output=softmax):
    """A1, P and the right classes as rows of 0 and 1, after the checks."""
    if params["b1"].shape != params["W1"].shape[1:] or params["b2"].shape != params["W2"].shape[1:]:
        raise ValueError("shapes do not fit")
    classes = len(params["b2"])
    if labels.shape != x.shape[:1] or labels.min() < 0 or labels.max() >= classes:
        raise ValueError("labels do not fit")
    a1 = sigmoid(x @ params["W1"] + params["b1"])
    p = output(a1 @ params["W2"] + params["b2"])
    return a1, p, (labels[:, None] == np.arange(classes)).astype(x.dtype)


def backward(x, params, a1, dz2, slope=None):
    """The right way back from dz2, or with another slope of the hidden layer."""
    slope = a1 * (1.0 - a1) if slope is None else slope
    dz1 = (dz2 @ params["W2"].T) * slope
    return {"W1": x.T @ dz1, "b1": dz1.sum(axis=0), "W2": a1.T @ dz2, "b2": dz2.sum(axis=0)}


def situation(x, labels, w2=(1.0, 0.0), b2=(0.0, 0.0)):
    """One input, one hidden unit, two classes."""
    params = {"W1": [[1.0]], "b1": [0.5], "W2": [list(w2)], "b2": list(b2)}
    params = {k: np.array(v, dtype=float) for k, v in params.items()}
    return {"x": np.array(x)[:, None], "labels": np.array(labels), "params": params}


@misconception(witness=situation([1.0, 2.0], [0, 1]))
def forgets_to_divide_by_n(x, labels, params):
    """The gradients are N times too large. The loss is the mean over the N examples: start from
    (P - T) / N."""
    a1, p, t = forward(x, labels, params)
    return backward(x, params, a1, p - t)


@misconception(witness=situation([1.0, 2.0], [1, 1]))
def divides_by_n_twice(x, labels, params):
    """The gradients are N times too small: N was divided twice. Once, in dZ2 = (P - T) / N, is
    enough, since everything else follows from dZ2."""
    a1, p, t = forward(x, labels, params)
    return backward(x, params, a1, (p - t) / len(x) ** 2)


@misconception(witness=situation([1.0], [0]))
def exchanges_prediction_and_answer(x, labels, params):
    """All signs are wrong: the error is P - T, prediction minus right answer. With T - P, descent
    would walk uphill."""
    a1, p, t = forward(x, labels, params)
    return backward(x, params, a1, (t - p) / len(x))


@misconception(witness=situation([1.0], [0], w2=(2.0, 0.0)))
def takes_the_slope_of_tanh(x, labels, params):
    """The slope 1 - A1**2 belongs to tanh. The hidden layer is a sigmoid, whose slope is
    A1 * (1 - A1)."""
    a1, p, t = forward(x, labels, params)
    return backward(x, params, a1, (p - t) / len(x), 1.0 - a1**2)


@misconception(witness=situation([1.0], [0], w2=(3.0, 0.0)))
def forgets_the_slope_of_sigmoid(x, labels, params):
    """The gradient went through the hidden layer as if sigmoid were not there. Multiply by its
    slope, A1 * (1 - A1), elementwise."""
    a1, p, t = forward(x, labels, params)
    return backward(x, params, a1, (p - t) / len(x), 1.0)


@misconception(witness=situation([1.0], [0], w2=(4.0, 0.0)))
def takes_the_slope_of_the_sums(x, labels, params):
    """The slope of sigmoid was computed from Z1, the sums before it. In A1 * (1 - A1) stands A1,
    sigmoid's output."""
    a1, p, t = forward(x, labels, params)
    z1 = x @ params["W1"] + params["b1"]
    return backward(x, params, a1, (p - t) / len(x), z1 * (1.0 - z1))


@misconception(witness=situation([1.0], [1], w2=(2.0, 0.0)))
def forgets_to_subtract_the_answers(x, labels, params):
    """dZ2 is P / N: the 1 at the label of each example was never subtracted, so that the gradient
    does not depend on what is right."""
    a1, p, _ = forward(x, labels, params)
    return backward(x, params, a1, p / len(x))


@misconception(witness=situation([1.0], [1], w2=(3.0, 0.0)))
def multiplies_by_the_slope_of_the_output(x, labels, params):
    """The error was multiplied by P * (1 - P) as well, as for squared errors. With cross-entropy
    this factor cancels, and dZ2 is just (P - T) / N."""
    a1, p, t = forward(x, labels, params)
    return backward(x, params, a1, (p - t) * p * (1.0 - p) / len(x))


@misconception(witness=situation([2.0, 1.0], [0, 0]))
def sums_biases_over_the_units(x, labels, params):
    """The gradients of the biases were summed over the units of each example (axis 1). A bias is
    shared by all examples: sum over axis 0."""
    a1, p, t = forward(x, labels, params)
    dz2 = (p - t) / len(x)
    dz1 = (dz2 @ params["W2"].T) * a1 * (1.0 - a1)
    found = backward(x, params, a1, dz2)
    return {**found, "b1": dz1.sum(axis=1), "b2": dz2.sum(axis=1)}


@misconception(witness=situation([3.0], [0]))
def uses_the_input_for_the_second_layer(x, labels, params):
    """dW2 was built from Z1. What goes into the second layer is A1, so dW2 = A1.T @ dZ2."""
    a1, p, t = forward(x, labels, params)
    dz2 = (p - t) / len(x)
    z1 = x @ params["W1"] + params["b1"]
    return {**backward(x, params, a1, dz2), "W2": z1.T @ dz2}


@misconception(witness=situation([1.0], [0], b2=(1000.0, 0.0)))
def exponentiates_raw_scores(x, labels, params):
    """exp(1000) overflows to inf and exp(-1000) is 0; inf / inf and 0 / 0 are nan. Subtract the
    largest score of each row before you take exponentials."""
    a1, p, t = forward(
        x, labels, params, lambda z: np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
    )
    return backward(x, params, a1, (p - t) / len(x))


def network(b1=2, b2=3):
    return {"W1": np.ones((2, 2)), "b1": np.ones(b1), "W2": np.ones((2, 3)), "b2": np.ones(b2)}


THREE = np.ones((3, 2))
RIGHT = np.array([0, 1, 2])
EXERCISE = Exercise(
    inputs={
        "x": array("N D", floats(-3, 3), floats(-10, 10, special=(0.0,))),
        "labels": labels("N", "K"),
        "params": record(
            {
                "W1": array("D H", floats(-1, 1), floats(-20, 20, special=(0.0,))),
                "b1": array("H", floats(-1, 1), floats(-20, 20, special=(0.0,))),
                "W2": array("H K", floats(-3, 3), floats(-100, 100, special=(0.0,))),
                "b2": array("K", floats(-3, 3), floats(-1000, 1000, special=(0.0,))),
            }
        ),
    },
    reference=reference,
    second_source=central_differences(loss, wrt="params"),
    # Rounding errors of P are carried back through W2 and x, which are up to 100 and 10.
    accuracy=absolute(10.0),
    # P by way of its logarithm errs by 1000 roundings where the scores are 1000, even where P is 1.
    slack=4.0,
    sizes={"N": (1, 5), "D": (1, 4), "H": (1, 5), "K": (1, 5)},
    cases=(
        case(**situation([3.0, -1.0, 0.0], [0, 1, 1])),
        # Rows whose scores are far apart: each needs its own largest one.
        case(**situation([-1000.0, 1000.0], [0, 1], w2=(2000.0, 2001.0)), tier="edge"),
    ),
    laws=(the_gradients_of_b2_cancel, a_batch_given_twice_has_the_same_gradients),
    misconceptions=(
        forgets_to_divide_by_n,
        divides_by_n_twice,
        exchanges_prediction_and_answer,
        takes_the_slope_of_tanh,
        forgets_the_slope_of_sigmoid,
        takes_the_slope_of_the_sums,
        forgets_to_subtract_the_answers,
        multiplies_by_the_slope_of_the_output,
        sums_biases_over_the_units,
        uses_the_input_for_the_second_layer,
        exponentiates_raw_scores,
    ),
    refusals=(
        refusal(
            ValueError,
            "labels in a column, (3, 1)",
            x=THREE,
            labels=RIGHT[:, None],
            params=network(),
        ),
        refusal(
            ValueError, "a single label for 3 examples", x=THREE, labels=RIGHT[:1], params=network()
        ),
        refusal(
            ValueError, "3 labels for a single example", x=THREE[:1], labels=RIGHT, params=network()
        ),
        refusal(
            ValueError,
            "a single bias b1 for 2 hidden units",
            x=THREE,
            labels=RIGHT,
            params=network(b1=1),
        ),
        refusal(
            ValueError,
            "a single bias b2 for 3 classes",
            x=THREE,
            labels=RIGHT,
            params=network(b2=1),
        ),
        refusal(
            (ValueError, IndexError),
            "label 3 of 3 classes",
            x=THREE,
            labels=RIGHT + 1,
            params=network(),
        ),
        refusal((ValueError, IndexError), "label -1", x=THREE, labels=RIGHT - 1, params=network()),
    ),
    hints=(
        "Walk backwards: dZ2 first, then what W2 and b2 get from it, then dZ1, then W1 and b1. "
        "Each layer is an affine layer, and every gradient has the shape of its parameter.",
        "dZ2 is P with 1 subtracted at the label of each example, divided by N, once. The step "
        "through sigmoid is elementwise: A1 * (1 - A1).",
        "dZ2 = P; dZ2[np.arange(N), labels] -= 1; dZ2 /= N; dZ1 = (dZ2 @ W2.T) * A1 * (1 - A1); "
        "then W1 gets x.T @ dZ1 and b1 gets dZ1.sum(axis=0), and W2 and b2 likewise from A1 and "
        "dZ2.",
    ),
)
