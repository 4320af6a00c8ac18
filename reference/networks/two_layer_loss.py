"""The mean cross-entropy of a two-layer network, right at any scale of its weights."""

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
    labels,
    law,
    misconception,
    record,
    refusal,
)


def reference(
    x: torch.Tensor, labels: torch.Tensor, params: dict[str, torch.Tensor]
) -> torch.Tensor:
    a1 = torch.sigmoid(torch.nn.functional.linear(x, params["W1"].T, params["b1"]))
    logits = torch.nn.functional.linear(a1, params["W2"].T, params["b2"])
    return torch.nn.functional.cross_entropy(logits, labels)


def second_source(m, x, labels, params):
    a1 = 1 / (1 + m.exp(-(x @ params["W1"] + params["b1"])))
    scores = m.exp(a1 @ params["W2"] + params["b2"])
    right = scores[np.arange(len(x)), labels]
    return -m.log(right / scores.sum(axis=1)).sum() / len(x)


def size(params):
    """How large the scores may be, whose rounding errors the loss inherits."""
    return 1.0 + float(np.abs(params["W2"]).sum() + np.abs(params["b2"]).max(initial=0.0))


@law(edge=10)
def is_the_mean_over_the_examples(two_layer_loss, x, labels, params):
    """The loss of a batch is the mean of what each example costs alone."""
    each = [float(two_layer_loss(x[n : n + 1], labels[n : n + 1], params)) for n in range(len(x))]
    whole = float(two_layer_loss(x, labels, params))
    assert_close(whole, float(np.mean(each)), scale=size(params), rtol=1e-12)


@law()
def knowing_nothing_costs_log_k(two_layer_loss, x, labels, params):
    """With W2 and b2 all 0, every class has probability 1 / K, and the loss is log K."""
    blank = {**params, "W2": 0.0 * params["W2"], "b2": 0.0 * params["b2"]}
    found = float(two_layer_loss(x, labels, blank))
    assert_close(found, float(np.log(len(params["b2"]))), scale=1.0, rtol=1e-13)


@law(ordinary=0, edge=10)
def ignores_a_common_shift_of_the_scores(two_layer_loss, x, labels, params):
    """Adding 512 to every entry of b2 changes nothing: only differences of scores count."""
    shifted = {**params, "b2": params["b2"] + 512.0}
    one, other = two_layer_loss(x, labels, params), two_layer_loss(x, labels, shifted)
    assert_close(float(other), float(one), scale=512.0 + size(params), rtol=1e-12)


# --- mistakes -------------------------------------------------------------------------------------


def sigmoid(z):
    return 0.5 * (1.0 + np.tanh(0.5 * z))


def logs(x, labels, params, hidden=sigmoid, axis=1):
    """The logarithms of all probabilities, after the checks."""
    if params["b1"].shape != params["W1"].shape[1:] or params["b2"].shape != params["W2"].shape[1:]:
        raise ValueError("shapes do not fit")
    if labels.shape != x.shape[:1] or labels.min() < 0:
        raise ValueError("labels do not fit")
    z = hidden(x @ params["W1"] + params["b1"]) @ params["W2"] + params["b2"]
    z = z - z.max(axis=axis, keepdims=True)
    return z - np.log(np.exp(z).sum(axis=axis, keepdims=True))


def chosen(table, labels):
    return table[np.arange(len(labels)), labels]


def situation(x, labels, w1, w2, b2=(0.0, 0.0)):
    """One input, one hidden unit, two classes."""
    params = {"W1": [[w1]], "b1": [0.5], "W2": [w2], "b2": list(b2)}
    params = {k: np.array(v, dtype=float) for k, v in params.items()}
    return {"x": np.array(x), "labels": np.array(labels), "params": params}


@misconception(witness=situation([[1.0], [-1.0]], [0, 1], 1.0, [1.0, 2.0]))
def sums_instead_of_averaging(x, labels, params):
    """The examples were summed. Divide by N, so that the loss does not grow with the batch."""
    return -chosen(logs(x, labels, params), labels).sum()


@misconception(witness=situation([[1.0]], [0], 1.0, [1.0, 3.0]))
def forgets_the_minus(x, labels, params):
    """The minus is missing: logarithms of probabilities are negative, a loss is not."""
    return chosen(logs(x, labels, params), labels).mean()


@misconception(witness=situation([[1.0]], [0], 1.0, [0.0, 0.0], b2=(0.0, 1000.0)))
def takes_the_logarithm_of_zero(x, labels, params):
    """The probability of the right class underflowed to 0, and the loss became inf. Compute the
    logarithm from the scores: z - max - log(sum(exp(z - max)))."""
    return -np.log(np.exp(chosen(logs(x, labels, params), labels))).mean()


@misconception(witness=situation([[1.0]], [0], 1.0, [0.0, 0.0], b2=(0.0, 500.0)))
def adds_a_small_number(x, labels, params):
    """A small number was added inside the logarithm, so that no example costs more than about 16.
    Compute the logarithm from the scores, and nothing has to be added."""
    return -np.log(np.exp(chosen(logs(x, labels, params), labels)) + 1e-7).mean()


@misconception(witness=situation([[1.0]], [0], 2.0, [1.0, 3.0]))
def takes_tanh_inside(x, labels, params):
    """The hidden layer is tanh. It is a sigmoid here: 1 / (1 + exp(-z))."""
    return -chosen(logs(x, labels, params, np.tanh), labels).mean()


@misconception(witness=situation([[1.0]], [1], 1.0, [3.0, 1.0]))
def divides_by_the_number_of_classes(x, labels, params):
    """The loss is too small by the number of classes: the mean ran over all N times K entries.
    Only the right class of each example counts, and there are N."""
    return -chosen(logs(x, labels, params), labels).sum() / (len(x) * len(params["b2"]))


@misconception(witness=situation([[1.0]], [1], 1.0, [4.0, 1.0]))
def takes_all_classes(x, labels, params):
    """The logarithms of all classes were summed. Only that of the right class counts: pick it with
    log_p[np.arange(N), labels]."""
    return -logs(x, labels, params).sum(axis=1).mean()


@misconception(witness=situation([[1.0], [-1.0]], [1, 0], 3.0, [4.0, 1.0]))
def normalises_down_the_columns(x, labels, params):
    """Softmax ran down the columns, over the examples. Every example shares out its own
    probability, along axis=1."""
    return -chosen(logs(x, labels, params, axis=0), labels).mean()


@misconception(witness=situation([[2.0]], [1], 1.0, [4.0, 1.0]))
def applies_softmax_twice(x, labels, params):
    """The probabilities went through softmax once more before the logarithm. Once is enough."""
    p = np.exp(logs(x, labels, params))
    return -chosen(p - np.log(np.exp(p).sum(axis=1, keepdims=True)), labels).mean()


@misconception(witness=situation([[2.0]], [1], 1.0, [3.0, 1.0]))
def takes_logarithms_to_base_2(x, labels, params):
    """The logarithms are to base 2. Natural ones are asked for: np.log."""
    return -chosen(logs(x, labels, params), labels).mean() / np.log(2.0)


def network(b1=2, b2=3):
    return {"W1": np.ones((2, 2)), "b1": np.ones(b1), "W2": np.ones((2, 3)), "b2": np.ones(b2)}


THREE = np.ones((3, 2))
RIGHT = np.array([0, 1, 2])
EXERCISE = Exercise(
    inputs={
        "x": array("N D", floats(-3, 3), floats(-20, 20, special=(0.0,))),
        "labels": labels("N", "K"),
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
    # log-sum-exp of scores of up to 6000 minus one of them: their rounding errors stay.
    accuracy=absolute(200.0),
    sizes={"N": (1, 5), "D": (1, 4), "H": (1, 5), "K": (1, 5)},
    cases=(
        case(**situation([[1.0], [2.0]], [0, 1], 0.0, [0.0, 0.0])),
        # Rows whose scores are far apart: each needs its own largest one.
        case(**situation([[-1.0], [1.0]], [0, 1], 1000.0, [2000.0, 2001.0]), tier="edge"),
    ),
    laws=(
        is_the_mean_over_the_examples,
        knowing_nothing_costs_log_k,
        ignores_a_common_shift_of_the_scores,
    ),
    misconceptions=(
        sums_instead_of_averaging,
        forgets_the_minus,
        takes_the_logarithm_of_zero,
        adds_a_small_number,
        takes_tanh_inside,
        divides_by_the_number_of_classes,
        takes_all_classes,
        normalises_down_the_columns,
        applies_softmax_twice,
        takes_logarithms_to_base_2,
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
        "What does each example cost, given the probability of its right class? And what becomes "
        "of log(P) where P has underflowed to 0?",
        "Subtract the largest score of each row; then the logarithm of a probability is the score "
        "minus log of the row's sum of exponentials. Pick one entry a row.",
        "Z = Z2 - Z2.max(axis=1, keepdims=True); return np.mean(np.log(np.exp(Z).sum(axis=1)) - "
        "Z[np.arange(N), labels]).",
    ),
)
