"""The four counts of a yes-or-no prediction."""

from __future__ import annotations

import numpy as np
import torch

from grader.declare import (
    Exercise,
    array,
    assert_equal,
    case,
    choice,
    integers,
    law,
    misconception,
    one_of,
    refusal,
)


def reference(y_true: torch.Tensor, y_pred: torch.Tensor) -> tuple[int, int, int, int]:
    is_, said = y_true == 1, y_pred == 1
    counts = (is_ & said, ~is_ & said, is_ & ~said, ~is_ & ~said)
    return tuple(int(count.sum()) for count in counts)


@law(edge=10)
def adds_up_to_all_examples(confusion_counts, y_true, y_pred):
    """Every example is counted once: the four numbers add up to N."""
    assert_equal(int(sum(confusion_counts(y_true, y_pred))), len(y_true))


@law()
def counts_no_mistakes_in_the_truth(confusion_counts, y_true):
    """Who predicts the truth has no false positives and no false negatives."""
    positive = int(np.sum(y_true == 1))
    wanted = (positive, 0, 0, len(y_true) - positive)
    assert_equal(tuple(confusion_counts(y_true, y_true)), wanted)


@law()
def finds_no_negatives_where_all_is_called_positive(confusion_counts, y_true):
    """Who calls everything positive finds every positive and takes every negative for one."""
    positive = int(np.sum(y_true == 1))
    wanted = (positive, len(y_true) - positive, 0, 0)
    assert_equal(tuple(confusion_counts(y_true, np.ones_like(y_true))), wanted)


def right(y_true, y_pred):
    is_, said = y_true == 1, y_pred == 1
    counts = (is_ & said, ~is_ & said, is_ & ~said, ~is_ & ~said)
    return tuple(int(np.sum(count)) for count in counts)


@misconception(witness={"y_true": [0, 1, 1], "y_pred": [1, 0, 0]})
def swaps_the_two_mistakes(y_true, y_pred):
    """False positives and false negatives are exchanged. A false positive was called positive and
    is negative."""
    tp, fp, fn, tn = right(y_true, y_pred)
    return tp, fn, fp, tn


@misconception(witness={"y_true": [0, 0, 1, 1, 1, 1], "y_pred": [0, 1, 0, 0, 1, 1]})
def lays_out_the_table_by_rows(y_true, y_pred):
    """The four counts come as (tn, fp, fn, tp), the table read row by row. Return
    (tp, fp, fn, tn)."""
    tp, fp, fn, tn = right(y_true, y_pred)
    return tn, fp, fn, tp


@misconception(witness={"y_true": [0, 0, 0, 1], "y_pred": [0, 0, 1, 1]})
def calls_0_positive(y_true, y_pred):
    """Class 0 is counted as the positive one. Positive is class 1."""
    return right(1 - y_true, 1 - y_pred)


@misconception(witness={"y_true": [1, 1, 1, 0, 1], "y_pred": [1, 1, 1, 0, 0]})
def puts_the_true_ones_first(y_true, y_pred):
    """The four counts come as (tp, tn, fp, fn). Return (tp, fp, fn, tn)."""
    tp, fp, fn, tn = right(y_true, y_pred)
    return tp, tn, fp, fn


@misconception(witness={"y_true": [1, 0, 0], "y_pred": [1, 1, 0]})
def counts_all_predicted_positives(y_true, y_pred):
    """Whatever was predicted positive is counted as a true positive, and whatever was predicted
    negative as a true negative. Compare every prediction with the truth."""
    tp, fp, fn, tn = right(y_true, y_pred)
    return tp + fp, fp, fn, tn + fn


@misconception(witness={"y_true": [1, 0], "y_pred": [1, 0]})
def returns_shares(y_true, y_pred):
    """The counts are divided by the number of examples. Return the numbers themselves, as ints."""
    return tuple(count / max(1, len(y_true)) for count in right(y_true, y_pred))


@misconception(witness={"y_true": [1.0, 0.0, 1.0], "y_pred": [1.0, 1.0, 0.0]})
def returns_floats(y_true, y_pred):
    """The counts are floats, since floats were multiplied and added up. Return ints: compare with 1
    and count the True, or convert with int(...)."""
    y_true, y_pred = y_true * 1.0, y_pred * 1.0
    return (
        float(np.sum(y_true * y_pred)),
        float(np.sum((1 - y_true) * y_pred)),
        float(np.sum(y_true * (1 - y_pred))),
        float(np.sum((1 - y_true) * (1 - y_pred))),
    )


@misconception(witness={"y_true": [1, 0, 0, 0], "y_pred": [1, 1, 1, 0]})
def inverts_the_bits(y_true, y_pred):
    """~1 is -2 and not 0 where the classes are integers, so that everything counts as negative.
    Make booleans first: y == 1."""
    return (
        int(np.sum((y_true == 1) & (y_pred == 1))),
        int(np.sum((~np.asarray(y_true, dtype=np.int64) == 1) & (y_pred == 1))),
        int(np.sum((y_true == 1) & (~np.asarray(y_pred, dtype=np.int64) == 1))),
        int(np.sum((y_true == 0) & (y_pred == 0))),
    )


@misconception(witness={"y_true": [1, 0, 1, 0], "y_pred": [1, 1, 0, 0]})
def stretches_one_shape_to_the_other(y_true, y_pred):
    """Arrays of different shapes are taken, and NumPy stretches one of them without a word.
    Compare their shapes and raise ValueError where they differ."""
    return right(y_true, y_pred)


def yes_or_no():
    """0 and 1 of every dtype."""
    return one_of(
        array("N", integers(0, 1)), array("N", choice(0.0, 1.0)), array("N", choice(False, True))
    )


def arrays(y_true, y_pred):
    """Both as arrays: of a list alone the dtype would be left open."""
    return {"y_true": np.array(y_true), "y_pred": np.array(y_pred)}


EXERCISE = Exercise(
    inputs={"y_true": yes_or_no(), "y_pred": yes_or_no()},
    reference=reference,
    accuracy="exact",
    sizes={"N": (1, 12)},
    cases=(
        case(**arrays([1, 1, 1, 0, 0, 0], [1, 1, 0, 1, 0, 0])),
        case(**arrays([True, True, False], [1.0, 0.0, 1.0])),
        case(**arrays([0, 0], [0, 0]), tier="edge"),
        case(**arrays([1], [1]), tier="edge"),
    ),
    refusals=(
        refusal(ValueError, "one prediction for two examples", **arrays([1, 0], [1])),
        refusal(
            ValueError,
            "predictions in a column, of shape (2, 1), for true classes of shape (2,)",
            **arrays([1, 0], [[1], [0]]),
        ),
    ),
    laws=(
        adds_up_to_all_examples,
        counts_no_mistakes_in_the_truth,
        finds_no_negatives_where_all_is_called_positive,
    ),
    misconceptions=(
        swaps_the_two_mistakes,
        lays_out_the_table_by_rows,
        calls_0_positive,
        puts_the_true_ones_first,
        counts_all_predicted_positives,
        returns_shares,
        returns_floats,
        inverts_the_bits,
        stretches_one_shape_to_the_other,
    ),
    hints=(
        "How do you find the places where two conditions hold at once? And how do you count them?",
        "y_true == 1 is an array of True and False for any dtype; & joins two of them, ~ turns one "
        "round, and np.count_nonzero counts the True. Compare the shapes first.",
        "tp = np.count_nonzero((y_true == 1) & (y_pred == 1)), and likewise with == 0 for the "
        "other three; return tp, fp, fn, tn.",
    ),
)
