"""Backpropagation through an autoencoder with a sigmoid code and a linear decoder."""

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
    law,
    misconception,
    record,
    refusal,
    vjp,
)

Dict = dict[str, torch.Tensor]


def loss(x: torch.Tensor, params: Dict) -> torch.Tensor:
    code = torch.sigmoid(torch.nn.functional.linear(x, params["W1"].T, params["b1"]))
    out = torch.nn.functional.linear(code, params["W2"].T, params["b2"])
    return 0.5 * torch.nn.functional.mse_loss(out, x, reduction="sum") / len(x)


def reference(x: torch.Tensor, params: Dict) -> Dict:
    one = torch.ones((), dtype=x.dtype, device=x.device)
    return vjp(lambda p: loss(x, p), one, params)[0]


# --- laws -----------------------------------------------------------------------------------------


@law(edge=10)
def a_batch_given_twice_has_the_same_gradients(autoencoder_gradients, x, params):
    """The loss is a mean over the examples, so a batch that holds every example twice has the same
    gradients."""
    once = autoencoder_gradients(x, params)
    twice = autoencoder_gradients(np.concatenate([x, x]), params)
    size = float(np.abs(x).max() + np.abs(params["W2"]).sum() + np.abs(params["b2"]).max())
    for name in ("W1", "b1", "W2", "b2"):
        assert_close(twice[name], once[name], scale=10.0 * (1.0 + size) ** 3, rtol=1e-13)


@law(edge=10)
def without_a_decoder_the_code_learns_nothing(autoencoder_gradients, x, params):
    """With W2 all 0 no error comes back to the encoder: its gradients are 0, and that of b2 is b2
    minus the mean of the examples."""
    found = autoencoder_gradients(x, {**params, "W2": 0.0 * params["W2"]})
    assert_close(found["W1"], np.zeros_like(params["W1"]), scale=1.0, rtol=1e-15)
    assert_close(found["b1"], np.zeros_like(params["b1"]), scale=1.0, rtol=1e-15)
    assert_close(found["b2"], params["b2"] - x.mean(axis=0), scale=20.0, rtol=1e-13)


# --- mistakes -------------------------------------------------------------------------------------


def sigmoid(z):
    return 0.5 * (1.0 + np.tanh(0.5 * z))


def forward(x, params, code=sigmoid):
    """A1 and the errors of the reconstruction, after the checks."""
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    if W2.shape != W1.shape[::-1] or b1.shape != W1.shape[1:] or b2.shape != W2.shape[1:]:
        raise ValueError("shapes do not fit")
    a1 = code(x @ W1 + b1)
    return a1, a1 @ W2 + b2 - x


def backward(x, params, a1, d_out, slope=None):
    """The right way back from d_out, or with another slope of the code."""
    slope = a1 * (1.0 - a1) if slope is None else slope
    dz1 = (d_out @ params["W2"].T) * slope
    return {"W1": x.T @ dz1, "b1": dz1.sum(axis=0), "W2": a1.T @ d_out, "b2": d_out.sum(axis=0)}


def situation(seed, x=None, units=1):
    """Three examples of two features and one hidden unit, or two."""
    params = {
        "W1": np.array([[1.0, -0.5], [0.5, 0.25]])[:, :units],
        "b1": np.array([0.25, 0.5])[:units],
        "W2": np.array([[2.0, -1.0], [0.5, 3.0]])[:units],
        "b2": np.array([0.5, seed / 4.0]),
    }
    x = [[1.0, 2.0], [0.0, -1.0], [3.0, 0.5]] if x is None else x
    return {"x": np.array(x), "params": params}


@misconception(witness=situation(0))
def forgets_to_divide_by_n(x, params):
    """The gradients are N times too large. The loss is the mean over the N examples: start from
    (out - x) / N."""
    a1, errors = forward(x, params)
    return backward(x, params, a1, errors)


@misconception(witness=situation(1))
def averages_over_the_features_too(x, params):
    """The errors were divided by N times D. The squares of one example are summed over its
    features: divide by N alone."""
    a1, errors = forward(x, params)
    return backward(x, params, a1, errors / errors.size)


@misconception(witness=situation(2))
def keeps_a_factor_of_two(x, params):
    """The gradients are twice too large: the 2 from differentiating the square cancels against the
    half in the loss."""
    a1, errors = forward(x, params)
    return backward(x, params, a1, 2.0 * errors / len(x))


@misconception(witness=situation(3))
def turns_the_error_round(x, params):
    """All signs are wrong: the error is the reconstruction minus the example. With x - out, descent
    would walk uphill."""
    a1, errors = forward(x, params)
    return backward(x, params, a1, -errors / len(x))


@misconception(witness=situation(4))
def forgets_the_slope_of_sigmoid(x, params):
    """The gradient went through the code as if sigmoid were not there. Multiply by its slope,
    A1 * (1 - A1), elementwise."""
    a1, errors = forward(x, params)
    return backward(x, params, a1, errors / len(x), 1.0)


@misconception(witness=situation(5))
def takes_the_slope_of_tanh(x, params):
    """The slope 1 - A1**2 belongs to tanh. The code is a sigmoid, whose slope is A1 * (1 - A1)."""
    a1, errors = forward(x, params)
    return backward(x, params, a1, errors / len(x), 1.0 - a1**2)


@misconception(witness=situation(6))
def takes_the_slope_of_the_sums(x, params):
    """The slope of sigmoid was computed from Z1, the sums before it. In A1 * (1 - A1) stands A1,
    sigmoid's output."""
    a1, errors = forward(x, params)
    z1 = x @ params["W1"] + params["b1"]
    return backward(x, params, a1, errors / len(x), z1 * (1.0 - z1))


@misconception(witness=situation(7))
def gives_the_decoder_a_slope(x, params):
    """The error was multiplied by out * (1 - out), as if the decoder ended in a sigmoid. It is
    linear: dOut is just (out - x) / N."""
    a1, errors = forward(x, params)
    out = errors + x
    return backward(x, params, a1, errors * out * (1.0 - out) / len(x))


@misconception(witness=situation(8))
def forgets_to_compare_with_the_input(x, params):
    """dOut is out / N: the input was never subtracted. An autoencoder's target is its own input."""
    a1, errors = forward(x, params)
    return backward(x, params, a1, (errors + x) / len(x))


@misconception(witness=situation(9))
def uses_the_sums_for_the_decoder(x, params):
    """dW2 was built from Z1. What goes into the decoder is the code A1, so dW2 = A1.T @ dOut."""
    a1, errors = forward(x, params)
    z1 = x @ params["W1"] + params["b1"]
    return {**backward(x, params, a1, errors / len(x)), "W2": z1.T @ errors / len(x)}


@misconception(witness=situation(10))
def ties_the_weights(x, params):
    """Encoder and decoder got one common gradient, as with tied weights. Here each has weights of
    its own, and a gradient of its own."""
    a1, errors = forward(x, params)
    found = backward(x, params, a1, errors / len(x))
    both = found["W1"] + found["W2"].T
    return {**found, "W1": both, "W2": both.T}


@misconception(witness=situation(11, x=[[1.0, 2.0], [0.0, -1.0]], units=2))
def sums_biases_over_the_units(x, params):
    """The gradients of the biases were summed over the units of each example (axis 1). A bias is
    shared by all examples: sum over axis 0."""
    a1, errors = forward(x, params)
    d_out = errors / len(x)
    dz1 = (d_out @ params["W2"].T) * a1 * (1.0 - a1)
    found = backward(x, params, a1, d_out)
    return {**found, "b1": dz1.sum(axis=1), "b2": d_out.sum(axis=1)}


@misconception(witness=situation(12, x=[[1000.0, 0.0]]))
def divides_infinity_by_infinity(x, params):
    """exp(z) / (1 + exp(z)) is inf / inf, which is nan, for large z. Write 1 / (1 + exp(-z)), or
    use tanh: 0.5 * (1 + tanh(0.5 * z))."""
    a1, errors = forward(x, params, lambda z: np.exp(z) / (1.0 + np.exp(z)))
    return backward(x, params, a1, errors / len(x))


def network(w1=(2, 3), b1=3, w2=(3, 2), b2=2, features=2):
    shapes = {"W1": w1, "b1": (b1,), "W2": w2, "b2": (b2,)}
    return {"x": np.ones((4, features)), "params": {name: np.ones(s) for name, s in shapes.items()}}


EXERCISE = Exercise(
    inputs={
        "x": array("N D", floats(-3, 3), floats(-10, 10, special=(0.0,))),
        "params": record(
            {
                "W1": array("D H", floats(-1, 1), floats(-100, 100, special=(0.0,))),
                "b1": array("H", floats(-1, 1), floats(-100, 100, special=(0.0,))),
                "W2": array("H D", floats(-3, 3), floats(-10, 10, special=(0.0,))),
                "b2": array("D", floats(-3, 3), floats(-10, 10, special=(0.0,))),
            }
        ),
    },
    reference=reference,
    second_source=central_differences(loss, wrt="params"),
    # Errors and codes are carried through W2 and x, which are up to 10.
    accuracy=absolute(100.0),
    sizes={"N": (1, 5), "D": (1, 4), "H": (1, 4)},
    cases=(
        case(**situation(13, x=[[1.0, 5.0]])),
        case(**situation(14, x=[[1.0, 2.0], [-1000.0, 3.0]], units=2), tier="edge"),
    ),
    laws=(
        a_batch_given_twice_has_the_same_gradients,
        without_a_decoder_the_code_learns_nothing,
    ),
    misconceptions=(
        forgets_to_divide_by_n,
        averages_over_the_features_too,
        keeps_a_factor_of_two,
        turns_the_error_round,
        forgets_the_slope_of_sigmoid,
        takes_the_slope_of_tanh,
        takes_the_slope_of_the_sums,
        gives_the_decoder_a_slope,
        forgets_to_compare_with_the_input,
        uses_the_sums_for_the_decoder,
        ties_the_weights,
        sums_biases_over_the_units,
        divides_infinity_by_infinity,
    ),
    refusals=(
        refusal(ValueError, "a single bias b1 for 3 hidden units", **network(b1=1)),
        refusal(ValueError, "a single bias b2 for 2 features", **network(b2=1)),
        refusal(ValueError, "W2 with a single column for 2 features", **network(w2=(3, 1))),
        refusal(
            ValueError,
            "W2 with 2 columns for a single feature",
            **network(w1=(1, 3), b2=1, features=1),
        ),
        refusal(ValueError, "W2 with 2 rows for 3 hidden units", **network(w2=(2, 2))),
        refusal(ValueError, "W1 with a single row for 2 features", **network(w1=(1, 3))),
    ),
    hints=(
        "Walk backwards: the error of the output first, then what W2 and b2 get from it, then the "
        "code, then W1 and b1. Every gradient has the shape of its parameter.",
        "dOut is the reconstruction minus the example, divided by N, once. The decoder is linear, "
        "so that nothing else comes in; the step through the code multiplies by A1 * (1 - A1).",
        "dOut = (A1 @ W2 + b2 - x) / N; dZ1 = (dOut @ W2.T) * A1 * (1 - A1); then W1 gets x.T @ "
        "dZ1 and b1 gets dZ1.sum(axis=0), and W2 and b2 likewise from A1 and dOut.",
    ),
)
