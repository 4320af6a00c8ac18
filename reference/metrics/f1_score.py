"""The harmonic mean of precision and recall."""

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
    part, whole = int(2 * (is_ & said).sum()), int(is_.sum() + said.sum())
    return part / whole if whole else 0.0


def second_source(m, y_true, y_pred):
    pairs = [(int(a), int(b)) for a, b in zip(y_true, y_pred, strict=True)]
    part = m.number(1.0) * sum(2 * a * b for a, b in pairs)
    whole = sum(a + b for a, b in pairs)
    return part / whole if whole else m.number(0.0)


@law()
def treats_both_kinds_of_mistakes_alike(f1_score, y_true, y_pred):
    """Exchanging truth and prediction exchanges precision and recall, and leaves F1 as it is."""
    assert_close(f1_score(y_pred, y_true), float(np.asarray(f1_score(y_true, y_pred))))


@law()
def does_not_look_at_true_negatives(f1_score, y_true, y_pred):
    """More negatives that are called negative change nothing."""
    once = float(np.asarray(f1_score(y_true, y_pred)))
    more = np.concatenate([y_true, np.zeros_like(y_true)])
    called = np.concatenate([y_pred, np.zeros_like(y_pred)])
    assert_close(f1_score(more, called), once)


@law()
def is_1_for_the_truth(f1_score, y_true):
    """Who predicts the truth gets 1 (if there is a positive)."""
    assert_close(f1_score(y_true, y_true), 1.0 if np.any(y_true == 1) else 0.0)


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


@misconception(witness=arrays([1, 1, 1, 0, 0], [1, 0, 0, 0, 0]))
def takes_the_arithmetic_mean(y_true, y_pred):
    """Precision and recall are averaged in the usual way. F1 is their harmonic mean, 2 p r / (p +
    r), which lies nearer to the smaller one."""
    tp, fp, fn, _ = counts(y_true, y_pred)
    return (share(tp, tp + fp) + share(tp, tp + fn)) / 2


@misconception(witness=arrays([1, 1, 1, 1, 0], [1, 1, 0, 0, 0]))
def takes_the_geometric_mean(y_true, y_pred):
    """The square root of p * r is returned. F1 is the harmonic mean, 2 p r / (p + r)."""
    tp, fp, fn, _ = counts(y_true, y_pred)
    return float(np.sqrt(share(tp, tp + fp) * share(tp, tp + fn)))


@misconception(witness=arrays([1, 0], [1, 0]))
def forgets_the_2(y_true, y_pred):
    """The answer is half as large as it should be, and never above 0.5. The formula is 2 * p * r /
    (p + r)."""
    tp, fp, fn, _ = counts(y_true, y_pred)
    return share(tp, 2 * tp + fp + fn)


@misconception(witness=arrays([1, 1, 1, 1, 0, 0], [1, 0, 0, 0, 1, 0]))
def forgets_the_denominator(y_true, y_pred):
    """Only 2 * p * r is returned. Divide it by p + r."""
    tp, fp, fn, _ = counts(y_true, y_pred)
    return 2 * share(tp, tp + fp) * share(tp, tp + fn)


@misconception(witness=arrays([0, 0], [0, 0]))
def divides_0_by_0(y_true, y_pred):
    """Where there are no true positives, p + r is 0 and 0 / 0 gives nan. Return 0.0 there."""
    tp, fp, fn, _ = counts(y_true, y_pred)
    p, r = share(tp, tp + fp), share(tp, tp + fn)
    return float(np.float64(2 * p * r) / (p + r))


@misconception(witness=arrays([1, 1, 0], [1, 0, 0]))
def counts_mistakes_in_full(y_true, y_pred):
    """This is tp / (tp + fp + fn), the Jaccard index. In F1 the true positives count twice, above
    and below."""
    tp, fp, fn, _ = counts(y_true, y_pred)
    return share(tp, tp + fp + fn)


@misconception(witness=arrays([1, 1, 0, 0, 0], [1, 0, 0, 0, 0]))
def returns_accuracy(y_true, y_pred):
    """This is the share of all right predictions. F1 joins precision and recall and takes no notice
    of true negatives."""
    tp, _, _, tn = counts(y_true, y_pred)
    return (tp + tn) / len(y_true)


@misconception(witness=arrays([1, 1, 0, 0, 0, 0], [1, 0, 0, 0, 0, 0]))
def averages_both_classes(y_true, y_pred):
    """The F1 scores of both classes are averaged. Only that of class 1 is asked for."""
    tp, fp, fn, tn = counts(y_true, y_pred)
    return (share(2 * tp, 2 * tp + fp + fn) + share(2 * tn, 2 * tn + fp + fn)) / 2


@misconception(witness=arrays([0, 0, 0, 0, 1, 1], [0, 0, 0, 1, 1, 1]))
def calls_0_positive(y_true, y_pred):
    """Class 0 is taken for the positive one. Positive is class 1."""
    _, fp, fn, tn = counts(y_true, y_pred)
    return share(2 * tn, 2 * tn + fp + fn)


@misconception(witness=arrays([1, 1, 0, 0, 0], [1, 0, 1, 0, 0]))
def uses_specificity_for_precision(y_true, y_pred):
    """Recall is joined with specificity. F1 joins it with precision, tp / (tp + fp)."""
    tp, fp, fn, tn = counts(y_true, y_pred)
    p, r = share(tn, tn + fp), share(tp, tp + fn)
    return share(2 * p * r, p + r)


@misconception(witness=arrays([1, 1, 0], [1, 1, 1]))
def adds_a_small_number(y_true, y_pred):
    """A small number in the denominator makes every answer a little too small. Treat the
    denominator 0 on its own."""
    tp, fp, fn, _ = counts(y_true, y_pred)
    p, r = share(tp, tp + fp), share(tp, tp + fn)
    return 2 * p * r / (p + r + 1e-8)


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
        treats_both_kinds_of_mistakes_alike,
        does_not_look_at_true_negatives,
        is_1_for_the_truth,
    ),
    misconceptions=(
        takes_the_arithmetic_mean,
        takes_the_geometric_mean,
        forgets_the_2,
        forgets_the_denominator,
        divides_0_by_0,
        counts_mistakes_in_full,
        returns_accuracy,
        averages_both_classes,
        calls_0_positive,
        uses_specificity_for_precision,
        adds_a_small_number,
    ),
    hints=(
        "When is each of precision and recall 0 / 0, and when is F1? What does it become when "
        "you put in the counts and cancel?",
        "F1 is 2 tp / (2 tp + fp + fn), and 2 tp + fp + fn is the number of positives plus the "
        "number of those called positive. What if it is 0?",
        "both = np.sum(y_true == 1) + np.sum(y_pred == 1); return 2 * tp / both if both else "
        "0.0, after raising ValueError for no examples or shapes that differ.",
    ),
)
