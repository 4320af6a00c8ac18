"""The share of the predicted positives that are positive."""

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
    part, whole = int((is_ & said).sum()), int(said.sum())
    return part / whole if whole else 0.0


def second_source(m, y_true, y_pred):
    pairs = [(int(a), int(b)) for a, b in zip(y_true, y_pred, strict=True)]
    part = m.number(1.0) * sum(a * b for a, b in pairs)
    whole = sum(b for a, b in pairs)
    return part / whole if whole else m.number(0.0)


@law()
def does_not_look_at_what_was_called_negative(precision, y_true, y_pred):
    """More examples that are called negative, rightly or wrongly, change nothing."""
    once = float(np.asarray(precision(y_true, y_pred)))
    more = np.concatenate([y_true, np.zeros_like(y_true), np.ones_like(y_true)])
    called = np.concatenate([y_pred, np.zeros_like(y_pred), np.zeros_like(y_pred)])
    assert_close(precision(more, called), once)


@law()
def is_the_share_of_positives_when_all_are_called_so(precision, y_true):
    """Who calls everything positive is right as often as there are positives."""
    assert_close(precision(y_true, np.ones_like(y_true)), float(np.mean(y_true == 1)))


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
    """The true positives are divided by the actual positives: that is recall. Precision divides by
    those that were called positive, tp + fp."""
    tp, _, fn, _ = counts(y_true, y_pred)
    return share(tp, tp + fn)


@misconception(witness=arrays([1, 0, 0, 0, 0], [1, 1, 0, 0, 0]))
def returns_accuracy(y_true, y_pred):
    """This is the share of all right predictions. Precision looks only at the examples that were
    called positive."""
    tp, _, _, tn = counts(y_true, y_pred)
    return (tp + tn) / len(y_true)


@misconception(witness=arrays([1, 0, 0], [1, 1, 0]))
def divides_by_all_examples(y_true, y_pred):
    """The true positives are divided by all the examples. Divide by those that were called
    positive, tp + fp."""
    tp, _, _, _ = counts(y_true, y_pred)
    return tp / len(y_true)


@misconception(witness=arrays([1, 0, 0, 0], [1, 1, 1, 0]))
def counts_the_false_alarms(y_true, y_pred):
    """This is the share of false alarms among the predicted positives, 1 minus precision. The
    numerator is tp, not fp."""
    tp, fp, _, _ = counts(y_true, y_pred)
    return share(fp, tp + fp)


@misconception(witness=arrays([1, 0], [0, 0]))
def divides_0_by_0(y_true, y_pred):
    """Where nothing was called positive, 0 / 0 gives nan. Return 0.0 there."""
    tp, fp, _, _ = counts(y_true, y_pred)
    return float(np.float64(tp) / (tp + fp))


@misconception(witness=arrays([1, 0, 1], [0, 0, 0]))
def praises_silence(y_true, y_pred):
    """Where nothing was called positive, 1.0 is returned. The convention here is 0.0."""
    tp, fp, _, _ = counts(y_true, y_pred)
    return tp / (tp + fp) if tp + fp else 1.0


@misconception(witness=arrays([0, 0, 0, 1, 1], [0, 0, 1, 1, 1]))
def calls_0_positive(y_true, y_pred):
    """Class 0 is taken for the positive one. Positive is class 1."""
    _, _, fn, tn = counts(y_true, y_pred)
    return share(tn, tn + fn)


@misconception(witness=arrays([1, 1, 0, 0, 0], [1, 0, 1, 0, 0]))
def averages_both_classes(y_true, y_pred):
    """The precisions of both classes are averaged. Only that of class 1 is asked for."""
    tp, fp, fn, tn = counts(y_true, y_pred)
    return (share(tp, tp + fp) + share(tn, tn + fn)) / 2


@misconception(witness=arrays([1, 0, 1], [1, 1, 0]))
def adds_a_small_number(y_true, y_pred):
    """A small number in the denominator makes every answer a little too small. Treat the
    denominator 0 on its own."""
    tp, fp, _, _ = counts(y_true, y_pred)
    return tp / (tp + fp + 1e-8)


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
        does_not_look_at_what_was_called_negative,
        is_the_share_of_positives_when_all_are_called_so,
    ),
    misconceptions=(
        returns_recall,
        returns_accuracy,
        divides_by_all_examples,
        counts_the_false_alarms,
        divides_0_by_0,
        praises_silence,
        calls_0_positive,
        averages_both_classes,
        adds_a_small_number,
    ),
    hints=(
        "Which examples does the denominator count, and which of them does the numerator keep?",
        "np.sum(y_pred == 1) counts those that were called positive. What if there are none?",
        "tp = np.sum((y_true == 1) & (y_pred == 1)); called = np.sum(y_pred == 1); return tp / "
        "called if called else 0.0, after raising ValueError for no examples or shapes that "
        "differ.",
    ),
)
