"""The textbook's cross-entropy of probabilities, with its small number inside the logarithm."""

from __future__ import annotations

import numpy as np
import torch

from grader.declare import (
    Exercise,
    assert_close,
    case,
    choice,
    computed,
    distribution,
    floats,
    law,
    misconception,
    one_of,
    refusal,
    scalar,
)


def reference(y: torch.Tensor, t: torch.Tensor | int, delta: float = 1e-8) -> torch.Tensor:
    if not torch.is_tensor(t):
        right = y[t]
    elif t.shape == y.shape:
        right = (y * t).sum(dim=-1)
    else:
        right = y.gather(1, t[:, None])
    return -torch.log(right + delta).mean()


def second_source(m, y, t, delta=1e-8):
    rows = y[None] if y.ndim == 1 else y
    targets = [t] if y.ndim == 1 else t
    total = m.number(0.0)
    for row, target in zip(rows, targets, strict=True):
        label = target if np.ndim(target) == 0 else int(np.argmax(target))
        total -= m.log(row[label] + delta)
    return total / len(rows)


# --- targets of every form, scattered over the classes by the probabilities themselves ----------


def classes(y):
    """A class label for every row, any of its classes."""
    scattered = np.floor(np.asarray(y)[..., 0] * 7919.0 + np.arange(np.prod(y.shape[:-1])))
    return np.asarray(scattered, dtype=np.int64).reshape(y.shape[:-1]) % y.shape[-1]


def as_labels(y):
    found = classes(y)
    return int(found) if y.ndim == 1 else found


def as_one_hot(y):
    return (classes(y)[..., None] == np.arange(y.shape[-1])).astype(np.int64)


def as_one_hot_floats(y):
    return as_one_hot(y).astype(np.float64)


@law(t=computed(as_labels, moved=False))
def reads_labels_and_one_hot_alike(cross_entropy_error, y, t, delta):
    """Class labels and their one-hot form are two ways of saying the same: the error is the
    same."""
    assert_close(
        cross_entropy_error(y, as_one_hot(y), delta),
        float(np.asarray(cross_entropy_error(y, t, delta))),
        scale=10.0,
    )


@law(y=distribution("N K"), t=computed(as_labels, moved=False))
def is_a_mean_over_the_examples(cross_entropy_error, y, t, delta):
    """The error stays the same when every example occurs twice."""
    once = float(np.asarray(cross_entropy_error(y, t, delta)))
    twice = cross_entropy_error(np.concatenate([y, y]), np.concatenate([t, t]), delta)
    assert_close(twice, once, scale=10.0)


@law(y=distribution("K"), t=computed(as_labels, moved=False))
def treats_one_example_as_a_batch_of_one(cross_entropy_error, y, t, delta):
    """One example of shape (K,) costs the same as a batch of shape (1, K) that holds only it."""
    batch = float(np.asarray(cross_entropy_error(y[None], np.array([t]), delta)))
    assert_close(cross_entropy_error(y, t, delta), batch, scale=10.0)


@law(y=distribution("N K"), edge=10)
def cannot_exceed_minus_log_delta(cross_entropy_error, y, delta):
    """However wrong the network is, an example costs at most -log(delta)."""
    error = float(np.asarray(cross_entropy_error(0.0 * y, classes(y), delta)))
    assert_close(error, -float(np.log(delta)), scale=10.0)


# --- the pieces of which the mistakes are made --------------------------------------------------


def picked(y, t):
    """The probability of the right class of every example, ``(N,)``."""
    if y.ndim == 1:
        y, t = y[None], np.asarray(t)[None]
    labels = np.argmax(t, axis=1) if np.shape(t) == y.shape else t
    return y[np.arange(len(y)), labels]


@misconception(witness={"y": [[0.25, 0.75], [0.5, 0.5]], "t": [0, 1]})
def sums_instead_of_averaging(y, t, delta=1e-8):
    """The costs of the examples are added up. Divide by the number of examples, so that the error
    does not grow with the batch."""
    return -np.log(picked(y, t) + delta).sum()


@misconception(witness={"y": [[0.25, 0.5, 0.25], [0.5, 0.25, 0.25]], "t": [0, 2]})
def divides_by_the_classes_too(y, t, delta=1e-8):
    """The mean runs over all N * K entries of the table. Only the right class of each example
    costs anything, so divide by the N examples."""
    return -np.log(picked(y, t) + delta).sum() / y.size


@misconception(witness={"y": [0.25, 0.5, 0.25], "t": 0})
def divides_one_example_by_its_classes(y, t, delta=1e-8):
    """One example of shape (K,) is divided by len(y), which is K there and not the number of
    examples. Make it a batch of shape (1, K) first."""
    return -np.log(picked(y, t) + delta).sum() / len(y)


@misconception(witness={"y": [0.5, 0.5], "t": 1})
def forgets_the_minus(y, t, delta=1e-8):
    """The error is negative. The logarithm of a probability is never above 0, and the error is its
    negative."""
    return np.log(picked(y, t) + delta).mean()


@misconception(witness={"y": [0.0, 1.0], "t": 0, "delta": 0.25})
def takes_the_bare_logarithm(y, t, delta=1e-8):
    """delta is not used, so that a right class with probability 0 costs inf. Add delta to the
    probability before the logarithm."""
    return -np.log(picked(y, t)).mean()


@misconception(witness={"y": [0.75, 0.25], "t": 0, "delta": 0.25})
def adds_delta_outside_the_logarithm(y, t, delta=1e-8):
    """delta is added to the logarithm instead of to the probability, and log(0) stays infinite.
    Write log(y + delta), not log(y) + delta."""
    return -(np.log(picked(y, t)) + delta).mean()


@misconception(witness={"y": [0.5, 0.5], "t": 0, "delta": 0.25})
def clips_instead_of_adding(y, t, delta=1e-8):
    """delta is taken for a lower limit of the probability. It is added to every probability:
    log(y + delta)."""
    return -np.log(np.maximum(picked(y, t), delta)).mean()


@misconception(witness={"y": [0.0, 1.0], "t": 0, "delta": 0.01})
def builds_the_small_number_in(y, t, delta=1e-8):
    """The small number is always 1e-8, whatever delta is handed in. Use the argument delta."""
    return -np.log(picked(y, t) + 1e-8).mean()


@misconception(witness={"y": [0.0, 1.0], "t": 0})
def adds_another_small_number(y, t, delta=1e-7):
    """Without being asked, 1e-7 is added, as in the book. Here delta is 1e-8 unless another number
    is handed in."""
    return -np.log(picked(y, t) + delta).mean()


@misconception(witness={"y": [0.125, 0.875], "t": 0})
def counts_in_bits(y, t, delta=1e-8):
    """The logarithm has base 2. The natural logarithm is asked for: np.log."""
    return -np.log2(picked(y, t) + delta).mean()


@misconception(witness={"y": [[0.25, 0.75], [0.5, 0.5]], "t": [1, 1]})
def multiplies_by_the_labels(y, t, delta=1e-8):
    """Class labels are multiplied with the logarithms as if they were one-hot. A label says which
    entry of the row to take: y[np.arange(N), t]."""
    if y.ndim == 1:
        y, t = y[None], np.asarray(t)[None]
    t = np.asarray(t)
    weights = t if t.shape == y.shape else t[:, None]
    return -np.sum(weights * np.log(y + delta)) / len(y)


@misconception(witness={"y": [[0.25, 0.75], [0.25, 0.75]], "t": [0, 1]})
def takes_every_label_from_every_row(y, t, delta=1e-8):
    """y[:, t] takes the columns of all labels from every row, N * N numbers. Pair each row with its
    own label: y[np.arange(N), t]."""
    if y.ndim == 1:
        y, t = y[None], np.asarray(t)[None]
    labels = np.argmax(t, axis=1) if np.shape(t) == y.shape else t
    return -np.sum(np.log(y[:, labels] + delta)) / len(y)


@misconception(witness={"y": [[0.5, 0.25, 0.25]], "t": [[1, 0, 0]]})
def charges_the_wrong_classes_too(y, t, delta=1e-8):
    """The wrong classes cost -log(1 - y) as well: that is binary cross-entropy. Only the right
    class counts here."""
    if y.ndim == 1:
        y, t = y[None], np.asarray(t)[None]
    labels = np.argmax(t, axis=1) if np.shape(t) == y.shape else t
    hot = np.asarray(labels)[:, None] == np.arange(y.shape[1])
    return -np.sum(np.log(np.where(hot, y, 1 - y) + delta)) / len(y)


EXERCISE = Exercise(
    inputs={
        "y": one_of(distribution("N K"), distribution("N K"), distribution("K")),
        "t": one_of(
            computed(as_labels, moved=False),
            computed(as_one_hot, moved=False),
            computed(as_one_hot_floats, moved=False),
        ),
        "delta": scalar(choice(1e-8, 1e-7, 1e-3, 0.1), floats(1e-12, 1.0, exact=True)),
    },
    reference=reference,
    second_source=second_source,
    # Rounding errors of 1: log(1 + 1e-8) keeps half of its digits, whoever computes it.
    accuracy="absolute",
    sizes={"N": (1, 6), "K": (1, 5)},
    cases=(
        case(y=[[0.25, 0.75], [0.5, 0.5]], t=[[1, 0], [0, 1]]),
        case(y=[[0.25, 0.75], [0.5, 0.5]], t=[0, 1]),
        case(
            y=[0.1, 0.05, 0.6, 0.0, 0.05, 0.1, 0.0, 0.1, 0.0, 0.0],
            t=[0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
        ),
        case(y=[0.0, 1.0], t=0),
        case(y=[[1.0], [1.0]], t=[0, 0], tier="edge"),
        case(y=[[0.0, 1.0], [1.0, 0.0]], t=[0, 0], tier="edge"),
        case(y=[[0.5, 0.5], [0.25, 0.75]], t=[[0.0, 1.0], [0.0, 1.0]], tier="edge"),
    ),
    refusals=(
        refusal(
            (ValueError, IndexError),
            "three labels for two examples",
            y=[[0.5, 0.5], [0.25, 0.75]],
            t=[0, 1, 1],
            delta=1e-8,
        ),
        refusal(
            (ValueError, IndexError),
            "one label for two examples",
            y=[[0.5, 0.5], [0.25, 0.75]],
            t=[1],
            delta=1e-8,
        ),
        refusal(
            (ValueError, IndexError),
            "one-hot targets of three classes for two",
            y=[[0.5, 0.5], [0.25, 0.75]],
            t=[[1, 0, 0], [0, 1, 0]],
            delta=1e-8,
        ),
    ),
    laws=(
        reads_labels_and_one_hot_alike,
        is_a_mean_over_the_examples,
        treats_one_example_as_a_batch_of_one,
        cannot_exceed_minus_log_delta,
    ),
    misconceptions=(
        sums_instead_of_averaging,
        divides_by_the_classes_too,
        divides_one_example_by_its_classes,
        forgets_the_minus,
        takes_the_bare_logarithm,
        adds_delta_outside_the_logarithm,
        clips_instead_of_adding,
        builds_the_small_number_in,
        adds_another_small_number,
        counts_in_bits,
        multiplies_by_the_labels,
        takes_every_label_from_every_row,
        charges_the_wrong_classes_too,
    ),
    hints=(
        "Solve it for labels of shape (N,) first: which N entries of y are the probabilities of "
        "the right classes? How can the other forms of y and t be turned into this one?",
        "y[np.newaxis] makes one example a batch of one, np.argmax(t, axis=1) makes labels of "
        "one-hot rows, and y[np.arange(N), t] picks one entry from each row.",
        "right = y[np.arange(len(y)), t]; return -np.log(right + delta).mean(). Before it, compare "
        "np.shape(t) with y.shape (one-hot) and with y.shape[:1] (labels); else ValueError.",
    ),
)
