"""The derivative of the mean cross-entropy behind softmax."""

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
    refusal,
    vjp,
)


def reference(z: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    (delta,) = vjp(lambda scores: torch.nn.functional.cross_entropy(scores, labels), 1.0, z)
    return delta


def second_source(m, z, labels):
    answers = []
    for row, label in zip(z, labels, strict=True):
        weights = m.exp(row - row.max())
        right = np.arange(len(row)) == label
        answers.append((weights / weights.sum() - right) / len(z))
    return np.array(answers, dtype=object)


def softmax(z, axis=1):
    weights = np.exp(z - z.max(axis=axis, keepdims=True))
    return weights / weights.sum(axis=axis, keepdims=True)


def hot(z, labels):
    return (labels[:, None] == np.arange(z.shape[1])).astype(z.dtype)


def loss(z, labels):
    return float(np.mean(np.logaddexp.reduce(z, axis=1) - z[np.arange(len(z)), labels]))


@law(direction=array("N K", floats(-1.0, 1.0)))
def is_the_slope_of_the_loss(softmax_cross_entropy_delta, z, labels, direction):
    """Moving the scores a little in any direction changes the mean loss as the slope says."""
    h = 1e-4
    slope = (loss(z + h * direction, labels) - loss(z - h * direction, labels)) / (2 * h)
    delta = softmax_cross_entropy_delta(z, labels)
    assert_close(float(np.sum(delta * direction)), slope, rtol=1e-6, scale=1.0)


@law(edge=10)
def has_rows_that_sum_to_0(softmax_cross_entropy_delta, z, labels):
    """What the wrong classes are pushed down, the right one is pushed up: every row sums to 0."""
    delta = softmax_cross_entropy_delta(z, labels)
    assert_close(delta.sum(axis=1), np.zeros(len(z)), scale=1.0)


@law()
def shares_the_examples_out(softmax_cross_entropy_delta, z, labels):
    """When every example occurs twice, each of them counts half as much."""
    once = softmax_cross_entropy_delta(z, labels)
    twice = softmax_cross_entropy_delta(np.concatenate([z, z]), np.concatenate([labels, labels]))
    assert_close(twice, np.concatenate([once, once]) / 2, scale=1.0)


@misconception(witness={"z": [[0.0, 0.0], [0.0, 0.0]], "labels": [0, 1]})
def forgets_the_mean(z, labels):
    """This is the derivative of the summed loss. The loss is a mean: divide by the N examples."""
    return softmax(z) - hot(z, labels)


@misconception(witness={"z": [[0.0, 0.0, 0.0]], "labels": [1]})
def divides_by_the_classes_too(z, labels):
    """The derivative is divided by N * K. The mean runs over the N examples only, whatever the
    number of classes."""
    return (softmax(z) - hot(z, labels)) / z.size


@misconception(witness={"z": [[0.0, 0.0, 0.0], [1.0, 0.0, 0.0]], "labels": [1, 0]})
def divides_by_the_classes(z, labels):
    """The derivative is divided by the number of classes. The mean runs over the examples: divide
    by the number of rows."""
    return (softmax(z) - hot(z, labels)) / z.shape[1]


@misconception(witness={"z": [[0.0, 0.0]], "labels": [0]})
def subtracts_the_wrong_way_round(z, labels):
    """The signs are wrong: this is the direction in which to move, not the slope. Raising the score
    of the right class lowers the loss, so its slope is negative."""
    return (hot(z, labels) - softmax(z)) / len(z)


@misconception(witness={"z": [[0.0, 0.0]], "labels": [1]})
def forgets_the_labels(z, labels):
    """These are the probabilities, divided by N. Subtract 1 at the right class of every row."""
    return softmax(z) / len(z)


@misconception(witness={"z": [[0.0, 0.0, 0.0]], "labels": [2]})
def subtracts_the_label_itself(z, labels):
    """The label is subtracted as a number from the whole row. It says at which entry of the row to
    subtract 1."""
    return (softmax(z) - labels[:, None]) / len(z)


@misconception(witness={"z": [[0.0, 0.0], [0.0, 1.0]], "labels": [0, 1]})
def subtracts_in_every_row(z, labels):
    """1 is subtracted in the columns of all labels, in every row. Pair each row with its own label:
    delta[np.arange(N), labels] -= 1."""
    delta = softmax(z)
    delta[:, labels] -= 1
    return delta / len(z)


@misconception(witness={"z": [[1000.0, 0.0]], "labels": [1]})
def exponentiates_raw_scores(z, labels):
    """exp(1000) overflows to inf and exp(-1000) is 0; inf / inf and 0 / 0 are nan. Subtract each
    row's largest score first: that changes no probability."""
    weights = np.exp(z)
    return (weights / weights.sum(axis=1, keepdims=True) - hot(z, labels)) / len(z)


@misconception(witness={"z": [[1000.0, 1000.0], [0.0, 0.0]], "labels": [0, 0]})
def shifts_by_the_largest_score_of_all(z, labels):
    """The largest score of the whole array is subtracted, so that a row far below it becomes
    0 / 0, which is nan. Subtract each row's own largest score."""
    weights = np.exp(z - z.max())
    return (weights / weights.sum(axis=1, keepdims=True) - hot(z, labels)) / len(z)


@misconception(witness={"z": [[0.0, 1.0], [2.0, 5.0]], "labels": [0, 1]})
def normalises_down_the_columns(z, labels):
    """Softmax runs down the columns, over the examples. Every row is an example of its own: take
    the maximum and the sum over axis 1, the classes."""
    return (softmax(z, axis=0) - hot(z, labels)) / len(z)


@misconception(witness={"z": [[0.0, 2.0]], "labels": [0]})
def multiplies_by_the_slope_as_well(z, labels):
    """p - 1 is multiplied by p * (1 - p) once more. The difference of probabilities and one-hot
    labels is already the derivative with respect to the scores."""
    p = softmax(z)
    return (p - hot(z, labels)) * p * (1 - p) / len(z)


@misconception(witness={"z": [[0.0, 3.0]], "labels": [0]})
def squashes_each_score_alone(z, labels):
    """The probabilities are sigmoids of the single scores and do not sum to 1. Softmax divides the
    exponentials of a row by their sum."""
    return (1 / (1 + np.exp(-z)) - hot(z, labels)) / len(z)


@misconception(witness={"z": [[0.5, 0.5]], "labels": [0]})
def writes_into_the_scores(z, labels):
    """The scores that were handed in are changed along the way. They belong to the caller: make a
    new array instead of using -= or /= on z."""
    z -= z.max(axis=1, keepdims=True)
    return (softmax(z) - hot(z, labels)) / len(z)


WRONG = (ValueError, IndexError)
SCORES = [[0.0, 1.0, 2.0], [2.0, 1.0, 0.0]]

EXERCISE = Exercise(
    inputs={
        "z": array("N K", floats(-10, 10), floats(-1000, 1000)),
        "labels": labels("N", "K"),
    },
    reference=reference,
    second_source=second_source,
    # Rounding errors of 1: a probability of almost 1 minus 1 keeps no digits. 8 of them, since
    # exp(z - logsumexp(z)) rounds a score of 1000 to within 6e-14, which the probability shows.
    accuracy=absolute(8.0),
    sizes={"N": (1, 6), "K": (1, 5)},
    cases=(
        case(z=[[0.0, 0.0], [0.0, np.log(3.0)]], labels=[0, 1]),
        case(z=[[1.0, 2.0], [1.0, 3.0], [1.0, 3.0]], labels=[0, 1, 1]),
        case(z=[[1000.0, 0.0], [-1000.0, 0.0]], labels=[1, 0], tier="edge"),
    ),
    refusals=(
        refusal(WRONG, "one label for two rows", z=SCORES, labels=[1]),
        refusal(WRONG, "three labels for two rows", z=SCORES, labels=[1, 0, 0]),
        refusal(WRONG, "labels in a column, of shape (2, 1)", z=SCORES, labels=[[1], [0]]),
    ),
    laws=(is_the_slope_of_the_loss, has_rows_that_sum_to_0, shares_the_examples_out),
    misconceptions=(
        forgets_the_mean,
        divides_by_the_classes_too,
        divides_by_the_classes,
        subtracts_the_wrong_way_round,
        forgets_the_labels,
        subtracts_the_label_itself,
        subtracts_in_every_row,
        exponentiates_raw_scores,
        shifts_by_the_largest_score_of_all,
        normalises_down_the_columns,
        multiplies_by_the_slope_as_well,
        squashes_each_score_alone,
        writes_into_the_scores,
    ),
    hints=(
        "For one row the loss is log(sum(exp(z))) - z[label]. What is its derivative by the score "
        "of a wrong class, and what by that of the right class?",
        "Both contain the probability softmax(z), and the right class has a further -1. How does "
        "the mean over N rows change that? Keep exp from overflowing by subtracting each row's "
        "maximum.",
        "p = softmax of each row; p[np.arange(N), labels] -= 1; return p / N.",
    ),
)
