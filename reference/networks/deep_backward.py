"""Backpropagation through a network of any depth: ReLU inside, sigmoid at the end."""

from __future__ import annotations

import numpy as np
import torch

from grader.declare import (
    Exercise,
    array,
    assert_close,
    case,
    central_differences,
    choice,
    computed,
    floats,
    law,
    misconception,
    one_of,
    record,
    refusal,
    vjp,
)

Dict = dict[str, torch.Tensor]


def reference(x: torch.Tensor, y: torch.Tensor, params: Dict, cache: Dict) -> Dict:
    """Autograd through each affine layer; between them, what the cache says of ReLU."""
    layers, grads = len(params) // 2, {}
    dz = (cache[f"A{layers}"] - y) / len(x)
    for n in range(layers, 0, -1):
        below = x if n == 1 else cache[f"A{n - 1}"]
        da, grads[f"W{n}"], grads[f"b{n}"] = vjp(
            affine, dz, below, params[f"W{n}"], params[f"b{n}"]
        )
        if n > 1:
            dz = vjp(torch.relu, da, cache[f"Z{n - 1}"])[0]
    return grads


def affine(x: torch.Tensor, W: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    return torch.nn.functional.linear(x, W.T, b)


def cost(x: torch.Tensor, y: torch.Tensor, params: Dict) -> torch.Tensor:
    """The mean binary cross-entropy from the logits: exact also where sigmoid is 0 or 1."""
    layers, a = len(params) // 2, x
    for n in range(1, layers):
        a = torch.relu(affine(a, params[f"W{n}"], params[f"b{n}"]))
    logits = affine(a, params[f"W{layers}"], params[f"b{layers}"])
    return torch.nn.functional.binary_cross_entropy_with_logits(logits, y)


def forward(x, params):
    """The cache: what the forward pass computed on its way."""
    layers, cache, a = len(params) // 2, {}, x
    for n in range(1, layers + 1):
        z = a @ params[f"W{n}"] + params[f"b{n}"]
        a = np.maximum(z, 0.0) if n < layers else 0.5 * (1.0 + np.tanh(0.5 * z))
        cache[f"Z{n}"], cache[f"A{n}"] = z, a
    return cache


# --- laws -----------------------------------------------------------------------------------------


@law(edge=10)
def a_batch_given_twice_has_the_same_gradients(deep_backward, x, y, params, cache):
    """The cost is a mean over the examples, so a batch that holds every example twice has the same
    gradients."""
    once = deep_backward(x, y, params, cache)
    twice = {name: np.concatenate([values, values]) for name, values in cache.items()}
    doubled = deep_backward(np.concatenate([x, x]), np.concatenate([y, y]), params, twice)
    # Rounding errors are those of the terms, which may cancel.
    scale = max(1.0, float(np.abs(x).max()))
    for name in sorted(params):
        scale *= max(1.0, float(np.abs(params[name]).max()) * len(params[name]))
    for name in params:
        assert_close(doubled[name], once[name], scale=scale, rtol=1e-12)


@law(edge=10)
def the_output_bias_sees_the_mean_error(deep_backward, x, y, params, cache):
    """The gradient of the last bias is the mean of AL - y: how far the predictions lie too high."""
    last = len(params) // 2
    found = deep_backward(x, y, params, cache)[f"b{last}"]
    assert_close(found, np.mean(cache[f"A{last}"] - y, axis=0), scale=1.0, rtol=1e-12)


# --- mistakes -------------------------------------------------------------------------------------


def active(cache, n):
    return cache[f"Z{n}"] > 0


def backward(x, params, cache, dz, slope=active, every=1.0):
    """The right way back from dz, or with another slope of ReLU, or a factor at every layer."""
    grads = {}
    for n in range(len(params) // 2, 0, -1):
        below = x if n == 1 else cache[f"A{n - 1}"]
        grads[f"W{n}"], grads[f"b{n}"] = below.T @ dz, dz.sum(axis=0)
        if n > 1:
            dz = every * (dz @ params[f"W{n}"].T) * slope(cache, n - 1)
    return grads


def error(y, params, cache):
    output = cache[f"A{len(params) // 2}"]
    if y.shape != output.shape:
        raise ValueError("shapes differ")
    return output - y


def chain(x, y, *layers):
    """One unit a layer, each given by its weight and its bias, and several examples."""
    params = {}
    for n, (w, b) in enumerate(layers, start=1):
        params[f"W{n}"], params[f"b{n}"] = np.array([[w]]), np.array([b])
    x, y = np.array(x)[:, None], np.array(y)[:, None]
    return {"x": x, "y": y, "params": params, "cache": forward(x, params)}


@misconception(witness=chain([1.0, 2.0], [0.0, 1.0], (1.0, 0.0), (1.0, 0.0)))
def forgets_to_divide_by_n(x, y, params, cache):
    """The gradients are N times too large. The cost is the mean over the N examples: start from
    (AL - y) / N."""
    return backward(x, params, cache, error(y, params, cache))


@misconception(witness=chain([1.0, 3.0], [0.0, 1.0], (1.0, 0.0), (1.0, 0.0)))
def divides_by_n_at_every_layer(x, y, params, cache):
    """N was divided again at every layer. dZL already contains the 1 / N, and everything else
    follows from it."""
    return backward(x, params, cache, error(y, params, cache) / len(x), every=1.0 / len(x))


@misconception(witness=chain([1.0, 2.0], [1.0, 1.0], (-1.0, 1.5), (1.0, 0.5)))
def forgets_the_slope_of_relu(x, y, params, cache):
    """The gradient went through ReLU everywhere. Where Z was not above 0, ReLU gave 0 whatever its
    input, and the gradient stops there."""
    return backward(x, params, cache, error(y, params, cache) / len(x), lambda cache, n: 1.0)


@misconception(witness=chain([0.0, 1.0], [1.0, 0.0], (1.0, 0.0), (2.0, 0.5)))
def takes_the_slope_1_at_0(x, y, params, cache):
    """The gradient passed where Z is exactly 0. The slope of ReLU there is taken as 0: Z > 0, not
    Z >= 0."""

    def slope(cache, n):
        return cache[f"Z{n}"] >= 0

    return backward(x, params, cache, error(y, params, cache) / len(x), slope)


@misconception(witness=chain([1.0, 2.0], [1.0, 0.0], (1.0, 0.5), (1.0, 0.0)))
def takes_the_slope_of_sigmoid(x, y, params, cache):
    """The slope A * (1 - A) belongs to sigmoid. The hidden layers are ReLU: 1 where Z > 0, 0
    elsewhere."""

    def slope(cache, n):
        return cache[f"A{n}"] * (1.0 - cache[f"A{n}"])

    return backward(x, params, cache, error(y, params, cache) / len(x), slope)


@misconception(witness=chain([1.0, 2.0], [1.0, 0.0], (1.0, 1.5), (-1.0, 0.0)))
def stops_where_the_gradient_is_negative(x, y, params, cache):
    """ReLU was applied to the gradient itself. Whether it passes is decided by Z, the sign in the
    forward pass, not by its own sign."""
    grads, dz = {}, error(y, params, cache) / len(x)
    for n in range(len(params) // 2, 0, -1):
        below = x if n == 1 else cache[f"A{n - 1}"]
        grads[f"W{n}"], grads[f"b{n}"] = below.T @ dz, dz.sum(axis=0)
        dz = np.maximum(dz @ params[f"W{n}"].T, 0.0)
    return grads


@misconception(witness=chain([1.0, 2.0], [0.0, 0.0], (1.0, 1.0), (0.5, 0.0)))
def exchanges_prediction_and_answer(x, y, params, cache):
    """All signs are wrong: the error is AL - y, prediction minus right answer. With y - AL, descent
    would walk uphill."""
    return backward(x, params, cache, -error(y, params, cache) / len(x))


@misconception(witness=chain([1.0, 2.0], [0.0, 0.0], (1.0, 2.0), (0.5, 0.0)))
def multiplies_by_the_slope_of_the_output(x, y, params, cache):
    """The error was multiplied by AL * (1 - AL) as well. That is the gradient of a squared error;
    with cross-entropy this factor cancels, and dZL is just (AL - y) / N."""
    output = cache[f"A{len(params) // 2}"]
    return backward(x, params, cache, error(y, params, cache) * output * (1 - output) / len(x))


@misconception(witness=chain([100.0], [0.0], (1.0, 0.0), (1.0, 0.0)))
def divides_by_probabilities_of_zero(x, y, params, cache):
    """The slope of the logarithms, (1 - y) / (1 - AL) - y / AL, was computed on its own: where AL
    is exactly 0 or 1 that is a division by 0. The product with sigmoid's slope is AL - y: use
    that."""
    error(y, params, cache)
    p = cache[f"A{len(params) // 2}"]
    da = (1.0 - y) / (1.0 - p) - y / p
    return backward(x, params, cache, da * p * (1.0 - p) / len(x))


@misconception(witness=chain([1.0, 2.0], [0.0, 1.0], (1.0, 2.0), (0.5, 0.0), (1.0, 0.0)))
def takes_the_cache_of_the_wrong_layer(x, y, params, cache):
    """dW was built from the layer's own output. What met the weights of layer l is what the layer
    below gave, A(l-1), and x for the first."""
    grads, dz, layers = {}, error(y, params, cache) / len(x), len(params) // 2
    for n in range(layers, 0, -1):
        fits = n > 1 and cache[f"A{n}"].shape[1] == params[f"W{n}"].shape[0]
        below = x if n == 1 else cache[f"A{n}"] if fits else cache[f"A{n - 1}"]
        grads[f"W{n}"], grads[f"b{n}"] = below.T @ dz, dz.sum(axis=0)
        if n > 1:
            dz = (dz @ params[f"W{n}"].T) * active(cache, n - 1)
    return grads


@misconception(witness=chain([1.0, 4.0], [0.0, 1.0], (1.0, 2.0), (0.5, 0.0)))
def keeps_a_batch_axis_on_the_biases(x, y, params, cache):
    """The gradients of the biases came as rows, (1, fan_out). They have the shapes of the biases:
    leave keepdims out."""
    found = backward(x, params, cache, error(y, params, cache) / len(x))
    return {k: v[None] if k[0] == "b" else v for k, v in found.items()}


@misconception(witness=chain([1.0], [0.0], *[(1.0, 0.25)] * 9, (0.5, -1.0), (2.0, -0.5)))
def sorts_the_names_as_text(x, y, params, cache):
    """The depth was read off the names in alphabetical order, where W9 comes after W10, so that the
    layers above the ninth were never visited. Half the number of parameters is the depth."""
    layers = int(max(name[1:] for name in params))
    found = {name: np.zeros_like(values) for name, values in params.items()}
    error(y, params, cache)
    known = {k: v for k, v in params.items() if int(k[1:]) <= layers}
    dz = error(y, known, cache) / len(x)
    return {**found, **backward(x, known, cache, dz)}


WEIGHTS = floats(-2, 2), floats(-10, 10, special=(0.0,))
BIASES = floats(-2, 2), floats(-10, 10, special=(0.0,))
NETWORKS = one_of(
    record({"W1": array("D 1", *WEIGHTS), "b1": array("1", *BIASES)}),
    record(
        {
            "W1": array("D H", *WEIGHTS),
            "b1": array("H", *BIASES),
            "W2": array("H 1", *WEIGHTS),
            "b2": array("1", *BIASES),
        }
    ),
    record(  # the order of the names says nothing
        {
            "b3": array("1", *BIASES),
            "W3": array("J 1", *WEIGHTS),
            "W1": array("D H", *WEIGHTS),
            "W2": array("H J", *WEIGHTS),
            "b2": array("J", *BIASES),
            "b1": array("H", *BIASES),
        }
    ),
    record(
        {
            "W1": array("D H", *WEIGHTS),
            "b1": array("H", *BIASES),
            "W2": array("H H", *WEIGHTS),
            "b2": array("H", *BIASES),
            "W3": array("H J", *WEIGHTS),
            "b3": array("J", *BIASES),
            "W4": array("J 1", *WEIGHTS),
            "b4": array("1", *BIASES),
        }
    ),
)

PLAIN = chain([1.0, 2.0, 3.0], [0.0, 1.0, 1.0], (1.0, 2.0), (0.5, 0.0))
EXERCISE = Exercise(
    inputs={
        "x": array("N D", floats(-3, 3), floats(-10, 10, special=(0.0,))),
        "y": array("N 1", choice(0.0, 1.0)),
        "params": NETWORKS,
        # Moved by rounding errors of its own, so that a submission may also compute it again.
        "cache": computed(forward),
    },
    reference=reference,
    second_source=central_differences(cost, wrt="params"),
    sizes={"N": (1, 5), "D": (1, 4), "H": (1, 4), "J": (1, 4)},
    cases=(case(**chain([1.0, -2.0], [0.0, 1.0], *[(1.0, 0.5)] * 9, (0.5, -1.0), (2.0, -0.5))),),
    laws=(a_batch_given_twice_has_the_same_gradients, the_output_bias_sees_the_mean_error),
    misconceptions=(
        forgets_to_divide_by_n,
        divides_by_n_at_every_layer,
        forgets_the_slope_of_relu,
        takes_the_slope_1_at_0,
        takes_the_slope_of_sigmoid,
        stops_where_the_gradient_is_negative,
        exchanges_prediction_and_answer,
        multiplies_by_the_slope_of_the_output,
        divides_by_probabilities_of_zero,
        takes_the_cache_of_the_wrong_layer,
        keeps_a_batch_axis_on_the_biases,
        sorts_the_names_as_text,
    ),
    refusals=(
        refusal(
            ValueError, "y of shape (3,) against AL of shape (3, 1)", **{**PLAIN, "y": np.ones(3)}
        ),
        refusal(
            ValueError, "y of a single row against AL of three", **{**PLAIN, "y": np.ones((1, 1))}
        ),
    ),
    hints=(
        "Walk from the last layer to the first. At each one, what do W and b get from dZ, and what "
        "does the layer below get?",
        "Start from (AL - y) / N. Through the weights the gradient goes with W.T, through ReLU it "
        "passes only where Z > 0. The input of layer 1 is x.",
        "dZ = (AL - y) / N; for n = L down to 1: W gets A(n-1).T @ dZ, b gets dZ.sum(axis=0), then "
        "dZ = (dZ @ Wn.T) * (Z(n-1) > 0).",
    ),
)
