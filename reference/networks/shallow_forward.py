"""The forward pass of a network with one tanh layer and a sigmoid output."""

from __future__ import annotations

import numpy as np
import torch

from grader.declare import (
    Exercise,
    absolute,
    array,
    assert_close,
    case,
    floats,
    law,
    misconception,
    record,
    refusal,
)

Dict = dict[str, torch.Tensor]


def reference(x: torch.Tensor, params: Dict) -> Dict:
    z1 = torch.nn.functional.linear(x, params["W1"].T, params["b1"])
    a1 = torch.tanh(z1)
    z2 = torch.nn.functional.linear(a1, params["W2"].T, params["b2"])
    return {"Z1": z1, "A1": a1, "Z2": z2, "A2": torch.sigmoid(z2)}


def second_source(m, x, params):
    z1 = x @ params["W1"] + params["b1"]
    a1 = m.tanh(z1)
    z2 = a1 @ params["W2"] + params["b2"]
    return {"Z1": z1, "A1": a1, "Z2": z2, "A2": 1 / (1 + m.exp(-z2))}


@law()
def the_order_of_hidden_units_is_free(shallow_forward, x, params):
    """Turning the order of the hidden units round changes the order of A1, and nothing in A2."""
    turned = {
        "W1": params["W1"][:, ::-1],
        "b1": params["b1"][::-1],
        "W2": params["W2"][::-1],
        "b2": params["b2"],
    }
    one, other = shallow_forward(x, params), shallow_forward(x, turned)
    assert_close(other["A1"], np.ascontiguousarray(one["A1"][:, ::-1]), scale=1.0, rtol=1e-10)
    assert_close(other["A2"], one["A2"], scale=1.0, rtol=1e-10)


@law()
def both_activations_are_odd(shallow_forward, x, params):
    """With every sign of x and the biases turned round, tanh answers -A1 and sigmoid 1 - A2."""
    opposite = {**params, "b1": -params["b1"], "b2": -params["b2"]}
    one, other = shallow_forward(x, params), shallow_forward(-x, opposite)
    assert_close(other["A1"], -one["A1"], scale=1.0, rtol=1e-10)
    assert_close(other["A2"], 1.0 - one["A2"], scale=1.0, rtol=1e-10)


# --- mistakes -------------------------------------------------------------------------------------


def sigmoid(z):
    return 0.5 * (1.0 + np.tanh(0.5 * z))


def forward(x, params, hidden=np.tanh, output=sigmoid):
    if params["b1"].shape != params["W1"].shape[1:] or params["b2"].shape != params["W2"].shape[1:]:
        raise ValueError("shapes do not fit")
    z1 = x @ params["W1"] + params["b1"]
    a1 = hidden(z1)
    z2 = a1 @ params["W2"] + params["b2"]
    return {"Z1": z1, "A1": a1, "Z2": z2, "A2": output(z2)}


def situation(x, w1, b1, w2, b2):
    """One input, one hidden unit, one output."""
    params = {"W1": [[w1]], "b1": [b1], "W2": [[w2]], "b2": [b2]}
    return {"x": np.array([[x]]), "params": {k: np.array(v) for k, v in params.items()}}


@misconception(witness=situation(1.0, 1.0, 1.0, 1.0, 1.0))
def takes_sigmoid_inside(x, params):
    """The hidden layer is a sigmoid. It is tanh here, which lies between -1 and 1, around 0."""
    return forward(x, params, hidden=sigmoid)


@misconception(witness=situation(1.0, -1.0, 0.0, 1.0, 2.0))
def takes_relu_inside(x, params):
    """The hidden layer is a ReLU. It is tanh here: A1 = np.tanh(Z1)."""
    return forward(x, params, hidden=lambda z: np.maximum(z, 0.0))


@misconception(witness=situation(1.0, 2.0, 0.0, 1.0, 1.0))
def takes_tanh_outside(x, params):
    """The output went through tanh and may be negative. A probability comes from sigmoid."""
    return forward(x, params, output=np.tanh)


@misconception(witness=situation(2.0, 2.0, 0.0, 1.0, 1.0))
def leaves_the_output_linear(x, params):
    """A2 is the same as Z2. The output still has to pass through sigmoid, to become a
    probability."""
    return forward(x, params, output=np.copy)


@misconception(witness=situation(1.0, 2.0, 1.0, 2.0, 1.0))
def leaves_the_hidden_layer_linear(x, params):
    """The hidden layer has no activation, so that the whole network is no more than a logistic
    regression. A1 = np.tanh(Z1)."""
    return forward(x, params, hidden=np.copy)


@misconception(witness=situation(1.0, 2.0, 3.0, 1.0, 1.0))
def forgets_the_biases(x, params):
    """The biases were left out. Each layer is a matrix product plus its bias."""
    none = {**params, "b1": 0.0 * params["b1"], "b2": 0.0 * params["b2"]}
    return forward(x, none)


@misconception(witness=situation(1.0, 3.0, 0.0, 2.0, 0.0))
def feeds_z1_to_the_second_layer(x, params):
    """The second layer was fed with Z1, the sums before tanh. What goes on is A1."""
    found = forward(x, params)
    z2 = found["Z1"] @ params["W2"] + params["b2"]
    return {**found, "Z2": z2, "A2": sigmoid(z2)}


@misconception(witness=situation(1.0, 1.0, 0.0, 1000.0, 0.0))
def overflows_in_sigmoid(x, params):
    """exp(z) / (1 + exp(z)) is inf / inf, nan, for large z. In 1 / (1 + exp(-z)) the worst that can
    happen is 1 / inf, which is 0, as it should be."""
    return forward(x, params, output=lambda z: np.exp(z) / (1.0 + np.exp(z)))


@misconception(witness=situation(1.0, 2.0, -2.0, 3.0, 1.0))
def forgets_the_minus_in_sigmoid(x, params):
    """A2 is the probability of 0 in place of 1: the minus in sigmoid, 1 / (1 + exp(-z)), is
    missing."""
    return forward(x, params, output=lambda z: sigmoid(-z))


@misconception(witness=situation(1.0, 2.0, -2.0, 4.0, 1.0))
def makes_decisions(x, params):
    """A2 was rounded to 0 or 1. It is a probability; decisions come later, if at all."""
    return forward(x, params, output=lambda z: np.where(z >= 0.0, 1.0, 0.0).astype(z.dtype))


EXERCISE = Exercise(
    inputs={
        "x": array("N D", floats(-3, 3), floats(-20, 20, special=(0.0,))),
        "params": record(
            {
                "W1": array("D H", floats(-2, 2), floats(-50, 50, special=(0.0,))),
                "b1": array("H", floats(-2, 2), floats(-50, 50, special=(0.0,))),
                # Large enough for Z2 of 1000, where exponentials overflow.
                "W2": array("H 1", floats(-3, 3), floats(-2000, 2000, special=(0.0, 1000.0))),
                "b2": array("1", floats(-3, 3), floats(-2000, 2000, special=(0.0,))),
            }
        ),
    },
    reference=reference,
    second_source=second_source,
    # Scores of up to 1000 are sums of thousands, whose rounding errors the probability shows.
    accuracy=absolute(10.0),
    sizes={"N": (1, 6), "D": (1, 4), "H": (2, 6)},
    empty="N",
    cases=(case(**situation(2.0, 1.0, -2.0, 5.0, float(np.log(3.0)))),),
    laws=(the_order_of_hidden_units_is_free, both_activations_are_odd),
    misconceptions=(
        takes_sigmoid_inside,
        takes_relu_inside,
        takes_tanh_outside,
        leaves_the_output_linear,
        leaves_the_hidden_layer_linear,
        forgets_the_biases,
        feeds_z1_to_the_second_layer,
        overflows_in_sigmoid,
        forgets_the_minus_in_sigmoid,
        makes_decisions,
    ),
    refusals=(
        refusal(
            ValueError,
            "3 features in x against 2 in W1",
            x=np.ones((2, 3)),
            params={
                "W1": np.ones((2, 2)),
                "b1": np.ones(2),
                "W2": np.ones((2, 1)),
                "b2": np.ones(1),
            },
        ),
        refusal(
            ValueError,
            "a single bias b1 for 2 hidden units",
            x=np.ones((3, 2)),
            params={
                "W1": np.ones((2, 2)),
                "b1": np.ones(1),
                "W2": np.ones((2, 1)),
                "b2": np.ones(1),
            },
        ),
        refusal(
            ValueError,
            "3 biases b2 for a single output",
            x=np.ones((3, 2)),
            params={
                "W1": np.ones((2, 2)),
                "b1": np.ones(2),
                "W2": np.ones((2, 1)),
                "b2": np.ones(3),
            },
        ),
    ),
    hints=(
        "There are two layers, and each is the same two steps: a weighted sum with a bias, then an "
        "activation. Which activation belongs to which layer?",
        "What goes into the second layer is A1, not Z1. In which form of sigmoid can no "
        "exponential become inf / inf?",
        'Z1 = x @ params["W1"] + params["b1"], A1 = np.tanh(Z1), Z2 = A1 @ params["W2"] + '
        'params["b2"], A2 = 1 / (1 + np.exp(-Z2)); compare b1.shape with W1.shape[1:] first.',
    ),
)
