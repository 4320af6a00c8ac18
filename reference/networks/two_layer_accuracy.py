"""How often a two-layer network decides for the right class."""

from __future__ import annotations

import numpy as np
import torch

from grader.declare import (
    Exercise,
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
    scores = torch.nn.functional.linear(a1, params["W2"].T, params["b2"])
    # torch.argmax promises no order among equals: the first column that reaches the maximum.
    reached = scores == scores.amax(dim=1, keepdim=True)
    decisions = reached.to(torch.int64).cummax(dim=1).values.sum(dim=1)
    return (scores.shape[1] - decisions == labels).double().mean()


def second_source(m, x, labels, params):
    a1 = 1 / (1 + m.exp(-(x @ params["W1"] + params["b1"])))
    scores = (a1 @ params["W2"] + params["b2"]).tolist()
    right = sum(row.index(max(row)) == k for row, k in zip(scores, labels.tolist(), strict=True))
    return m.number(right) / len(x)


def decided(x, params):
    """Whether rounding cannot change a decision: clear winners, or ties of b2 alone."""
    z = (0.5 * (1.0 + np.tanh(0.5 * (x @ params["W1"] + params["b1"])))) @ params["W2"]
    z = np.sort(z + params["b2"], axis=1)
    clear = z[:, -1] - z[:, -2] > 1e-3 * (1.0 + np.abs(z).max()) if z.shape[1] > 1 else True
    return bool(np.all(clear)) or not np.any(params["W2"])


@law()
def is_the_mean_over_the_examples(two_layer_accuracy, x, labels, params):
    """The accuracy of a batch is the mean of the accuracies of its examples, each 0 or 1."""
    each = [two_layer_accuracy(x[n : n + 1], labels[n : n + 1], params) for n in range(len(x))]
    whole = float(two_layer_accuracy(x, labels, params))
    assert_close(whole, float(np.mean([float(one) for one in each])), scale=1.0, rtol=1e-12)


@law()
def some_class_is_right(two_layer_accuracy, x, labels, params):
    """Over all classes, the accuracies for that class as the label of every example sum to 1."""
    classes = len(params["b2"])
    each = [two_layer_accuracy(x, np.full_like(labels, k), params) for k in range(classes)]
    assert_close(float(sum(float(one) for one in each)), 1.0, rtol=1e-12)


# --- mistakes -------------------------------------------------------------------------------------


def sigmoid(z):
    return 0.5 * (1.0 + np.tanh(0.5 * z))


def scores(x, labels, params, hidden=sigmoid):
    if params["b1"].shape != params["W1"].shape[1:] or params["b2"].shape != params["W2"].shape[1:]:
        raise ValueError("shapes do not fit")
    if labels.shape != x.shape[:1]:
        raise ValueError("labels do not fit")
    return hidden(x @ params["W1"] + params["b1"]) @ params["W2"] + params["b2"]


def situation(x, labels, b2=(0.0, 0.0), w2=(0.0, 2.0), w1=100.0):
    """One input and one hidden unit, which is on for positive and off for negative inputs."""
    params = {"W1": [[w1]], "b1": [0.0], "W2": [list(w2)], "b2": list(b2)}
    params = {k: np.array(v, dtype=float) for k, v in params.items()}
    return {"x": np.array(x)[:, None], "labels": np.array(labels), "params": params}


def three_classes(labels):
    """Five examples, all decided for class 1, before class 0 and class 2."""
    return situation([1.0] * 5, labels, b2=(0.0, 0.0, 0.0), w2=(2.0, 3.0, 1.0))


@misconception(witness=situation([1.0, 2.0, -1.0], [1, 1, 1], b2=(1.0, 0.0)))
def counts_instead_of_averaging(x, labels, params):
    """The right decisions were counted. Divide by the number of examples."""
    return float(np.sum(scores(x, labels, params).argmax(axis=1) == labels))


@misconception(witness=situation([1.0, 2.0, 3.0, -1.0], [1, 1, 1, 1], b2=(1.0, 0.0)))
def counts_the_wrong_decisions(x, labels, params):
    """This is the share of wrong decisions. Count where decision and label are equal."""
    return np.mean(scores(x, labels, params).argmax(axis=1) != labels)


@misconception(witness=three_classes([1, 1, 2, 2, 1]))
def takes_the_least_probable_class(x, labels, params):
    """The class with the smallest score was chosen. Decide for the largest: argmax."""
    return np.mean(scores(x, labels, params).argmin(axis=1) == labels)


@misconception(witness=situation([1.0, -1.0], [0, 0], b2=(0.0, 0.0), w2=(0.0, 0.0)))
def takes_the_last_of_equals(x, labels, params):
    """Where several classes are equally probable, the last one was chosen. The first one counts,
    as np.argmax has it (>= in a loop keeps the last, > the first)."""
    found = scores(x, labels, params)
    return np.mean(found.shape[1] - 1 - found[:, ::-1].argmax(axis=1) == labels)


@misconception(witness=situation([1.0, -1.0], [0, 1], b2=(1.0, 0.0)))
def looks_for_the_largest_column_entry(x, labels, params):
    """argmax ran down the columns and found the best example of each class. It has to find the
    best class of each example: axis=1."""
    best = scores(x, labels, params).argmax(axis=0)
    return np.mean([best[k] == n for n, k in enumerate(labels.tolist()) if k < len(best)] or [0.0])


@misconception(witness=situation([0.5, 0.25, -1.0], [1, 1, 1], b2=(1.0, 0.0), w1=1.0))
def forgets_the_biases(x, labels, params):
    """The biases were left out. They can turn a decision: each layer is a matrix product plus its
    bias."""
    none = {**params, "b1": 0.0 * params["b1"], "b2": 0.0 * params["b2"]}
    if params["b1"].shape != params["W1"].shape[1:] or params["b2"].shape != params["W2"].shape[1:]:
        raise ValueError("shapes do not fit")
    return np.mean(scores(x, labels, none).argmax(axis=1) == labels)


@misconception(
    witness=situation([0.25, 0.375, 1.0, 2.0], [0, 0, 0, 0], w2=(2.0, 0.0), b2=(0, 1), w1=1.0)
)
def leaves_the_hidden_layer_linear(x, labels, params):
    """The hidden layer has no activation, so that its units may be negative. Put the sums through
    sigmoid first."""
    return np.mean(scores(x, labels, params, lambda z: z).argmax(axis=1) == labels)


@misconception(witness=situation([1.0, 2.0, 3.0], [0, 0, 1], b2=(-2000.0, -2000.0), w2=(2.0, 0.0)))
def loses_its_way_in_large_scores(x, labels, params):
    """Softmax overflowed or underflowed to nan, and argmax then finds nothing. Subtract the largest
    score of each row first, or let the scores themselves decide: softmax keeps their order."""
    e = np.exp(scores(x, labels, params))
    p = e / e.sum(axis=1, keepdims=True)
    return np.mean(np.where(np.isnan(p).any(axis=1), -1, p.argmax(axis=1)) == labels)


def network(b1=2, b2=3):
    return {"W1": np.ones((2, 2)), "b1": np.ones(b1), "W2": np.ones((2, 3)), "b2": np.ones(b2)}


THREE = np.ones((3, 2))
RIGHT = np.array([0, 1, 2])
TIED = {
    "W1": np.ones((2, 2)),
    "b1": np.zeros(2),
    "W2": np.zeros((2, 3)),
    "b2": np.array([0.0, 1.0, 1.0]),
}
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
    sizes={"N": (1, 8), "D": (1, 4), "H": (1, 5), "K": (1, 4)},
    where=decided,
    cases=(
        case(**situation([-1.0, 1.0, 2.0, 3.0], [0, 1, 1, 0], b2=(1.0, 0.0))),
        case(x=THREE, labels=RIGHT, params=TIED, tier="edge"),
        case(x=THREE, labels=np.array([1, 1, 2]), params=TIED, tier="edge"),
    ),
    laws=(is_the_mean_over_the_examples, some_class_is_right),
    misconceptions=(
        counts_instead_of_averaging,
        counts_the_wrong_decisions,
        takes_the_least_probable_class,
        takes_the_last_of_equals,
        looks_for_the_largest_column_entry,
        forgets_the_biases,
        leaves_the_hidden_layer_linear,
        loses_its_way_in_large_scores,
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
    ),
    hints=(
        "For a decision you need not know the probabilities: when is one class more probable than "
        "another?",
        "Compute the scores Z2, find the best column of each row (which axis?), and compare "
        "with the labels.",
        "np.mean((A1 @ W2 + b2).argmax(axis=1) == labels), after comparing the shapes.",
    ),
)
