"""The forward pass of a network of any depth: ReLU inside, sigmoid at the end."""

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
)

Dict = dict[str, torch.Tensor]


def reference(x: torch.Tensor, params: Dict) -> Dict:
    layers, cache, a = len(params) // 2, {}, x
    for n in range(1, layers + 1):
        z = torch.nn.functional.linear(a, params[f"W{n}"].T, params[f"b{n}"])
        a = torch.relu(z) if n < layers else torch.sigmoid(z)
        cache[f"Z{n}"], cache[f"A{n}"] = z, a
    return cache


def second_source(m, x, params):
    layers, cache, a = len(params) // 2, {}, x
    for n in range(1, layers + 1):
        z = a @ params[f"W{n}"] + params[f"b{n}"]
        a = m.where(z > 0, z, 0 * z) if n < layers else 1 / (1 + m.exp(-z))
        cache[f"Z{n}"], cache[f"A{n}"] = z, a
    return cache


@law()
def relu_scales_with_its_input(deep_forward, x, params):
    """Doubling x and b1 doubles Z1, and A1 too where the first layer is hidden: ReLU only cuts
    off."""
    doubled = {**params, "b1": 2.0 * params["b1"]}
    one, other = deep_forward(x, params), deep_forward(2.0 * x, doubled)
    assert_close(other["Z1"], 2.0 * one["Z1"], rtol=1e-12)
    if len(params) > 2:
        assert_close(other["A1"], 2.0 * one["A1"], rtol=1e-12)


@law()
def every_example_goes_its_own_way(deep_forward, x, params):
    """What comes out for one example does not depend on the others of its batch."""
    last = f"A{len(params) // 2}"
    alone = [deep_forward(x[n : n + 1], params)[last] for n in range(len(x))]
    assert_close(deep_forward(x, params)[last], np.concatenate(alone), scale=1.0, rtol=1e-10)


# --- mistakes -------------------------------------------------------------------------------------


def sigmoid(z):
    return 0.5 * (1.0 + np.tanh(0.5 * z))


def relu(z):
    return np.maximum(z, 0.0)


def forward(x, params, hidden=relu, output=sigmoid, names=None):
    layers, cache, a = len(params) // 2, {}, x
    for n in range(1, layers + 1) if names is None else names:
        W, b = params[f"W{n}"], params[f"b{n}"]
        if b.shape != W.shape[1:]:
            raise ValueError("shapes do not fit")
        z = a @ W + b
        a = hidden(z) if n < layers else output(z)
        cache[f"Z{n}"], cache[f"A{n}"] = z, a
    return cache


def chain(x, *layers):
    """One unit a layer, each given by its weight and its bias."""
    params = {}
    for n, (w, b) in enumerate(layers, start=1):
        params[f"W{n}"], params[f"b{n}"] = np.array([[w]]), np.array([b])
    return {"x": np.array([[x]]), "params": params}


@misconception(witness=chain(1.0, (2.0, 0.5), (1.0, 0.0)))
def takes_tanh_inside(x, params):
    """The hidden layers are tanh. They are ReLU here: negative numbers become 0 and the others
    stay."""
    return forward(x, params, hidden=np.tanh)


@misconception(witness=chain(1.0, (2.0, 1.0), (1.0, 0.0)))
def takes_sigmoid_in_every_layer(x, params):
    """Every layer is a sigmoid. Only the last one is; the layers before it are ReLU."""
    return forward(x, params, hidden=sigmoid)


@misconception(witness=chain(1.0, (-2.0, 0.5), (1.0, 0.0)))
def leaves_the_hidden_layers_linear(x, params):
    """The hidden layers have no activation. Put the sums through ReLU, or the depth is of no
    use."""
    return forward(x, params, hidden=np.copy)


@misconception(witness=chain(1.0, (2.0, 2.0), (1.0, 0.5)))
def takes_relu_in_every_layer(x, params):
    """The last layer is a ReLU as well. Its output is a probability: sigmoid."""
    return forward(x, params, output=relu)


@misconception(witness=chain(1.0, (2.0, 2.0), (1.0, 1.5)))
def leaves_the_output_linear(x, params):
    """AL is the same as ZL. The last layer still has to pass through sigmoid."""
    return forward(x, params, output=np.copy)


@misconception(witness=chain(1.0, (-1.0, 0.5), (1.0, 1.0)))
def leaks_where_relu_is_zero(x, params):
    """Negative sums were not set to 0 but made 100 times smaller, as in a leaky ReLU."""
    return forward(x, params, hidden=lambda z: np.where(z > 0, z, 0.01 * z).astype(z.dtype))


@misconception(witness=chain(1.0, (2.0, 3.0), (1.0, 1.0), (1.0, -2.0)))
def forgets_the_biases(x, params):
    """The biases were left out. Each layer is a matrix product plus its bias."""
    return forward(x, {k: 0.0 * v if k[0] == "b" else v for k, v in params.items()})


@misconception(witness=chain(0.5, (1.0, 1.0), (-1.0, 1.0), (1.0, 0.0)))
def hands_on_the_sums(x, params):
    """The next layer was fed with Z, the sums before ReLU. What goes on is A."""
    layers, cache, z = len(params) // 2, {}, x
    for n in range(1, layers + 1):
        W, b = params[f"W{n}"], params[f"b{n}"]
        if b.shape != W.shape[1:]:
            raise ValueError("shapes do not fit")
        z = z @ W + b
        cache[f"Z{n}"], cache[f"A{n}"] = z, relu(z) if n < layers else sigmoid(z)
    return cache


@misconception(witness=chain(1.0, *[(1.0, 0.5)] * 9, (2.0, -1.0), (1.0, 0.25)))
def sorts_the_names_as_text(x, params):
    """The layers were visited in the alphabetical order of their names, where W10 comes before W2.
    Count from 1 to L and make the names from the numbers."""
    names = sorted(str(n) for n in range(1, len(params) // 2 + 1))
    return forward(x, params, names=[int(name) for name in names])


@misconception(witness={**chain(1.0, (1.0, 1.0), (1.0, 800.0))})
def overflows_in_sigmoid(x, params):
    """exp(z) / (1 + exp(z)) is inf / inf, nan, for large z. In 1 / (1 + exp(-z)) the worst that can
    happen is 1 / inf, which is 0, as it should be."""
    return forward(x, params, output=lambda z: np.exp(z) / (1.0 + np.exp(z)))


WEIGHTS = floats(-2, 2), floats(-30, 30, special=(0.0,))
BIASES = floats(-2, 2), floats(-30, 30, special=(0.0,))
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


def network(b1=2, b2=1, h=2):
    return {"W1": np.ones((2, 2)), "b1": np.ones(b1), "W2": np.ones((h, 1)), "b2": np.ones(b2)}


EXERCISE = Exercise(
    inputs={
        "x": array("N D", floats(-3, 3), floats(-20, 20, special=(0.0,))),
        "params": NETWORKS,
    },
    reference=reference,
    second_source=second_source,
    accuracy="absolute",
    sizes={"N": (1, 5), "D": (1, 4), "H": (1, 5), "J": (1, 4)},
    cases=(
        case(**chain(2.0, (1.0, 1.0), (-1.0, 3.0))),
        case(**chain(1.0, *[(1.0, 0.5)] * 9, (2.0, -1.0), (0.5, 0.25), (1.0, -3.0))),
    ),
    laws=(relu_scales_with_its_input, every_example_goes_its_own_way),
    misconceptions=(
        takes_tanh_inside,
        takes_sigmoid_in_every_layer,
        leaves_the_hidden_layers_linear,
        takes_relu_in_every_layer,
        leaves_the_output_linear,
        leaks_where_relu_is_zero,
        forgets_the_biases,
        hands_on_the_sums,
        sorts_the_names_as_text,
        overflows_in_sigmoid,
    ),
    refusals=(
        refusal(ValueError, "3 features in x against 2 in W1", x=np.ones((4, 3)), params=network()),
        refusal(
            ValueError,
            "3 rows in W2 against 2 hidden units",
            x=np.ones((4, 2)),
            params=network(h=3),
        ),
        refusal(
            ValueError,
            "a single bias b1 for 2 hidden units",
            x=np.ones((4, 2)),
            params=network(b1=1),
        ),
        refusal(
            ValueError, "3 biases b2 for a single output", x=np.ones((4, 2)), params=network(b2=3)
        ),
    ),
    hints=(
        "Every layer does the same two things to what the layer before it gave. How do you know "
        "that a layer is the last?",
        "Loop from 1 to len(params) // 2 and make the names with f-strings; keep a variable for "
        "what goes into the next layer.",
        'a = x; for n in range(1, L + 1): z = a @ params[f"W{n}"] + params[f"b{n}"]; a = '
        "np.maximum(z, 0) if n < L else 1 / (1 + np.exp(-z)); store both. Compare the bias's shape "
        "first.",
    ),
)
