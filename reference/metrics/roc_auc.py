"""The area under the ROC curve."""

from __future__ import annotations

import numpy as np
import torch

from grader.declare import (
    Exercise,
    array,
    assert_close,
    case,
    choice,
    floats,
    integers,
    law,
    misconception,
    one_of,
    refusal,
)


def reference(y_true: torch.Tensor, scores: torch.Tensor) -> torch.Tensor:
    scores, is_positive = scores.double(), y_true == 1
    gaps = scores[is_positive][:, None] - scores[~is_positive][None, :]
    return (torch.sign(gaps) + 1).mean() / 2


def second_source(m, y_true, scores):
    """The trapezoids under the curve."""
    area, tp, fp = m.number(0.0), 0, 0
    for h in sorted(set(scores.tolist()), reverse=True):
        tied = [int(true) for true, score in zip(y_true, scores, strict=True) if score == h]
        up, right = sum(tied), len(tied) - sum(tied)
        area += m.number(1.0) * right * (2 * tp + up) / 2
        tp, fp = tp + up, fp + right
    return area / (tp * fp)


def has_both_classes(y_true):
    return bool(np.any(y_true == 1) and np.any(y_true == 0))


@law(edge=10)
def turns_round_with_the_scores(roc_auc, y_true, scores):
    """With all scores turned round the area is 1 minus what it was, ties included."""
    once = float(np.asarray(roc_auc(y_true, scores)))
    assert_close(roc_auc(y_true, -scores), 1.0 - once, scale=1.0)


@law()
def looks_at_the_order_only(roc_auc, y_true, scores):
    """Doubling all scores and adding 1 changes nothing."""
    once = float(np.asarray(roc_auc(y_true, scores)))
    assert_close(roc_auc(y_true, 2 * scores + 1), once, scale=1.0)


@law()
def is_a_half_for_equal_scores(roc_auc, y_true):
    """Scores that are all the same tell nothing: the area is one half."""
    assert_close(roc_auc(y_true, np.full(len(y_true), 2.0)), 0.5)


@law()
def does_not_mind_the_order_of_examples(roc_auc, y_true, scores):
    """Turning the order of the examples round changes nothing, ties or not."""
    once = float(np.asarray(roc_auc(y_true, scores)))
    assert_close(roc_auc(y_true[::-1].copy(), scores[::-1].copy()), once, scale=1.0)


# --- the pieces of which the mistakes are made --------------------------------------------------


def data(y_true, scores):
    """A witness: of a list alone the dtype of the classes would be left open."""
    return {"y_true": np.array(y_true), "scores": np.array(scores, dtype=np.float64)}


def pairs(y_true, scores):
    """The score of every positive minus that of every negative."""
    is_positive = np.asarray(y_true) == 1
    return scores[is_positive][:, None] - scores[~is_positive]


def area_by_steps(y_true, scores, order):
    hits = (np.asarray(y_true) == 1)[order]
    wins = np.cumsum(hits)[~hits].sum()
    return float(wins / (hits.sum() * (~hits).sum()))


@misconception(witness=data([0, 1, 1], [1.0, 1.0, 2.0]))
def counts_ties_as_lost(y_true, scores):
    """Pairs with equal scores count nothing, as they do under rectangles that are drawn to the
    lower end. They count one half each: trapezoids take the mean of both ends."""
    return float(np.mean(pairs(y_true, scores) > 0))


@misconception(witness=data([0, 1, 1], [2.0, 2.0, 1.0]))
def counts_ties_as_won(y_true, scores):
    """Pairs with equal scores count in full, as they do under rectangles that are drawn to the
    higher end. They count one half each: trapezoids take the mean of both ends."""
    return float(np.mean(pairs(y_true, scores) >= 0))


@misconception(witness=data([1, 0, 0, 1], [1.0, 1.0, 1.0, 1.0]))
def lets_the_order_of_examples_decide_ties(y_true, scores):
    """Among equal scores, the order in which the examples came decides. Equal scores count one half
    in whatever order they come."""
    return area_by_steps(y_true, scores, np.argsort(-scores, kind="stable"))


@misconception(witness=data([0, 1, 0], [1.0, 3.0, 4.0]))
def prefers_small_scores(y_true, scores):
    """A pair counts when the negative example has the larger score. The larger score belongs to the
    positive one."""
    gaps = pairs(y_true, scores)
    return float(np.mean((gaps < 0) + 0.5 * (gaps == 0)))


@misconception(witness=data([0, 1, 1, 0], [1.0, 2.0, 3.0, 5.0]))
def divides_by_all_pairs(y_true, scores):
    """The pairs won are divided by the pairs of any two examples. Divide by the number of positives
    times the number of negatives."""
    gaps = pairs(y_true, scores)
    count = len(scores)
    return float(((gaps > 0) + 0.5 * (gaps == 0)).sum() / (count * (count - 1) / 2))


@misconception(witness=data([0, 1, 0, 1], [0.25, 1.0, 0.75, 0.875]))
def returns_the_accuracy(y_true, scores):
    """This is the share of right predictions at the threshold 0.5. The area takes all thresholds
    together: compare scores with one another, not with 0.5."""
    return float(np.mean((scores >= 0.5) == (np.asarray(y_true) == 1)))


@misconception(witness=data([0, 1, 1], [1.0, 2.0, 4.0]))
def follows_the_curve_backwards(y_true, scores):
    """The area comes out negative, because the curve is followed from right to left. Begin at
    (0, 0), with the largest scores."""
    gaps = pairs(y_true, scores)
    return -float(np.mean((gaps > 0) + 0.5 * (gaps == 0)))


@misconception(witness=data([0, 1, 1, 0, 1], [1.0, 2.0, 4.0, 3.0, 5.0]))
def returns_the_gini_coefficient(y_true, scores):
    """The doubled area minus 1 is returned, which is the Gini coefficient. The area itself is asked
    for."""
    gaps = pairs(y_true, scores)
    return 2 * float(np.mean((gaps > 0) + 0.5 * (gaps == 0))) - 1


@misconception(witness=data([0, 1, 1, 0, 0], [0.0, 1.0, 3.0, 2.0, 5.0]))
def adds_the_gaps_themselves(y_true, scores):
    """The differences of the scores are averaged, not how often the positive is ahead. How far it
    is ahead does not matter."""
    return float(np.mean(pairs(y_true, scores)))


@misconception(witness=data([0, 1, 0, 0], [0.0, 3.0, 1.0, 4.0]))
def compares_the_means(y_true, scores):
    """Only the mean scores of the two classes are compared. Compare every positive with every
    negative example."""
    is_positive = np.asarray(y_true) == 1
    gap = scores[is_positive].mean() - scores[~is_positive].mean()
    return float((np.sign(gap) + 1) / 2)


def yes_or_no():
    """0 and 1 of every dtype."""
    return one_of(
        array("N", integers(0, 1)), array("N", choice(0.0, 1.0)), array("N", choice(False, True))
    )


# On a grid, so that ties really occur, and exact, so that they stay ties.
SCORES = floats(-4, 4, grid=0.5, exact=True)

EXERCISE = Exercise(
    inputs={
        "y_true": yes_or_no(),
        "scores": array("N", SCORES, floats(-1000, 1000, special=(0.0, 1.0), exact=True)),
    },
    reference=reference,
    second_source=second_source,
    # A rounding error of 1: areas of trapezoids need not come out as exactly 0.
    accuracy="absolute",
    where=has_both_classes,
    sizes={"N": (2, 12)},
    cases=(
        case(**data([0, 1, 0, 1], [0.1, 0.8, 0.4, 0.4])),
        case(**data([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8])),
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
        turns_round_with_the_scores,
        looks_at_the_order_only,
        is_a_half_for_equal_scores,
        does_not_mind_the_order_of_examples,
    ),
    misconceptions=(
        counts_ties_as_lost,
        counts_ties_as_won,
        lets_the_order_of_examples_decide_ties,
        prefers_small_scores,
        divides_by_all_pairs,
        returns_the_accuracy,
        follows_the_curve_backwards,
        returns_the_gini_coefficient,
        adds_the_gaps_themselves,
        compares_the_means,
    ),
    hints=(
        "How many pairs of a positive and a negative example are there? In how many of them does "
        "the positive one have the larger score?",
        "scores[positive][:, None] > scores[negative] compares every positive with every negative "
        "example. What do pairs with equal scores add?",
        "p, q = scores[y_true == 1][:, None], scores[y_true == 0]; return "
        "np.mean((p > q) + 0.5 * (p == q)), after the checks.",
    ),
)
