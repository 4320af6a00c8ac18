"""The share of the negatives that were recognised."""

from __future__ import annotations

import numpy as np
import torch

from grader.declare import (
    Exercise,
    array,
    assert_close,
    case,
    choice,
    integers,
    law,
    misconception,
    one_of,
    refusal,
)


def reference(y_true: torch.Tensor, y_pred: torch.Tensor) -> float:
    is_, said = y_true == 1, y_pred == 1
    part, whole = int((~is_ & ~said).sum()), int((~is_).sum())
    return part / whole if whole else 0.0


def second_source(m, y_true, y_pred):
    pairs = [(int(a), int(b)) for a, b in zip(y_true, y_pred, strict=True)]
    part = m.number(1.0) * sum((1 - a) * (1 - b) for a, b in pairs)
    whole = sum(1 - a for a, b in pairs)
    return part / whole if whole else m.number(0.0)


@law()
def does_not_look_at_the_positives(specificity, y_true, y_pred):
    """More examples that are positive, whatever they are called, change nothing."""
    once = float(np.asarray(specificity(y_true, y_pred)))
    more = np.concatenate([y_true, np.ones_like(y_true), np.ones_like(y_true)])
    called = np.concatenate([y_pred, np.zeros_like(y_pred), np.ones_like(y_pred)])
    assert_close(specificity(more, called), once)


@law()
def is_1_when_all_are_called_negative(specificity, y_true):
    """Who calls everything negative recognises every negative (if there is one)."""
    recognised = 1.0 if np.any(y_true == 0) else 0.0
    assert_close(specificity(y_true, np.zeros_like(y_true)), recognised)


# --- the pieces of which the mistakes are made --------------------------------------------------


def arrays(y_true, y_pred):
    """Both as arrays: of a list alone the dtype would be left open."""
    return {"y_true": np.array(y_true), "y_pred": np.array(y_pred)}


def counts(y_true, y_pred):
    """True positives, false positives, false negatives, true negatives."""
    is_, said = np.asarray(y_true) == 1, np.asarray(y_pred) == 1
    both = (is_ & said, ~is_ & said, is_ & ~said, ~is_ & ~said)
    return tuple(int(np.sum(one)) for one in both)


def share(part, whole):
    return part / whole if whole else 0.0


@misconception(witness=arrays([1, 1, 1, 0], [1, 0, 0, 0]))
def returns_recall(y_true, y_pred):
    """This is recall, the share of the positives that were found. Specificity is the same for the
    negatives: tn / (tn + fp)."""
    tp, _, fn, _ = counts(y_true, y_pred)
    return share(tp, tp + fn)


@misconception(witness=arrays([0, 0, 0, 1], [0, 0, 1, 1]))
def returns_the_false_positive_rate(y_true, y_pred):
    """This is the share of negatives that were called positive, 1 minus specificity. The numerator
    is tn, not fp."""
    _, fp, _, tn = counts(y_true, y_pred)
    return share(fp, tn + fp)


@misconception(witness=arrays([0, 0, 1, 1, 1], [0, 1, 0, 0, 1]))
def divides_by_the_predicted_negatives(y_true, y_pred):
    """The true negatives are divided by those that were called negative, tn + fn. Divide by the
    actual negatives, tn + fp."""
    _, _, fn, tn = counts(y_true, y_pred)
    return share(tn, tn + fn)


@misconception(witness=arrays([1, 0, 0, 0, 0], [1, 1, 1, 0, 0]))
def returns_precision(y_true, y_pred):
    """This is precision, tp / (tp + fp). Specificity is about the negatives: tn / (tn + fp)."""
    tp, fp, _, _ = counts(y_true, y_pred)
    return share(tp, tp + fp)


@misconception(witness=arrays([0, 0, 1, 1, 1], [0, 1, 1, 1, 1]))
def returns_accuracy(y_true, y_pred):
    """This is the share of all right predictions. Specificity looks only at the examples that are
    negative."""
    tp, _, _, tn = counts(y_true, y_pred)
    return (tp + tn) / len(y_true)


@misconception(witness=arrays([0, 0, 1], [0, 1, 1]))
def divides_by_all_examples(y_true, y_pred):
    """The true negatives are divided by all the examples. Divide by the actual negatives, tn +
    fp."""
    _, _, _, tn = counts(y_true, y_pred)
    return tn / len(y_true)


@misconception(witness=arrays([1, 1], [1, 0]))
def divides_0_by_0(y_true, y_pred):
    """Where there are no negatives, 0 / 0 gives nan. Return 0.0 there."""
    _, fp, _, tn = counts(y_true, y_pred)
    return float(np.float64(tn) / (tn + fp))


@misconception(witness=arrays([1, 1, 1], [1, 0, 0]))
def finds_all_of_nothing(y_true, y_pred):
    """Where there are no negatives, 1.0 is returned. The convention here is 0.0."""
    _, fp, _, tn = counts(y_true, y_pred)
    return tn / (tn + fp) if tn + fp else 1.0


@misconception(witness=arrays([0, 0, 1], [0, 1, 0]))
def adds_a_small_number(y_true, y_pred):
    """A small number in the denominator makes every answer a little too small. Treat the
    denominator 0 on its own."""
    _, fp, _, tn = counts(y_true, y_pred)
    return tn / (tn + fp + 1e-8)


def yes_or_no():
    """0 and 1 of every dtype."""
    return one_of(
        array("N", integers(0, 1)), array("N", choice(0.0, 1.0)), array("N", choice(False, True))
    )


NONE = np.zeros(0, dtype=np.int64)

EXERCISE = Exercise(
    inputs={"y_true": yes_or_no(), "y_pred": yes_or_no()},
    reference=reference,
    second_source=second_source,
    sizes={"N": (1, 12)},
    cases=(
        case(**arrays([1, 1, 1, 1, 0, 0, 0], [1, 1, 1, 0, 1, 1, 0])),
        case(**arrays([True, True, False, False], [1.0, 0.0, 1.0, 0.0])),
        case(**arrays([0, 0], [0, 0]), tier="edge"),
        case(**arrays([1, 1], [0, 0]), tier="edge"),
        case(**arrays([0, 0], [1, 1]), tier="edge"),
        case(**arrays([1], [1]), tier="edge"),
    ),
    refusals=(
        refusal(ValueError, "no examples", **arrays(NONE, NONE)),
        refusal(ValueError, "one prediction for two examples", **arrays([1, 0], [1])),
        refusal(
            ValueError,
            "predictions in a column, of shape (2, 1), for true classes of shape (2,)",
            **arrays([1, 0], [[1], [0]]),
        ),
    ),
    laws=(
        does_not_look_at_the_positives,
        is_1_when_all_are_called_negative,
    ),
    misconceptions=(
        returns_recall,
        returns_the_false_positive_rate,
        divides_by_the_predicted_negatives,
        returns_precision,
        returns_accuracy,
        divides_by_all_examples,
        divides_0_by_0,
        finds_all_of_nothing,
        adds_a_small_number,
    ),
    hints=(
        "Which examples does the denominator count, and which of them does the numerator keep?",
        "np.sum(y_true == 0) counts the negatives. What if there are none?",
        "tn = np.sum((y_true == 0) & (y_pred == 0)); negatives = np.sum(y_true == 0); return tn"
        " / negatives if negatives else 0.0, after raising ValueError for no examples or shapes"
        " that differ.",
    ),
)
