"""Cross-entropy of raw scores and class labels, with weights and ignored examples."""

from __future__ import annotations

import numpy as np
import torch

from grader.declare import (
    Exercise,
    array,
    assert_close,
    assert_shape,
    case,
    choice,
    computed,
    floats,
    integers,
    labels,
    law,
    misconception,
    one_of,
    optional,
    refusal,
)


def reference(
    logits: torch.Tensor,
    target: torch.Tensor,
    weight: torch.Tensor | None = None,
    ignore_index: int = -100,
    reduction: str = "mean",
) -> torch.Tensor:
    return torch.nn.functional.cross_entropy(
        logits, target, weight=weight, ignore_index=ignore_index, reduction=reduction
    )


def second_source(m, logits, target, weight=None, ignore_index=-100, reduction="mean"):
    counts = target != ignore_index
    label = np.where(counts, target, 0)
    largest = logits.max(axis=1)
    picked = logits[np.arange(len(target)), label]
    losses = m.log(m.exp(logits - largest[:, None]).sum(axis=1)) + largest - picked
    one, zero = m.number(1.0), m.number(0.0)
    weights = m.where(counts, one if weight is None else weight[label], zero)
    losses = weights * losses
    if reduction == "none":
        return losses
    total = weights.sum()
    if reduction == "sum":
        return losses.sum()
    return losses.sum() / total if total > 0 else m.nan


def one_that_occurs(target):
    """Something to ignore: what is no class, or else the last example's class."""
    return int(np.append(target, target[target < 0])[-1])


def targets_are_classes_or_ignored(target, ignore_index):
    return bool(np.all((target >= 0) | (target == ignore_index)))


@law()
def adds_up_what_none_returns(cross_entropy_loss, logits, target, weight, ignore_index):
    """'sum' is the sum of the losses that 'none' returns, one for each example, ignored or not."""
    losses = cross_entropy_loss(logits, target, weight, ignore_index, "none")
    assert_shape(losses, (len(target),))
    total = cross_entropy_loss(logits, target, weight, ignore_index, "sum")
    assert_close(total, float(np.sum(losses)), scale=10.0)


@law()
def has_a_mean_that_forgets_the_number(cross_entropy_loss, logits, target, weight, ignore_index):
    """The mean stays the same when every example occurs twice."""
    once = cross_entropy_loss(logits, target, weight, ignore_index)
    logits, target = np.concatenate([logits, logits]), np.concatenate([target, target])
    assert_close(cross_entropy_loss(logits, target, weight, ignore_index), once, scale=10.0)


@law(reduction=choice("mean", "sum"))
def leaves_ignored_examples_out(
    cross_entropy_loss, logits, target, weight, ignore_index, reduction
):
    """Examples that are ignored change neither the sum nor the mean."""
    without = cross_entropy_loss(logits, target, weight, ignore_index, reduction)
    logits = np.concatenate([logits, -logits])
    target = np.concatenate([target, np.full_like(target, ignore_index)])
    both = cross_entropy_loss(logits, target, weight, ignore_index, reduction)
    assert_close(both, without, scale=10.0)


@law(factor=floats(2.0, 5.0), weight=array("K", floats(0.1, 5.0)))
def has_a_mean_that_only_compares_weights(
    cross_entropy_loss, logits, target, weight, ignore_index, factor
):
    """The mean stays the same when all weights are made larger by one factor."""
    once = cross_entropy_loss(logits, target, weight, ignore_index)
    assert_close(
        cross_entropy_loss(logits, target, factor * weight, ignore_index), once, scale=10.0
    )


@law(shift=array("N", floats(-100, 100)))
def ignores_a_common_shift(
    cross_entropy_loss, logits, target, weight, ignore_index, reduction, shift
):
    """Adding one number to all the scores of an example changes nothing."""
    before = cross_entropy_loss(logits, target, weight, ignore_index, reduction)
    after = cross_entropy_loss(logits + shift[:, None], target, weight, ignore_index, reduction)
    assert_close(after, before, scale=10.0)


@law(classes=integers(1, 8))
def is_log_K_for_equal_scores(cross_entropy_loss, classes):
    """Who gives K classes the same score pays log(K) for every example."""
    logits, target = np.full((classes, classes), 2.0), np.arange(classes)
    assert_close(cross_entropy_loss(logits, target), float(np.log(classes)), scale=1.0)


@law(ordinary=0, edge=8, behind=floats(40.0, 1000.0))
def costs_the_distance_of_a_class_left_behind(cross_entropy_loss, behind):
    """A right class whose score lies d below the best, d being large, costs d: the loss of a bad
    guess has no ceiling, and it is not infinite."""
    logits, target = np.array([[behind, 0.0], [0.0, -behind]]), np.array([1, 1])
    losses = cross_entropy_loss(logits, target, reduction="none")
    assert_close(losses, np.full(2, behind), scale=1.0)


# --- the pieces of which the mistakes are made --------------------------------------------------


def log_probabilities(logits, axis=1):
    shifted = logits - logits.max(axis=axis, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=axis, keepdims=True))


def pieces(log_probs, target, weight, ignore_index):
    """The weighted loss and the weight of every example, both 0 where it is ignored."""
    counts = np.full(target.shape, True) if ignore_index is None else target != ignore_index
    label = np.where(counts, target, 0)
    one = np.ones(log_probs.shape[1]) if weight is None else weight
    weights = np.where(counts, one[label], 0.0)
    losses = np.where(counts, -weights * log_probs[np.arange(len(target)), label], 0.0)
    return losses, weights


def reduced(losses, total, reduction):
    if reduction == "none":
        return losses
    return losses.sum() if reduction == "sum" else np.divide(losses.sum(), total)


@misconception(witness={"logits": [[2.0, 1.0]], "target": [0]})
def takes_scores_for_probabilities(
    logits, target, weight=None, ignore_index=-100, reduction="mean"
):
    """The logarithm is taken of the raw scores, which may be negative and do not sum to 1. Turn
    them into log-probabilities first: subtract log(sum(exp)) of each row."""
    losses, weights = pieces(np.log(logits), target, weight, ignore_index)
    return reduced(losses, weights.sum(), reduction)


@misconception(witness={"logits": [[0.0, 2.0]], "target": [0]})
def applies_softmax_twice(logits, target, weight=None, ignore_index=-100, reduction="mean"):
    """The scores go through softmax twice: once before the loss, once inside it. The probability
    of a class is softmax of the raw scores, taken once."""
    probs = np.exp(log_probabilities(logits))
    losses, weights = pieces(log_probabilities(probs), target, weight, ignore_index)
    return reduced(losses, weights.sum(), reduction)


@misconception(witness={"logits": [[1000.0, 0.0]], "target": [0]})
def exponentiates_raw_scores(logits, target, weight=None, ignore_index=-100, reduction="mean"):
    """exp(1000) overflows to inf, and so does the logarithm of the sum. Subtract each row's largest
    score first."""
    log_probs = logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
    losses, weights = pieces(log_probs, target, weight, ignore_index)
    return reduced(losses, weights.sum(), reduction)


@misconception(witness={"logits": [[-1000.0, 0.0]], "target": [0]})
def takes_the_logarithm_of_softmax(
    logits, target, weight=None, ignore_index=-100, reduction="mean"
):
    """Softmax rounds a very small probability to 0, and -log(0) is inf. Never form the
    probability: the loss is log(sum(exp)) minus the score of the right class."""
    weights = np.exp(logits - logits.max(axis=1, keepdims=True))
    probs = weights / weights.sum(axis=1, keepdims=True)
    losses, weights = pieces(np.log(probs), target, weight, ignore_index)
    return reduced(losses, weights.sum(), reduction)


@misconception(witness={"logits": [[-2000.0, 0.0]], "target": [0]})
def adds_a_small_number_inside_the_logarithm(
    logits, target, weight=None, ignore_index=-100, reduction="mean"
):
    """A small number keeps log away from 0, but then no loss can rise above -log of it, and all
    are a little wrong. The loss is log(sum(exp)) minus the score of the right class: no such
    number is needed."""
    probs = np.exp(log_probabilities(logits))
    losses, weights = pieces(np.log(probs + 1e-8), target, weight, ignore_index)
    return reduced(losses, weights.sum(), reduction)


@misconception(witness={"logits": [[0.0, 1.0], [0.0, 3.0]], "target": [0, 1]})
def sums_instead_of_averaging(logits, target, weight=None, ignore_index=-100, reduction="mean"):
    """The losses are added up where their mean was asked for. Divide by the sum of the weights that
    count, which is the number of examples where there are no weights."""
    losses, weights = pieces(log_probabilities(logits), target, weight, ignore_index)
    return losses if reduction == "none" else losses.sum()


@misconception(witness={"logits": [[0.0, 1.0], [0.0, 3.0]], "target": [0, 1], "weight": [1.0, 3.0]})
def divides_by_the_number_of_examples(
    logits, target, weight=None, ignore_index=-100, reduction="mean"
):
    """With weights, the mean is divided by the number of examples. It is a weighted mean: divide
    by the sum of weight[target], so that weights of 2 everywhere change nothing."""
    losses, weights = pieces(log_probabilities(logits), target, weight, ignore_index)
    return reduced(losses, np.sum(target != ignore_index), reduction)


@misconception(
    witness={
        "logits": [[0.0, 1.0, 2.0], [0.0, 3.0, 1.0]],
        "target": [0, -100],
        "weight": [2.0, 3.0, 1.0],
    }
)
def counts_the_ignored_in_the_mean(
    logits, target, weight=None, ignore_index=-100, reduction="mean"
):
    """Ignored examples cost nothing, but are still counted when the mean is taken. Divide by the
    weights of the examples that remain."""
    log_probs = log_probabilities(logits)
    losses, weights = pieces(log_probs, target, weight, ignore_index)
    label = np.where(target != ignore_index, target, 0)
    one = np.ones(log_probs.shape[1]) if weight is None else weight
    return reduced(losses, one[label].sum(), reduction)


@misconception(
    witness={
        "logits": [[0.0, 1.0], [0.0, 3.0], [0.0, 2.0]],
        "target": [0, -100, 1],
        "weight": [1.0, 3.0],
    }
)
def takes_the_plain_mean(logits, target, weight=None, ignore_index=-100, reduction="mean"):
    """The mean is taken over all N losses, ignored ones included, and their weights are forgotten
    in it. Divide by the sum of weight[target] over the examples that are not ignored."""
    losses, weights = pieces(log_probabilities(logits), target, weight, ignore_index)
    return reduced(losses, len(target), reduction)


@misconception(witness={"logits": [[0.0, 1.0], [0.0, 3.0]], "target": [0, 1], "weight": [1.0, 4.0]})
def forgets_the_weights(logits, target, weight=None, ignore_index=-100, reduction="mean"):
    """The weights change nothing. Multiply each example's loss by weight[target], its own class's
    weight."""
    losses, weights = pieces(log_probabilities(logits), target, None, ignore_index)
    return reduced(losses, weights.sum(), reduction)


@misconception(
    witness={
        "logits": [[0.0, 1.0], [0.0, 3.0]],
        "target": [0, 1],
        "weight": [2.0, 5.0],
        "reduction": "sum",
    }
)
def weighs_the_mean_only(logits, target, weight=None, ignore_index=-100, reduction="mean"):
    """'sum' and 'none' come without the weights. They belong to every single loss, whatever is done
    with the losses afterwards."""
    used = weight if reduction == "mean" else None
    losses, weights = pieces(log_probabilities(logits), target, used, ignore_index)
    return reduced(losses, weights.sum(), reduction)


@misconception(witness={"logits": [[0.0, 1.0], [0.0, 3.0]], "target": [0, 1], "ignore_index": 1})
def ignores_nothing_but_minus_100(logits, target, weight=None, ignore_index=-100, reduction="mean"):
    """Only -100 is ignored, although another number was asked for. Compare the targets with the
    argument ignore_index, which may also be a class."""
    losses, weights = pieces(log_probabilities(logits), target, weight, -100)
    return reduced(losses, weights.sum(), reduction)


@misconception(witness={"logits": [[0.0, 1.0], [0.0, 2.0]], "target": [0, -100]})
def looks_up_the_ignored_targets(logits, target, weight=None, ignore_index=-100, reduction="mean"):
    """A target that is to be ignored is looked up like a class, but -100 is no place in a row, and
    -1 is the last one. Compare the targets with ignore_index first, and let those that equal it
    count 0 times."""
    losses, weights = pieces(log_probabilities(logits), target, weight, None)
    return reduced(losses, weights.sum(), reduction)


@misconception(
    witness={
        "logits": [[0.0, 1.0], [0.0, 3.0]],
        "target": [0, -100],
        "reduction": "none",
    }
)
def removes_the_ignored_examples(logits, target, weight=None, ignore_index=-100, reduction="mean"):
    """'none' returns the losses of some examples only, so that they no longer line up with the
    targets. An ignored example keeps its place, with a loss of 0."""
    losses, weights = pieces(log_probabilities(logits), target, weight, ignore_index)
    return reduced(losses[target != ignore_index], weights.sum(), reduction)


@misconception(witness={"logits": [[0.0, 1.0]], "target": [0]})
def forgets_the_minus(logits, target, weight=None, ignore_index=-100, reduction="mean"):
    """The losses are negative. The logarithm of a probability is never above 0, and the loss is its
    negative."""
    losses, weights = pieces(-log_probabilities(logits), target, weight, ignore_index)
    return reduced(losses, weights.sum(), reduction)


@misconception(witness={"logits": [[0.0, 1.0], [2.0, 5.0]], "target": [0, 1]})
def normalises_down_the_columns(logits, target, weight=None, ignore_index=-100, reduction="mean"):
    """Softmax runs down the columns, over the examples. Every row is an example of its own: take
    the maximum and the sum over axis 1, the classes."""
    losses, weights = pieces(log_probabilities(logits, axis=0), target, weight, ignore_index)
    return reduced(losses, weights.sum(), reduction)


@misconception(witness={"logits": [[0.0, 1.0, 2.0]], "target": [0]})
def divides_by_the_classes_too(logits, target, weight=None, ignore_index=-100, reduction="mean"):
    """The mean runs over all N * K entries. Every example has one loss, that of its right class, so
    divide by the examples only."""
    losses, weights = pieces(log_probabilities(logits), target, weight, ignore_index)
    return reduced(losses, weights.sum() * logits.shape[1], reduction)


@misconception(
    witness={
        "logits": [[0.0, 1.0], [0.0, 4.0]],
        "target": [0, 1],
        "reduction": "sum",
    }
)
def always_averages(logits, target, weight=None, ignore_index=-100, reduction="mean"):
    """The mean comes back whatever reduction is asked for. 'sum' is the sum of the losses, and
    'none' the losses themselves."""
    losses, weights = pieces(log_probabilities(logits), target, weight, ignore_index)
    return losses.sum() / weights.sum()


@misconception(
    witness={
        "logits": [[0.0, 1.0], [0.0, 2.0]],
        "target": [0, 1],
        "weight": [1.0, 2.0],
        "reduction": "none",
    }
)
def multiplies_the_scores_by_the_weights(
    logits, target, weight=None, ignore_index=-100, reduction="mean"
):
    """The scores of class k are multiplied by weight[k] before softmax, which changes the
    probabilities. Take the loss of the raw scores and multiply that by weight[target]."""
    scores = logits if weight is None else logits * weight
    losses, weights = pieces(log_probabilities(scores), target, weight, ignore_index)
    return reduced(losses, weights.sum(), reduction)


def two_by_three(**others):
    """Arguments of an ordinary call, some replaced."""
    plain = {
        "logits": [[0.0, 1.0, 2.0], [2.0, 1.0, 0.0]],
        "target": [0, 1],
        "weight": None,
        "ignore_index": -100,
        "reduction": "mean",
    }
    return {**plain, **others}


WRONG = (ValueError, IndexError)

EXERCISE = Exercise(
    inputs={
        "logits": array("N K", floats(-10, 10), floats(-1000, 1000)),
        "target": labels("N", "K", special=(-100, -1)),
        "weight": optional(array("K", floats(0.1, 5.0), floats(0.0, 100.0, special=(0.0,)))),
        "ignore_index": one_of(choice(-100), computed(one_that_occurs, moved=False)),
        "reduction": choice("mean", "sum", "none"),
    },
    reference=reference,
    second_source=second_source,
    # Rounding errors of 1: the loss of scores [100, 0] and class 0 is 3.7e-44, and every usual
    # formula (torch's too) says 0. Large losses are held to rounding errors of themselves.
    accuracy="absolute",
    # log(sum(exp)) of two scores of 1000 is rounded to within 6e-14, which log(2) then shows.
    slack=20.0,
    where=targets_are_classes_or_ignored,
    sizes={"N": (1, 6), "K": (1, 5)},
    cases=(
        case(logits=[[1.0, 2.0], [1.0, 3.0], [1.0, 3.0]], target=[0, 1, 1]),
        case(logits=[[1000.0, 0.0], [0.0, 1000.0]], target=[1, 1], tier="edge"),
        case(logits=[[100.0, 0.0]], target=[0], tier="edge"),
        case(logits=[[1.0, 2.0], [3.0, 5.0]], target=[-100, -100], tier="edge"),
        case(logits=[[1.0, 2.0], [3.0, 5.0]], target=[-100, -100], reduction="sum", tier="edge"),
        case(logits=[[1.0, 2.0], [3.0, 5.0]], target=[-1, 0], ignore_index=-1, tier="edge"),
        case(logits=[[1.0, 2.0], [3.0, 5.0]], target=[0, 0], weight=[0.0, 1.0], tier="edge"),
    ),
    refusals=(
        refusal(ValueError, "an unknown reduction", **two_by_three(reduction="average")),
        refusal(WRONG, "a target as large as the number of classes", **two_by_three(target=[0, 3])),
        refusal(WRONG, "a target of -1 that is not ignored", **two_by_three(target=[0, -1])),
        refusal(
            WRONG,
            "a target of -100 when something else is ignored",
            **two_by_three(target=[0, -100], ignore_index=-1),
        ),
        refusal(
            WRONG,
            "one target for two examples",
            **two_by_three(target=[1]),
        ),
        refusal(
            WRONG,
            "targets in a column, of shape (2, 1)",
            **two_by_three(target=[[0], [1]]),
        ),
    ),
    laws=(
        adds_up_what_none_returns,
        has_a_mean_that_forgets_the_number,
        leaves_ignored_examples_out,
        has_a_mean_that_only_compares_weights,
        ignores_a_common_shift,
        is_log_K_for_equal_scores,
        costs_the_distance_of_a_class_left_behind,
    ),
    misconceptions=(
        takes_scores_for_probabilities,
        applies_softmax_twice,
        exponentiates_raw_scores,
        takes_the_logarithm_of_softmax,
        adds_a_small_number_inside_the_logarithm,
        sums_instead_of_averaging,
        divides_by_the_number_of_examples,
        counts_the_ignored_in_the_mean,
        takes_the_plain_mean,
        forgets_the_weights,
        weighs_the_mean_only,
        ignores_nothing_but_minus_100,
        looks_up_the_ignored_targets,
        removes_the_ignored_examples,
        forgets_the_minus,
        normalises_down_the_columns,
        divides_by_the_classes_too,
        always_averages,
        multiplies_the_scores_by_the_weights,
    ),
    hints=(
        "Start without weights and ignored examples: how is the probability of the right class "
        "written, and what does its logarithm become when it is too small for a float?",
        "Subtract each row's largest score; then a row costs log(sum(exp)) minus the score "
        "at its target. Give ignored examples the weight 0 and look up some class that exists.",
        "counts = target != ignore_index; label = np.where(counts, target, 0); weights = "
        "np.where(counts, weight[label], 0). The mean is (weights * losses).sum() / weights.sum().",
    ),
)
