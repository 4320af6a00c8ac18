"""The norms of the gradients of every layer of a network of sigmoids."""

from __future__ import annotations

import numpy as np
import torch

from grader.declare import (
    Exercise,
    array,
    assert_close,
    assert_that,
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
    a = x
    for n in range(1, len(params) // 2 + 1):
        a = torch.sigmoid(torch.nn.functional.linear(a, params[f"W{n}"].T, params[f"b{n}"]))
    return 0.5 * torch.nn.functional.mse_loss(a, y, reduction="sum") / len(x)


def reference(x: torch.Tensor, y: torch.Tensor, params: Dict) -> list[torch.Tensor]:
    one = torch.ones((), dtype=x.dtype, device=x.device)
    grads = vjp(lambda p: loss(x, y, p), one, params)[0]
    return [torch.linalg.vector_norm(grads[f"W{n}"]) for n in range(1, len(params) // 2 + 1)]


def second_source(m, x, y, params):
    """Forwards: the derivative of the output along every single weight, without a way back."""
    layers = len(params) // 2
    norms = []
    for moved in range(1, layers + 1):
        total = m.number(0.0)
        for index in np.ndindex(params[f"W{moved}"].shape):
            a, da = x, 0 * x
            for n in range(1, layers + 1):
                W, b = params[f"W{n}"], params[f"b{n}"]
                direction = 0 * W
                if n == moved:
                    direction[index] = m.number(1.0)
                dz = da @ W + a @ direction
                a = 1 / (1 + m.exp(-(a @ W + b)))
                da = dz * a * (1 - a)
            total += ((a - y) * da).sum() ** 2 / len(x) ** 2
        norms.append(m.sqrt(total))
    return norms


# --- laws -----------------------------------------------------------------------------------------


def numbers(answer):
    assert_that(type(answer) in (tuple, list), "a list of floats is expected")
    return [float(one) for one in answer]


@law()
def a_batch_given_twice_has_the_same_norms(gradient_norms, x, y, params):
    """The loss is a mean over the examples: a batch that holds every example twice has the same
    gradients."""
    once = numbers(gradient_norms(x, y, params))
    twice = numbers(gradient_norms(np.concatenate([x, x]), np.concatenate([y, y]), params))
    assert_close(twice, once, scale=100.0, rtol=1e-12)


@law(ordinary=5, width=floats(0.5, 1.0))
def gradients_vanish_on_their_way_back(gradient_norms, width):
    """Through five layers of one sigmoid each, with weights no larger than 1, the norm at least
    halves from layer to layer on the way back."""
    params = {}
    for n in range(1, 6):
        params[f"W{n}"], params[f"b{n}"] = np.array([[width]]), np.array([0.0])
    norms = numbers(gradient_norms(np.array([[1.0]]), np.array([[0.0]]), params))
    assert_that(len(norms) == 5, f"5 norms are expected, {len(norms)} came")
    falls = all(low <= high / 2.0 for low, high in zip(norms[:-1], norms[1:], strict=True))
    assert_that(falls and norms[0] > 0.0, f"the norms, first layer first, are {norms}")


# --- mistakes -------------------------------------------------------------------------------------


def sigmoid(z):
    return 0.5 * (1.0 + np.tanh(0.5 * z))


def outputs_of(x, y, params):
    outputs = [x]
    for n in range(1, len(params) // 2 + 1):
        W, b = params[f"W{n}"], params[f"b{n}"]
        if b.shape != W.shape[1:]:
            raise ValueError("shapes do not fit")
        outputs.append(sigmoid(outputs[-1] @ W + b))
    if y.shape != outputs[-1].shape:
        raise ValueError("y does not fit")
    return outputs


def slope_of(a):
    return a * (1.0 - a)


def all_gradients(x, y, params, factor=None, slope=slope_of, last=slope_of):
    """dW of every layer, first layer first, with another factor or slope where given."""
    outputs = outputs_of(x, y, params)
    da = (outputs[-1] - y) * (1.0 / len(x) if factor is None else factor)
    grads = []
    for n in range(len(params) // 2, 0, -1):
        dz = da * (last if n == len(params) // 2 else slope)(outputs[n])
        grads.append(outputs[n - 1].T @ dz)
        da = dz @ params[f"W{n}"].T
    return grads[::-1]


def norms(grads):
    return [float(np.sqrt(np.sum(dW**2))) for dW in grads]


def chain(x, y, *layers):
    """One unit a layer, each given by its weight and its bias, and several examples."""
    params = {}
    for n, (w, b) in enumerate(layers, start=1):
        params[f"W{n}"], params[f"b{n}"] = np.array([[w]]), np.array([b])
    return {"x": np.array(x)[:, None], "y": np.array(y)[:, None], "params": params}


@misconception(witness=chain([1.0, 2.0], [0.0, 1.0], (1.0, 0.0), (2.0, 0.0)))
def forgets_to_divide_by_n(x, y, params):
    """The norms are N times too large. The loss is a mean over the N examples: divide the error by
    N, once."""
    return norms(all_gradients(x, y, params, factor=1.0))


@misconception(witness=chain([1.0, 2.0], [1.0, 1.0], (1.0, 0.0), (2.0, 0.0)))
def forgets_the_half(x, y, params):
    """The norms are twice too large. The loss has a factor 0.5, which the 2 of the square's
    derivative cancels: the error is (AL - y) / N."""
    return norms(all_gradients(x, y, params, factor=2.0 / len(x)))


@misconception(witness=chain([1.0], [0.0], (1.0, 0.0), (2.0, 0.0)))
def starts_as_with_cross_entropy(x, y, params):
    """The slope of the last sigmoid is missing. It cancels with cross-entropy only; a squared error
    keeps it: dZL = (AL - y) / N * AL * (1 - AL)."""
    return norms(all_gradients(x, y, params, last=lambda a: 1.0))


@misconception(witness=chain([1.0], [1.0], (1.0, 0.0), (2.0, 0.0)))
def forgets_the_slopes_of_hidden_layers(x, y, params):
    """The gradient went through the hidden layers as if sigmoid were not there. Multiply by
    A * (1 - A) at each: it is this factor that makes gradients vanish."""
    return norms(all_gradients(x, y, params, slope=lambda a: 1.0))


@misconception(witness=chain([1.0], [0.5], (1.0, 0.0), (2.0, 0.0)))
def takes_the_slope_of_tanh(x, y, params):
    """The slope 1 - A**2 belongs to tanh. That of sigmoid is A * (1 - A)."""
    return norms(all_gradients(x, y, params, slope=lambda a: 1 - a**2, last=lambda a: 1 - a**2))


@misconception(witness=chain([2.0], [0.5], (1.0, 0.0), (2.0, 0.0)))
def lists_the_last_layer_first(x, y, params):
    """The norms are listed in the order in which backpropagation finds them, last layer first. The
    first layer's comes first: turn the list round."""
    return norms(all_gradients(x, y, params))[::-1]


@misconception(witness=chain([2.0], [0.0], (1.0, 0.0), (3.0, 0.0)))
def forgets_the_root(x, y, params):
    """The squares were summed, but the root was not taken. A norm is the root of the sum of
    squares."""
    return [float(np.sum(dW**2)) for dW in all_gradients(x, y, params)]


@misconception(
    witness={
        "x": np.array([[1.0, 2.0]]),
        "y": np.array([[0.0]]),
        "params": {"W1": np.array([[1.0], [0.5]]), "b1": np.array([0.0])},
    }
)
def averages_the_entries(x, y, params):
    """The root of the mean square was taken. A norm sums the squares of all entries; nothing is
    averaged."""
    return [float(np.sqrt(np.mean(dW**2))) for dW in all_gradients(x, y, params)]


@misconception(
    witness={
        "x": np.array([[1.0, 3.0]]),
        "y": np.array([[0.0]]),
        "params": {"W1": np.array([[1.0], [0.5]]), "b1": np.array([0.0])},
    }
)
def sums_absolute_values(x, y, params):
    """The absolute values were summed. The norm asked for is the root of the sum of squares."""
    return [float(np.sum(np.abs(dW))) for dW in all_gradients(x, y, params)]


@misconception(
    witness={
        "x": np.array([[1.0]]),
        "y": np.array([[0.0, 1.0]]),
        "params": {"W1": np.array([[1.0, 2.0]]), "b1": np.array([0.0, 1.0])},
    }
)
def averages_over_the_outputs(x, y, params):
    """The error was divided by the number of outputs as well. It is summed over the outputs and
    averaged over the examples alone."""
    return norms(all_gradients(x, y, params, factor=1.0 / y.size))


@misconception(witness=chain([3.0], [0.0], (1.0, 0.0), (3.0, 1.0)))
def counts_the_biases_in(x, y, params):
    """The gradients of the biases were counted in. Asked for is the norm of dW alone."""
    outputs = outputs_of(x, y, params)
    da, found = (outputs[-1] - y) / len(x), []
    for n in range(len(params) // 2, 0, -1):
        dz = da * slope_of(outputs[n])
        whole = np.sum((outputs[n - 1].T @ dz) ** 2) + np.sum(dz.sum(axis=0) ** 2)
        found.append(float(np.sqrt(whole)))
        da = dz @ params[f"W{n}"].T
    return found[::-1]


WEIGHTS = floats(-2, 2), floats(-5, 5, special=(0.0,))
BIASES = floats(-2, 2), floats(-5, 5, special=(0.0,))
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
        "x": array("N D", floats(-3, 3), floats(-5, 5, special=(0.0,))),
        "y": array("N K", floats(0, 1), floats(-5, 5, special=(0.0, 1.0))),
        "params": NETWORKS,
    },
    reference=reference,
    second_source=second_source,
    accuracy="absolute",
    sizes={"N": (1, 4), "D": (1, 3), "H": (1, 4), "J": (1, 3), "K": (1, 3)},
    cases=(
        case(**chain([2.0], [1.5], (0.0, 0.0), (8.0, -4.0))),
        case(**chain([1.0, -1.0], [0.0, 1.0], *[(3.0, -1.0)] * 9, (2.0, -1.0), (4.0, -0.5))),
    ),
    laws=(a_batch_given_twice_has_the_same_norms, gradients_vanish_on_their_way_back),
    misconceptions=(
        forgets_to_divide_by_n,
        forgets_the_half,
        starts_as_with_cross_entropy,
        forgets_the_slopes_of_hidden_layers,
        takes_the_slope_of_tanh,
        lists_the_last_layer_first,
        forgets_the_root,
        averages_the_entries,
        sums_absolute_values,
        averages_over_the_outputs,
        counts_the_biases_in,
    ),
    refusals=(
        refusal(ValueError, "y of shape (3,)", **{**PLAIN, "y": np.ones(3)}),
        refusal(ValueError, "a single answer for 3 examples", **{**PLAIN, "y": np.ones((1, 1))}),
        refusal(
            ValueError,
            "a single bias for 2 units",
            x=np.ones((3, 2)),
            y=np.ones((3, 2)),
            params={"W1": np.ones((2, 2)), "b1": np.ones(1)},
        ),
        refusal(
            ValueError,
            "one answer for two outputs",
            x=np.ones((3, 2)),
            y=np.ones((3, 1)),
            params={"W1": np.ones((2, 2)), "b1": np.ones(2)},
        ),
        refusal(
            ValueError,
            "2 hidden units before weights for 3",
            x=np.ones((3, 2)),
            y=np.ones((3, 1)),
            params={
                "W1": np.ones((2, 2)),
                "b1": np.ones(2),
                "W2": np.ones((3, 1)),
                "b2": np.ones(1),
            },
        ),
    ),
    hints=(
        "This is ordinary backpropagation, of which only the sizes of the weights' gradients are "
        "kept. What does a sigmoid's slope do to a gradient that passes through it?",
        "Keep A0 = x, A1, ..., AL on the way forward. On the way back multiply by A * (1 - A) at "
        "every layer, the last included, and divide by N once.",
        "dZ = (AL - y) / N * AL * (1 - AL); for n = L down to 1: norms.append(np.sqrt(np.sum("
        "(A(n-1).T @ dZ)**2))); dZ = (dZ @ Wn.T) * A(n-1) * (1 - A(n-1)); turn the list round.",
    ),
)
