"""The ROC curve, a point for every distinct score."""

from __future__ import annotations

import numpy as np
import torch

from grader.declare import (
    Exercise,
    array,
    assert_close,
    assert_equal,
    case,
    choice,
    floats,
    integers,
    law,
    misconception,
    one_of,
    refusal,
)


def reference(
    y_true: torch.Tensor, scores: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    scores, is_positive = scores.double(), y_true == 1
    infinity = torch.full((1,), float("inf"), dtype=torch.float64, device=scores.device)
    thresholds = torch.cat([infinity, torch.unique(scores).flip(0)])
    called = (scores >= thresholds[:, None]).double()
    fpr, tpr = called[:, ~is_positive].mean(dim=1), called[:, is_positive].mean(dim=1)
    return fpr, tpr, thresholds


def second_source(m, y_true, scores):
    thresholds = [m.inf, *sorted(set(scores.tolist()), reverse=True)]
    pairs = [(int(true), score) for true, score in zip(y_true, scores, strict=True)]

    def rates(wanted):
        mine = [score for true, score in pairs if true == wanted]
        found = [sum(score >= h for score in mine) for h in thresholds]
        return np.array([m.number(1.0) * n / len(mine) for n in found], dtype=object)

    return rates(0), rates(1), np.array(thresholds, dtype=object)


def has_both_classes(y_true):
    return bool(np.any(y_true == 1) and np.any(y_true == 0))


@law(edge=10)
def climbs_from_0_to_1(roc_curve, y_true, scores):
    """The curve starts at (0, 0) with the threshold inf, never falls, and ends at (1, 1)."""
    fpr, tpr, thresholds = roc_curve(y_true, scores)
    for rate in (fpr, tpr):
        assert_equal(float(rate[0]), 0.0)
        assert_close(float(rate[-1]), 1.0)
        assert_close(np.minimum(np.diff(rate), 0.0), np.zeros(len(rate) - 1), scale=1.0)
    assert_equal(float(thresholds[0]), np.inf)


@law(edge=10)
def has_a_point_for_every_distinct_score(roc_curve, y_true, scores):
    """Behind inf the thresholds are the distinct scores, the largest first."""
    _, _, thresholds = roc_curve(y_true, scores)
    assert_equal(np.asarray(thresholds)[1:], np.unique(scores)[::-1].copy())


@law()
def looks_at_the_order_only(roc_curve, y_true, scores):
    """Doubling all scores and adding 1 moves the thresholds and leaves the curve as it is."""
    fpr, tpr, thresholds = roc_curve(y_true, scores)
    wanted = (fpr, tpr, 2 * np.asarray(thresholds) + 1)
    assert_close(tuple(roc_curve(y_true, 2 * scores + 1)), wanted, scale=1.0)


@law()
def mirrors_when_the_classes_are_exchanged(roc_curve, y_true, scores):
    """Calling positive negative and negative positive exchanges the two rates."""
    fpr, tpr, thresholds = roc_curve(y_true, scores)
    found = roc_curve((1 - y_true.astype(np.int64)), scores)
    assert_close(tuple(found), (tpr, fpr, np.asarray(thresholds)), scale=1.0)


# --- the pieces of which the mistakes are made --------------------------------------------------


def data(y_true, scores):
    """A witness: of a list alone the dtype of the classes would be left open."""
    return {"y_true": np.array(y_true), "scores": np.array(scores, dtype=np.float64)}


def curve(y_true, scores, thresholds, strict=False):
    is_positive = np.asarray(y_true) == 1
    column = np.asarray(thresholds)[:, None]
    called = scores > column if strict else scores >= column
    return (
        called[:, ~is_positive].mean(axis=1),
        called[:, is_positive].mean(axis=1),
        np.asarray(thresholds, dtype=np.float64),
    )


def right_thresholds(scores):
    return np.concatenate([[np.inf], np.unique(scores)[::-1]])


@misconception(witness=data([0, 1], [1.0, 2.0]))
def swaps_the_two_rates(y_true, scores):
    """The true positive rate comes first. Return the false positive rate, then the true positive
    rate, then the thresholds."""
    fpr, tpr, thresholds = curve(y_true, scores, right_thresholds(scores))
    return tpr, fpr, thresholds


@misconception(witness=data([0, 1], [1.0, 3.0]))
def goes_from_small_to_large(y_true, scores):
    """The thresholds rise, so that the curve runs from (1, 1) down. Begin with inf and let them
    fall."""
    return curve(y_true, scores, right_thresholds(scores)[::-1])


@misconception(witness=data([0, 1], [1.0, 4.0]))
def forgets_the_first_point(y_true, scores):
    """The point (0, 0) is missing. Put the threshold inf, at which nothing is called positive,
    before the scores."""
    return curve(y_true, scores, np.unique(scores)[::-1])


@misconception(witness=data([0, 1], [1.0, 5.0]))
def starts_just_above_the_largest_score(y_true, scores):
    """The first threshold is the largest score plus 1. It is inf."""
    thresholds = right_thresholds(scores)
    thresholds[0] = scores.max() + 1
    return curve(y_true, scores, thresholds)


@misconception(witness=data([0, 1], [2.0, 3.0]))
def calls_only_larger_scores_positive(y_true, scores):
    """An example whose score equals the threshold is not called positive. The rule is
    score >= threshold."""
    return curve(y_true, scores, right_thresholds(scores), strict=True)


@misconception(witness=data([0, 1], [2.0, 2.0]))
def makes_a_point_of_every_example(y_true, scores):
    """Examples with equal scores make a point each, which draws steps where no threshold can tell
    them apart. Take every distinct score once: np.unique."""
    order = np.argsort(-scores, kind="stable")
    hits = (np.asarray(y_true) == 1)[order]
    tpr = np.concatenate([[0.0], np.cumsum(hits) / max(hits.sum(), 1)])
    fpr = np.concatenate([[0.0], np.cumsum(~hits) / max((~hits).sum(), 1)])
    return fpr, tpr, np.concatenate([[np.inf], scores[order]])


@misconception(witness=data([0, 0, 1], [1.0, 2.0, 3.0]))
def divides_by_all_examples(y_true, scores):
    """Both rates are divided by the number of all examples. Divide false positives by the negatives
    and true positives by the positives."""
    is_positive = np.asarray(y_true) == 1
    thresholds = right_thresholds(scores)
    called = scores >= thresholds[:, None]
    count = len(scores)
    fpr, tpr = (called & ~is_positive).sum(axis=1), (called & is_positive).sum(axis=1)
    return fpr / count, tpr / count, thresholds


@misconception(witness=data([0, 0, 1, 1], [1.0, 2.0, 3.0, 4.0]))
def leaves_points_on_straight_lines_out(y_true, scores):
    """Points on a straight line between their neighbours are missing, as some libraries leave them
    out. Keep a point for every distinct score."""
    fpr, tpr, thresholds = curve(y_true, scores, right_thresholds(scores))
    bends = (np.diff(fpr, 2) != 0) | (np.diff(tpr, 2) != 0)
    keep = np.concatenate([[True], bends, [True]])
    return fpr[keep], tpr[keep], thresholds[keep]


@misconception(witness=data([0, 1], [0.25, 0.75]))
def lays_the_thresholds_on_a_grid(y_true, scores):
    """The thresholds are evenly spaced between 0 and 1, so that the curve depends on the scale of
    the scores. Every distinct score is a threshold."""
    grid = np.concatenate([[np.inf], np.linspace(1.0, 0.0, 11)])
    return curve(y_true, scores, grid)


@misconception(witness=data([0, 1, 1], [3.0, 2.0, 1.0]))
def adds_a_last_point(y_true, scores):
    """A point at the end is added, although the smallest score is the threshold at which everything
    is called positive already."""
    return curve(y_true, scores, np.append(right_thresholds(scores), -np.inf))


@misconception(witness=data([0, 1, 1], [2.0, 2.0, 1.0]))
def returns_precision_and_recall(y_true, scores):
    """The first rate is 1 minus precision, the share of false alarms among what was called
    positive. The false positive rate is their share among the negatives."""
    is_positive = np.asarray(y_true) == 1
    thresholds = right_thresholds(scores)
    called = scores >= thresholds[:, None]
    alarms = (called & ~is_positive).sum(axis=1) / np.maximum(called.sum(axis=1), 1)
    return alarms, called[:, is_positive].mean(axis=1), thresholds


def yes_or_no():
    """0 and 1 of every dtype."""
    return one_of(
        array("N", integers(0, 1)), array("N", choice(0.0, 1.0)), array("N", choice(False, True))
    )


# On a grid, so that ties really occur, and exact, so that they stay ties.
SCORES = floats(-4, 4, grid=0.25, exact=True)

EXERCISE = Exercise(
    inputs={
        "y_true": yes_or_no(),
        "scores": array("N", SCORES, floats(-1000, 1000, special=(0.0, 1.0), exact=True)),
    },
    reference=reference,
    second_source=second_source,
    where=has_both_classes,
    sizes={"N": (2, 10)},
    cases=(
        case(**data([0, 1, 0, 1, 1], [0.1, 0.8, 0.4, 0.4, 0.9])),
        case(**data([0, 0, 1, 1], [0.1, 0.2, 0.7, 0.9])),
        case(**data([0, 1, 0, 1], [0.5, 0.5, 0.5, 0.5]), tier="edge"),
        case(**data([True, False], [0.1, 0.9]), tier="edge"),
        case(**data([1.0, 0.0, 0.0, 1.0], [-1.0, -2.0, -1.0, -3.0]), tier="edge"),
    ),
    refusals=(
        refusal(ValueError, "positive examples only", **data([1, 1], [0.5, 0.25])),
        refusal(ValueError, "negative examples only", **data([0, 0], [0.5, 0.25])),
        refusal(ValueError, "no examples", **data(np.zeros(0, dtype=np.int64), [])),
        refusal(ValueError, "one score for two examples", **data([1, 0], [0.5])),
        refusal(
            ValueError,
            "scores in a column, of shape (2, 1), for true classes of shape (2,)",
            **data([1, 0], [[0.5], [0.25]]),
        ),
    ),
    laws=(
        climbs_from_0_to_1,
        has_a_point_for_every_distinct_score,
        looks_at_the_order_only,
        mirrors_when_the_classes_are_exchanged,
    ),
    misconceptions=(
        swaps_the_two_rates,
        goes_from_small_to_large,
        forgets_the_first_point,
        starts_just_above_the_largest_score,
        calls_only_larger_scores_positive,
        makes_a_point_of_every_example,
        divides_by_all_examples,
        leaves_points_on_straight_lines_out,
        lays_the_thresholds_on_a_grid,
        adds_a_last_point,
        returns_precision_and_recall,
    ),
    hints=(
        "Take one threshold first: which examples are called positive, and what are the two rates? "
        "Which thresholds can give different answers?",
        "np.unique sorts and leaves doubles out; [::-1] turns the order round. The rates are means "
        "of scores >= h over the negatives and over the positives.",
        "thresholds = np.concatenate([[np.inf], np.unique(scores)[::-1]]); called = scores >= "
        "thresholds[:, None]; the rates are called[:, y_true == 0].mean(axis=1) and "
        "called[:, y_true == 1].mean(axis=1).",
    ),
)
