"""How badly an autoencoder with a sigmoid code and a linear decoder reproduces its input."""

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


def reference(x: torch.Tensor, params: Dict) -> torch.Tensor:
    code = torch.sigmoid(torch.nn.functional.linear(x, params["W1"].T, params["b1"]))
    out = torch.nn.functional.linear(code, params["W2"].T, params["b2"])
    return 0.5 * torch.nn.functional.mse_loss(out, x, reduction="sum") / len(x)


def sums(m, x, params):
    """The definition, one number at a time."""
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    total = m.number(0.0)
    for row in x:
        code = [
            1 / (1 + m.exp(-(b1[h] + sum(row[d] * W1[d, h] for d in range(len(row))))))
            for h in range(len(b1))
        ]
        for d, entry in enumerate(row):
            out = b2[d] + sum(code[h] * W2[h, d] for h in range(len(code)))
            total += (out - entry) ** 2 / 2
    return total / len(x)


# --- laws -----------------------------------------------------------------------------------------


@law(edge=10)
def without_a_decoder_the_bias_stands_for_all(autoencoder_loss, x, params):
    """With W2 all 0 every reconstruction is b2: the loss is half the mean squared distance from b2,
    summed over the features."""
    blank = {**params, "W2": 0.0 * params["W2"]}
    wanted = 0.5 * np.sum((params["b2"] - x) ** 2) / len(x)
    assert_close(autoencoder_loss(x, blank), float(wanted), scale=1.0 + float(wanted), rtol=1e-12)


@law(edge=10)
def a_batch_given_twice_has_the_same_loss(autoencoder_loss, x, params):
    """The loss is a mean over the examples, so a batch that holds every example twice has the same
    loss."""
    once = float(autoencoder_loss(x, params))
    twice = autoencoder_loss(np.concatenate([x, x]), params)
    assert_close(twice, once, scale=1.0 + once, rtol=1e-12)


# --- mistakes -------------------------------------------------------------------------------------


def sigmoid(z):
    return 0.5 * (1.0 + np.tanh(0.5 * z))


def distances(x, params, code=sigmoid, output=None):
    """What the reconstructions miss, after the checks, with another code or output if given."""
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    if W2.shape != W1.shape[::-1] or b1.shape != W1.shape[1:] or b2.shape != W2.shape[1:]:
        raise ValueError("shapes do not fit")
    out = code(x @ W1 + b1) @ W2 + b2
    return (out if output is None else output(out)) - x


def half_mean(errors):
    return 0.5 * np.sum(errors**2) / len(errors)


def situation(seed, x=None, w1=1.0):
    """Three examples of two features, one hidden unit."""
    params = {"W1": [[w1], [0.5]], "b1": [0.25], "W2": [[2.0, -1.0]], "b2": [0.5, seed / 4.0]}
    params = {name: np.array(values) for name, values in params.items()}
    x = [[1.0, 2.0], [0.0, -1.0], [3.0, 0.5]] if x is None else x
    return {"x": np.array(x), "params": params}


@misconception(witness=situation(0))
def forgets_the_half(x, params):
    """The loss is twice too large: it is half the squared distance. The half cancels against the 2
    that differentiating the square brings."""
    return 2.0 * half_mean(distances(x, params))


@misconception(witness=situation(1))
def sums_over_the_examples(x, params):
    """The loss is N times too large. It is a mean over the examples: divide by N."""
    return 0.5 * np.sum(distances(x, params) ** 2)


@misconception(witness=situation(2))
def averages_over_the_features_too(x, params):
    """The mean ran over all N times D entries. The squares of one example are summed over its
    features: divide by N alone."""
    return 0.5 * np.mean(distances(x, params) ** 2)


@misconception(witness=situation(3))
def squashes_the_reconstruction(x, params):
    """The decoder ended in a sigmoid, so that nothing outside 0 to 1 can be reproduced. Here the
    decoder is linear."""
    return half_mean(distances(x, params, output=sigmoid))


@misconception(witness=situation(4))
def leaves_the_code_linear(x, params):
    """The code went into the decoder as it stood. It is sigmoid of x @ W1 + b1."""
    return half_mean(distances(x, params, code=lambda z: z))


@misconception(witness=situation(5))
def takes_tanh_for_the_code(x, params):
    """The code was made by tanh. Here it is a sigmoid, between 0 and 1."""
    return half_mean(distances(x, params, code=np.tanh))


@misconception(witness=situation(6))
def decodes_with_the_encoder(x, params):
    """The decoder used W1 transposed, as in an autoencoder with tied weights. Here it has weights
    of its own, W2."""
    distances(x, params)
    return half_mean(distances(x, {**params, "W2": params["W1"].T}))


@misconception(witness=situation(7))
def forgets_the_bias_of_the_decoder(x, params):
    """b2 was left out of the reconstructions, which are A1 @ W2 + b2."""
    distances(x, params)
    return half_mean(distances(x, {**params, "b2": 0.0 * params["b2"]}))


@misconception(witness=situation(8))
def forgets_the_bias_of_the_encoder(x, params):
    """b1 was left out of the code, which is sigmoid(x @ W1 + b1)."""
    distances(x, params)
    return half_mean(distances(x, {**params, "b1": 0.0 * params["b1"]}))


@misconception(witness=situation(9))
def takes_the_distance_itself(x, params):
    """The distances were not squared. The loss is half the mean of the squared distances."""
    return 0.5 * np.mean(np.sqrt(np.sum(distances(x, params) ** 2, axis=1)))


@misconception(witness=situation(10))
def sums_the_misses_before_squaring(x, params):
    """The misses of an example were added up before they were squared, so that one too high hides
    one too low. Square each of them first."""
    return 0.5 * np.mean(np.sum(distances(x, params), axis=1) ** 2)


@misconception(witness=situation(11, x=[[1000.0, 0.0]]))
def divides_infinity_by_infinity(x, params):
    """exp(z) / (1 + exp(z)) is inf / inf, which is nan, for large z. Write 1 / (1 + exp(-z)), or
    use tanh: 0.5 * (1 + tanh(0.5 * z))."""
    return half_mean(distances(x, params, code=lambda z: np.exp(z) / (1.0 + np.exp(z))))


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
    second_source=sums,
    # A sigmoid of nearly 0 may be rounded to 0, even where everything else is 0.
    accuracy=absolute(1.0),
    sizes={"N": (1, 5), "D": (1, 4), "H": (1, 4)},
    ordinary=60,
    cases=(
        case(**situation(13, x=[[1.0, 5.0]])),
        case(**situation(14, x=[[1.0, 2.0], [-1000.0, 3.0]]), tier="edge"),
    ),
    laws=(without_a_decoder_the_bias_stands_for_all, a_batch_given_twice_has_the_same_loss),
    misconceptions=(
        forgets_the_half,
        sums_over_the_examples,
        averages_over_the_features_too,
        squashes_the_reconstruction,
        leaves_the_code_linear,
        takes_tanh_for_the_code,
        decodes_with_the_encoder,
        forgets_the_bias_of_the_decoder,
        forgets_the_bias_of_the_encoder,
        takes_the_distance_itself,
        sums_the_misses_before_squaring,
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
        "Go through the network as the data do: what is the code, what comes out, and what is it "
        "compared with?",
        "The code is sigmoid of an affine layer, the output is an affine layer of the code, and "
        "the target is x itself. Sum the squares over the features, average over the examples.",
        "A1 = sigmoid(x @ W1 + b1); 0.5 * np.sum((A1 @ W2 + b2 - x)**2) / N, after checks of the "
        "shapes.",
    ),
)
