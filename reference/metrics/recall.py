"""The share of the positives that were found."""

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
    part, whole = int((is_ & said).sum()), int(is_.sum())
    return part / whole if whole else 0.0


def second_source(m, y_true, y_pred):
    pairs = [(int(a), int(b)) for a, b in zip(y_true, y_pred, strict=True)]
    part = m.number(1.0) * sum(a * b for a, b in pairs)
    whole = sum(a for a, b in pairs)
    return part / whole if whole else m.number(0.0)


@law()
def does_not_look_at_the_negatives(recall, y_true, y_pred):
    """More examples that are negative, whatever they are called, change nothing."""
    once = float(np.asarray(recall(y_true, y_pred)))
    more = np.concatenate([y_true, np.zeros_like(y_true), np.zeros_like(y_true)])
    called = np.concatenate([y_pred, np.zeros_like(y_pred), np.ones_like(y_pred)])
    assert_close(recall(more, called), once)


@law()
def is_1_when_all_are_called_positive(recall, y_true):
    """Who calls everything positive finds every positive (if there is one)."""
    found = 1.0 if np.any(y_true == 1) else 0.0
    assert_close(recall(y_true, np.ones_like(y_true)), found)


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


@misconception(witness=arrays([1, 0, 0, 0], [1, 1, 1, 0]))
def returns_precision(y_true, y_pred):
    """The true positives are divided by those that were called positive: that is precision. Recall
    divides by the actual positives, tp + fn."""
    tp, fp, _, _ = counts(y_true, y_pred)
    return share(tp, tp + fp)


@misconception(witness=arrays([1, 1, 0, 0, 0], [1, 0, 0, 0, 0]))
def returns_accuracy(y_true, y_pred):
    """This is the share of all right predictions. Recall looks only at the examples that are
    positive."""
    tp, _, _, tn = counts(y_true, y_pred)
    return (tp + tn) / len(y_true)


@misconception(witness=arrays([1, 1, 0], [1, 0, 0]))
def divides_by_all_examples(y_true, y_pred):
    """The true positives are divided by all the examples. Divide by the actual positives, tp +
    fn."""
    tp, _, _, _ = counts(y_true, y_pred)
    return tp / len(y_true)


@misconception(witness=arrays([1, 1, 1, 0], [1, 0, 0, 0]))
def counts_the_missed_ones(y_true, y_pred):
    """This is the share of positives that were missed, 1 minus recall. The numerator is tp, not
    fn."""
    tp, _, fn, _ = counts(y_true, y_pred)
    return share(fn, tp + fn)


@misconception(witness=arrays([0, 0], [1, 0]))
def divides_0_by_0(y_true, y_pred):
    """Where there are no positives, 0 / 0 gives nan. Return 0.0 there."""
    tp, _, fn, _ = counts(y_true, y_pred)
    return float(np.float64(tp) / (tp + fn))


@misconception(witness=arrays([0, 0, 0], [1, 0, 0]))
def finds_all_of_nothing(y_true, y_pred):
    """Where there are no positives, 1.0 is returned. The convention here is 0.0."""
    tp, _, fn, _ = counts(y_true, y_pred)
    return tp / (tp + fn) if tp + fn else 1.0


@misconception(witness=arrays([0, 0, 0, 1, 1], [0, 0, 1, 1, 1]))
def returns_specificity(y_true, y_pred):
    """Class 0 is taken for the positive one, which gives specificity. Positive is class 1."""
    _, fp, _, tn = counts(y_true, y_pred)
    return share(tn, tn + fp)


@misconception(witness=arrays([1, 1, 0, 0, 0], [1, 0, 1, 0, 0]))
def averages_both_classes(y_true, y_pred):
    """The recalls of both classes are averaged. Only that of class 1 is asked for."""
    tp, fp, fn, tn = counts(y_true, y_pred)
    return (share(tp, tp + fn) + share(tn, tn + fp)) / 2


@misconception(witness=arrays([1, 1, 0], [1, 0, 1]))
def adds_a_small_number(y_true, y_pred):
    """A small number in the denominator makes every answer a little too small. Treat the
    denominator 0 on its own."""
    tp, _, fn, _ = counts(y_true, y_pred)
    return tp / (tp + fn + 1e-8)


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
        does_not_look_at_the_negatives,
        is_1_when_all_are_called_positive,
    ),
    misconceptions=(
        returns_precision,
        returns_accuracy,
        divides_by_all_examples,
        counts_the_missed_ones,
        divides_0_by_0,
        finds_all_of_nothing,
        returns_specificity,
        averages_both_classes,
        adds_a_small_number,
    ),
    hints=(
        "Which examples does the denominator count, and which of them does the numerator keep?",
        "np.sum(y_true == 1) counts the positives. What if there are none?",
        "tp = np.sum((y_true == 1) & (y_pred == 1)); positives = np.sum(y_true == 1); return tp"
        " / positives if positives else 0.0, after raising ValueError for no examples or shapes"
        " that differ.",
    ),
)
