"""The probabilities that a network with a sigmoid layer and a softmax output gives."""

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
    record,
    refusal,
)


def reference(x: torch.Tensor, params: dict[str, torch.Tensor]) -> torch.Tensor:
    a1 = torch.sigmoid(torch.nn.functional.linear(x, params["W1"].T, params["b1"]))
    return torch.softmax(torch.nn.functional.linear(a1, params["W2"].T, params["b2"]), dim=1)


def second_source(m, x, params):
    a1 = 1 / (1 + m.exp(-(x @ params["W1"] + params["b1"])))
    scores = m.exp(a1 @ params["W2"] + params["b2"])
    return scores / scores.sum(axis=1, keepdims=True)


@law(edge=10)
def every_row_is_a_distribution(two_layer_predict, x, params):
    """The probabilities of each example sum to 1."""
    rows = two_layer_predict(x, params)
    assert_close(rows.sum(axis=1), np.ones(len(x)), rtol=1e-12)


@law(shift=floats(-50, 50))
def ignores_a_common_shift_of_the_scores(two_layer_predict, x, params, shift):
    """Adding one number to every entry of b2 changes nothing: softmax sees only differences."""
    shifted = {**params, "b2": params["b2"] + shift}
    assert_close(two_layer_predict(x, shifted), two_layer_predict(x, params), scale=1.0, rtol=1e-11)


@law()
def every_example_goes_its_own_way(two_layer_predict, x, params):
    """What comes out for one example does not depend on the others of its batch."""
    alone = [two_layer_predict(x[n : n + 1], params) for n in range(len(x))]
    assert_close(two_layer_predict(x, params), np.concatenate(alone), scale=1.0, rtol=1e-11)


# --- mistakes -------------------------------------------------------------------------------------


def sigmoid(z):
    return 0.5 * (1.0 + np.tanh(0.5 * z))


def softmax(z, axis=1):
    weights = np.exp(z - z.max(axis=axis, keepdims=True))
    return weights / weights.sum(axis=axis, keepdims=True)


def forward(x, params, hidden=sigmoid, output=softmax):
    if params["b1"].shape != params["W1"].shape[1:] or params["b2"].shape != params["W2"].shape[1:]:
        raise ValueError("shapes do not fit")
    return output(hidden(x @ params["W1"] + params["b1"]) @ params["W2"] + params["b2"])


def situation(x, w1, w2, b2=(0.0, 0.0), b1=0.5):
    """One input, one hidden unit, two classes."""
    params = {"W1": [[w1]], "b1": [b1], "W2": [w2], "b2": list(b2)}
    return {"x": np.array(x), "params": {k: np.array(v, dtype=float) for k, v in params.items()}}


@misconception(witness=situation([[1.0]], 1.0, [1.0, 2.0]))
def takes_tanh_inside(x, params):
    """The hidden layer is tanh. It is a sigmoid here: 1 / (1 + exp(-z))."""
    return forward(x, params, hidden=np.tanh)


@misconception(witness=situation([[1.0]], 1.0, [1.0, 3.0]))
def takes_relu_inside(x, params):
    """The hidden layer is a ReLU. It is a sigmoid here: 1 / (1 + exp(-z))."""
    return forward(x, params, hidden=lambda z: np.maximum(z, 0.0))


@misconception(witness=situation([[1.0]], 1.0, [1.0, 4.0]))
def leaves_the_hidden_layer_linear(x, params):
    """The hidden layer has no activation, so that two layers are no more than one. Put the sums
    through sigmoid."""
    return forward(x, params, hidden=lambda z: z)


@misconception(witness=situation([[1.0]], 1.0, [1.0, 5.0]))
def takes_sigmoid_outside(x, params):
    """Each score went through sigmoid by itself, so that a row does not sum to 1. The classes share
    the probability: softmax."""
    return forward(x, params, output=sigmoid)


@misconception(witness=situation([[1.0]], 2.0, [1.0, 2.0]))
def returns_the_scores(x, params):
    """The scores came back. Softmax is still to come, which makes probabilities of them."""
    return forward(x, params, output=lambda z: z)


@misconception(witness=situation([[1.0], [-1.0]], 2.0, [1.0, 3.0]))
def normalises_down_the_columns(x, params):
    """The columns sum to 1: each class shared its probability out among the examples. Every example
    shares out its own, along axis=1."""
    return forward(x, params, output=lambda z: softmax(z, axis=0))


@misconception(witness=situation([[1.0], [-1.0]], 2.0, [1.0, 4.0]))
def normalises_the_whole_batch(x, params):
    """All entries together sum to 1. Every example has a distribution of its own: sum along
    axis=1, with keepdims=True."""
    return forward(x, params, output=lambda z: np.exp(z - z.max()) / np.exp(z - z.max()).sum())


@misconception(witness=situation([[1.0]], 1.0, [0.0, 0.0], b2=(1000.0, 0.0)))
def exponentiates_raw_scores(x, params):
    """exp(1000) overflows to inf and exp(-1000) is 0; inf / inf and 0 / 0 are nan. Subtract the
    largest score of each row before you take exponentials."""
    return forward(x, params, output=lambda z: np.exp(z) / np.exp(z).sum(axis=1, keepdims=True))


@misconception(witness=situation([[-1.0], [1.0]], 1000.0, [2000.0, 2000.0]))
def subtracts_the_largest_of_the_whole_batch(x, params):
    """The largest score of the whole batch was subtracted, so that all exponentials of a row far
    below it are 0, and 0 / 0 is nan. Subtract each row's own largest score."""

    def output(z):
        weights = np.exp(z - z.max())
        return weights / weights.sum(axis=1, keepdims=True)

    return forward(x, params, output=output)


@misconception(witness=situation([[1.0]], 1.0, [1.0, 2.0], b2=(3.0, 0.0)))
def forgets_the_biases(x, params):
    """The biases were left out. Each layer is a matrix product plus its bias."""
    none = {**params, "b1": 0.0 * params["b1"], "b2": 0.0 * params["b2"]}
    return forward(x, none)


@misconception(witness=situation([[1.0]], 3.0, [1.0, 2.0]))
def decides_for_one_class(x, params):
    """The most probable class got 1 and the others 0. Asked for are the probabilities
    themselves."""
    return forward(x, params, output=lambda z: (z == z.max(axis=1, keepdims=True)) * 1.0)


def network(d=2, h=2, k=3, b1=2, b2=3):
    """Parameters of ones in the shapes given."""
    return {"W1": np.ones((d, h)), "b1": np.ones(b1), "W2": np.ones((h, k)), "b2": np.ones(b2)}


EXERCISE = Exercise(
    inputs={
        "x": array("N D", floats(-3, 3), floats(-20, 20, special=(0.0,))),
        "params": record(
            {
                "W1": array("D H", floats(-2, 2), floats(-50, 50, special=(0.0,))),
                "b1": array("H", floats(-2, 2), floats(-50, 50, special=(0.0,))),
                "W2": array("H K", floats(-3, 3), floats(-1000, 1000, special=(0.0,))),
                "b2": array("K", floats(-3, 3), floats(-1000, 1000, special=(0.0,))),
            }
        ),
    },
    reference=reference,
    second_source=second_source,
    accuracy="absolute",
    sizes={"N": (1, 5), "D": (1, 4), "H": (1, 5), "K": (1, 5)},
    cases=(case(**situation([[5.0]], 0.0, [2.0, 0.0], b2=(0.0, 1.0))),),
    laws=(
        every_row_is_a_distribution,
        ignores_a_common_shift_of_the_scores,
        every_example_goes_its_own_way,
    ),
    misconceptions=(
        takes_tanh_inside,
        takes_relu_inside,
        leaves_the_hidden_layer_linear,
        takes_sigmoid_outside,
        returns_the_scores,
        normalises_down_the_columns,
        normalises_the_whole_batch,
        exponentiates_raw_scores,
        subtracts_the_largest_of_the_whole_batch,
        forgets_the_biases,
        decides_for_one_class,
    ),
    refusals=(
        refusal(ValueError, "3 features in x against 2 in W1", x=np.ones((4, 3)), params=network()),
        refusal(
            ValueError,
            "a single bias b1 for 2 hidden units",
            x=np.ones((4, 2)),
            params=network(b1=1),
        ),
        refusal(
            ValueError, "a single bias b2 for 3 classes", x=np.ones((4, 2)), params=network(b2=1)
        ),
    ),
    hints=(
        "The first layer's units answer each for itself, the last layer's share one probability "
        "among them. Which activation does which?",
        "Subtract the largest score of each row before np.exp, and divide by the sum of each row: "
        "both along axis=1 with keepdims=True.",
        "A1 = 1 / (1 + np.exp(-(x @ W1 + b1))); Z2 = A1 @ W2 + b2; E = np.exp(Z2 - Z2.max(axis=1, "
        "keepdims=True)); return E / E.sum(axis=1, keepdims=True).",
    ),
)
