"""Mean squared error and backpropagation of a ReLU network with a linear output."""

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
    one_of,
    record,
    refusal,
    vjp,
)

Dict = dict[str, torch.Tensor]


def loss(x: torch.Tensor, y: torch.Tensor, params: Dict) -> torch.Tensor:
    layers, a = len(params) // 2, x
    for n in range(1, layers + 1):
        a = torch.nn.functional.linear(a, params[f"W{n}"].T, params[f"b{n}"])
        a = torch.relu(a) if n < layers else a
    return torch.nn.functional.mse_loss(a, y)


def reference(x: torch.Tensor, y: torch.Tensor, params: Dict) -> tuple[torch.Tensor, Dict]:
    one = torch.ones((), dtype=x.dtype, device=x.device)
    return loss(x, y, params), vjp(lambda p: loss(x, y, p), one, params)[0]


def away_from_kinks(x, y, params):
    """Whether rounding cannot move a sum over ReLU's kink: it is clear, or 0 term by term."""
    layers, a = len(params) // 2, x
    for n in range(1, layers):
        W, b = params[f"W{n}"], params[f"b{n}"]
        z, size = a @ W + b, np.abs(a) @ np.abs(W) + np.abs(b)
        if np.any((np.abs(z) <= 1e-4 * size) & (size > 0.0)):
            return False
        a = np.maximum(z, 0.0)
    return True


def precise(m, x, y, params):
    """Every parameter moved by 1e-15 up and down, in numbers of 50 digits, kinks held."""
    layers, sides = len(params) // 2, {}  # on which side of ReLU's kink each sum lies

    def cost(changed="", entry=(), step=0):
        moved = {name: values.copy() for name, values in params.items()}
        if changed:
            moved[changed][entry] += step
        a = x
        for n in range(1, layers + 1):
            z = a @ moved[f"W{n}"] + moved[f"b{n}"]
            a = m.where(sides.setdefault(n, z > 0), z, 0 * z)
        return np.sum((z - y) ** 2) / z.size

    loss_itself, h, gradients = cost(), m.number(1.0) / 10**15, {}
    for name, values in params.items():
        gradients[name] = np.zeros(values.shape, dtype=object)
        for entry in np.ndindex(values.shape):
            gradients[name][entry] = (cost(name, entry, h) - cost(name, entry, -h)) / (2 * h)
    return loss_itself, gradients


# --- laws -----------------------------------------------------------------------------------------


@law()
def doubled_errors_cost_four_times(mse_network_regression, x, y, params):
    """With targets twice as far from the predictions, the loss is 4 times as large and every
    gradient twice."""
    layers, z = len(params) // 2, x
    for n in range(1, layers + 1):
        z = (np.maximum(z, 0.0) if n > 1 else z) @ params[f"W{n}"] + params[f"b{n}"]
    cost, grads = mse_network_regression(x, y, params)
    quadruple, doubled = mse_network_regression(x, 2.0 * y - z, params)
    size = 1.0 + float(np.abs(z).max() + np.abs(y).max())
    assert_close(float(quadruple), 4.0 * float(cost), scale=size**2, rtol=1e-11)
    for name in params:
        assert_close(doubled[name], 2.0 * grads[name], scale=size * 1e3, rtol=1e-11)


@law()
def perfect_predictions_cost_nothing(mse_network_regression, x, y, params):
    """With weights that are all 0 and targets equal to the last bias, the loss and all gradients
    are 0."""
    blank = {name: 0.0 * values for name, values in params.items()}
    last = f"b{len(params) // 2}"
    blank[last] = params[last]
    cost, grads = mse_network_regression(x, np.tile(params[last], (len(x), 1)), blank)
    assert_close(float(cost), 0.0, scale=1.0, rtol=1e-15)
    for name in params:
        assert_close(grads[name], np.zeros(params[name].shape), scale=1.0, rtol=1e-15)


# --- mistakes -------------------------------------------------------------------------------------


def positive(z):
    return z > 0


def solved(x, y, params, factor=None, loss_of=None, slope=positive, output=None):
    """The right answer, or with another factor, loss, slope of ReLU or output."""
    layers, inputs, sums, z = len(params) // 2, [], [], x
    for n in range(1, layers + 1):
        W, b = params[f"W{n}"], params[f"b{n}"]
        if b.shape != W.shape[1:]:
            raise ValueError("shapes do not fit")
        inputs.append(np.maximum(z, 0.0) if n > 1 else x)
        z = inputs[-1] @ W + b
        sums.append(z)
    if y.shape != z.shape:
        raise ValueError("y does not fit")
    errors = (z if output is None else output(z)) - y
    dz = errors * (2.0 / errors.size if factor is None else factor)
    if output is not None:
        dz = dz * (z > 0)
    grads = {}
    for n in range(layers, 0, -1):
        grads[f"W{n}"], grads[f"b{n}"] = inputs[n - 1].T @ dz, dz.sum(axis=0)
        if n > 1:
            dz = (dz @ params[f"W{n}"].T) * slope(sums[n - 2])
    return np.mean(errors**2) if loss_of is None else loss_of(errors), grads


def chain(x, y, *layers):
    """One unit a layer, each given by its weight and its bias, and several examples."""
    params = {}
    for n, (w, b) in enumerate(layers, start=1):
        params[f"W{n}"], params[f"b{n}"] = np.array([[w]]), np.array([b])
    return {"x": np.array(x)[:, None], "y": np.array(y)[:, None], "params": params}


def two_outputs(x):
    params = {"W1": np.array([[1.0, 2.0]]), "b1": np.array([0.0, 1.0])}
    return {"x": np.array([[x], [1.0]]), "y": np.zeros((2, 2)), "params": params}


@misconception(witness=chain([1.0, 2.0], [0.0, 1.0], (1.0, 0.0), (2.0, 1.0)))
def halves_the_loss(x, y, params):
    """The loss is half the mean of the squares, and its gradients are half as large. mse_loss has
    no factor 0.5: its derivative keeps the 2."""
    return solved(x, y, params, 1.0 / y.size, lambda e: np.mean(e**2) / 2)


@misconception(witness=chain([1.0, 2.0], [0.0, 2.0], (1.0, 0.0), (2.0, 1.0)))
def forgets_the_two_in_the_gradients(x, y, params):
    """The loss is right, but the gradients are half as large as they should be. The derivative of
    a square is twice the error: 2 * (ZL - y) / (N * K)."""
    return solved(x, y, params, 1.0 / y.size)


@misconception(witness=two_outputs(2.0))
def averages_over_the_examples_alone(x, y, params):
    """The squares were summed over the outputs and averaged over the examples. mse_loss averages
    over both: divide by N * K."""
    return solved(x, y, params, 2.0 / len(x), lambda e: np.sum(e**2) / len(e))


@misconception(witness=two_outputs(3.0))
def divides_the_gradients_by_n_alone(x, y, params):
    """The loss is right, but the gradients were divided by N alone. The mean runs over N * K
    entries: 2 * (ZL - y) / (N * K)."""
    return solved(x, y, params, 2.0 / len(x))


@misconception(witness=chain([1.0, 3.0], [0.0, 2.0], (1.0, 0.0), (2.0, 1.0)))
def sums_the_squares(x, y, params):
    """The squared errors were summed. Asked for is their mean over all entries."""
    return solved(x, y, params, 2.0, lambda e: np.sum(e**2))


@misconception(witness=chain([1.0, 2.0], [1.0, 1.0], (-1.0, 1.5), (2.0, 1.0)))
def forgets_the_slope_of_relu(x, y, params):
    """The gradient went through ReLU everywhere. Where Z was not above 0, ReLU gave 0 whatever its
    input, and the gradient stops there."""
    return solved(x, y, params, slope=lambda z: 1.0)


@misconception(witness=chain([0.0, 2.0, -1.0], [0.0, 1.0, 0.0], (1.0, 0.0), (2.0, 1.0)))
def takes_the_slope_1_at_0(x, y, params):
    """The gradient passed where Z is exactly 0. The slope of ReLU there is taken as 0: Z > 0, not
    Z >= 0."""
    return solved(x, y, params, slope=lambda z: z >= 0)


@misconception(witness=chain([1.0, 2.0], [1.0, 1.0], (1.0, 0.0), (-2.0, 1.0)))
def cuts_off_negative_predictions(x, y, params):
    """The output went through ReLU, so that no negative number can be predicted. The last layer is
    linear."""
    return solved(x, y, params, output=lambda z: np.maximum(z, 0.0))


@misconception(witness=chain([1.0, 2.0], [9.0, 1.0], (1.0, 0.0), (2.0, 1.0)))
def turns_the_error_round(x, y, params):
    """All gradients have the wrong sign: the error is prediction minus target. With y - ZL, descent
    would walk uphill."""
    return solved(x, y, params, -2.0 / y.size)


@misconception(witness=chain([1.0, 2.0], [9.0, 2.0], (1.0, 0.0), (2.0, 1.0)))
def takes_the_root(x, y, params):
    """The root of the loss was taken. The loss is the mean of the squares itself."""
    return solved(x, y, params, loss_of=lambda e: np.sqrt(np.mean(e**2)))


@misconception(witness=chain([1.0, 2.0], [9.0, 3.0], (1.0, 0.0), (2.0, 1.0)))
def keeps_a_batch_axis_on_the_biases(x, y, params):
    """The gradients of the biases came as rows, (1, fan_out). They have the shapes of the biases:
    leave keepdims out."""
    cost, grads = solved(x, y, params)
    return cost, {k: v[None] if k[0] == "b" else v for k, v in grads.items()}


@misconception(witness=chain([1.0, 2.0], [9.0, 4.0], (1.0, 0.0), (2.0, 1.0)))
def returns_the_gradients_alone(x, y, params):
    """Only the gradients came back. Return the loss as well, and first: loss, grads."""
    return solved(x, y, params)[1]


WEIGHTS = floats(-2, 2), floats(-10, 10, special=(0.0,))
BIASES = floats(-2, 2), floats(-10, 10, special=(0.0,))
NETWORKS = one_of(
    record({"W1": array("D K", *WEIGHTS), "b1": array("K", *BIASES)}),
    record(
        {
            "W1": array("D H", *WEIGHTS),
            "b1": array("H", *BIASES),
            "W2": array("H K", *WEIGHTS),
            "b2": array("K", *BIASES),
        }
    ),
    record(  # the order of the names says nothing
        {
            "b3": array("K", *BIASES),
            "W3": array("J K", *WEIGHTS),
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
            "W4": array("J K", *WEIGHTS),
            "b4": array("K", *BIASES),
        }
    ),
)

PLAIN = chain([1.0, 2.0, 3.0], [0.0, 1.0, 1.0], (1.0, 2.0), (0.5, 0.0))
EXERCISE = Exercise(
    inputs={
        "x": array("N D", floats(-3, 3), floats(-10, 10, special=(0.0,))),
        "y": array("N K", floats(-10, 10), floats(-1e3, 1e3, special=(0.0,))),
        "params": NETWORKS,
    },
    reference=reference,
    second_source=precise,
    sizes={"N": (1, 4), "D": (1, 4), "H": (1, 4), "J": (1, 3), "K": (1, 3)},
    where=away_from_kinks,
    cases=(
        case(
            x=np.array([[2.0]]),
            y=np.array([[5.0]]),
            params={
                "W1": np.array([[1.0, -1.0]]),
                "b1": np.array([1.0, 1.0]),
                "W2": np.array([[2.0], [1.0]]),
                "b2": np.array([0.5]),
            },
        ),
        case(**chain([1.0, -2.0], [0.0, 1.0], *[(1.0, 0.5)] * 9, (0.5, -1.0), (2.0, -0.5))),
    ),
    laws=(doubled_errors_cost_four_times, perfect_predictions_cost_nothing),
    misconceptions=(
        halves_the_loss,
        forgets_the_two_in_the_gradients,
        averages_over_the_examples_alone,
        divides_the_gradients_by_n_alone,
        sums_the_squares,
        forgets_the_slope_of_relu,
        takes_the_slope_1_at_0,
        cuts_off_negative_predictions,
        turns_the_error_round,
        takes_the_root,
        keeps_a_batch_axis_on_the_biases,
        returns_the_gradients_alone,
    ),
    refusals=(
        refusal(ValueError, "targets of shape (3,)", **{**PLAIN, "y": np.ones(3)}),
        refusal(ValueError, "a single target for 3 examples", **{**PLAIN, "y": np.ones((1, 1))}),
        refusal(ValueError, "2 targets for a single output", **{**PLAIN, "y": np.ones((3, 2))}),
        refusal(
            ValueError,
            "a single bias for 2 units",
            x=np.ones((3, 2)),
            y=np.ones((3, 2)),
            params={"W1": np.ones((2, 2)), "b1": np.ones(1)},
        ),
    ),
    hints=(
        "Forward, loss, backward. What differs from a network for classification is the last layer "
        "and the first step back: what is the derivative of a mean of squares?",
        "Keep what goes into each layer. Start back with 2 * (ZL - y) / (N * K); through ReLU the "
        "gradient passes only where Z > 0. The last layer has no activation.",
        "dZ = 2 * (ZL - y) / y.size; for n = L down to 1: dW = A(n-1).T @ dZ, db = "
        "dZ.sum(axis=0), dZ = (dZ @ Wn.T) * (Z(n-1) > 0); return np.mean((ZL - y)**2), grads.",
    ),
)
