"""The negative log-likelihood of class labels, with weights and ignored examples."""

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
    labels,
    law,
    misconception,
    one_of,
    optional,
    refusal,
)


def reference(
    log_probs: torch.Tensor,
    target: torch.Tensor,
    weight: torch.Tensor | None = None,
    ignore_index: int = -100,
    reduction: str = "mean",
) -> torch.Tensor:
    return torch.nn.functional.nll_loss(
        log_probs, target, weight=weight, ignore_index=ignore_index, reduction=reduction
    )


def second_source(m, log_probs, target, weight=None, ignore_index=-100, reduction="mean"):
    one, zero = m.number(1.0), m.number(0.0)
    losses, total = [], zero
    for row, label in zip(log_probs, target.tolist(), strict=True):
        if label == ignore_index:
            losses.append(zero)
            continue
        used = one if weight is None else weight[label]
        losses.append(-used * row[label])
        total += used
    if reduction == "none":
        return np.array(losses, dtype=object)
    if reduction == "sum":
        return sum(losses, zero)
    return sum(losses, zero) / total if total > 0 else m.nan


def one_that_occurs(target):
    """Something to ignore: what is no class, or else the last example's class."""
    return int(np.append(target, target[target < 0])[-1])


def promised(log_probs, target, weight, ignore_index):
    """Targets are classes or ignored, and no weight of 0 meets an -inf."""
    if not np.all((target >= 0) | (target == ignore_index)):
        return False
    used = target[target != ignore_index]
    if weight is None or not len(used):
        return True
    met = log_probs[target != ignore_index, used]
    return bool(np.all((weight[used] > 0) | np.isfinite(met)))


@law()
def adds_up_what_none_returns(nll_loss, log_probs, target, weight, ignore_index):
    """'sum' is the sum of the losses that 'none' returns, one for each example, ignored or not."""
    losses = nll_loss(log_probs, target, weight, ignore_index, "none")
    assert_shape(losses, (len(target),))
    total = nll_loss(log_probs, target, weight, ignore_index, "sum")
    assert_close(total, float(np.sum(losses)), scale=10.0)


@law()
def has_a_mean_that_forgets_the_number(nll_loss, log_probs, target, weight, ignore_index):
    """The mean stays the same when every example occurs twice."""
    once = nll_loss(log_probs, target, weight, ignore_index)
    log_probs, target = np.concatenate([log_probs] * 2), np.concatenate([target] * 2)
    assert_close(nll_loss(log_probs, target, weight, ignore_index), once, scale=10.0)


@law(reduction=choice("mean", "sum"))
def leaves_ignored_examples_out(nll_loss, log_probs, target, weight, ignore_index, reduction):
    """Examples that are ignored change neither the sum nor the mean, not even with an -inf."""
    without = nll_loss(log_probs, target, weight, ignore_index, reduction)
    log_probs = np.concatenate([log_probs, np.full_like(log_probs, -np.inf)])
    target = np.concatenate([target, np.full_like(target, ignore_index)])
    both = nll_loss(log_probs, target, weight, ignore_index, reduction)
    assert_close(both, without, scale=10.0)


@law(factor=floats(2.0, 5.0), weight=array("K", floats(0.1, 5.0)))
def has_a_mean_that_only_compares_weights(
    nll_loss, log_probs, target, weight, ignore_index, factor
):
    """The mean stays the same when all weights are made larger by one factor."""
    once = nll_loss(log_probs, target, weight, ignore_index)
    assert_close(nll_loss(log_probs, target, factor * weight, ignore_index), once, scale=10.0)


@law()
def looks_at_the_right_classes_only(nll_loss, log_probs, target, weight, ignore_index, reduction):
    """What stands at the wrong classes of a row changes nothing."""
    before = nll_loss(log_probs, target, weight, ignore_index, reduction)
    right = target[:, None] == np.arange(log_probs.shape[1])
    changed = np.where(right, log_probs, log_probs - 7.0)
    assert_close(nll_loss(changed, target, weight, ignore_index, reduction), before, scale=10.0)


# --- the pieces of which the mistakes are made --------------------------------------------------


def pieces(log_probs, target, weight, ignore_index):
    """The weighted loss and the weight of every example, both 0 where it is ignored."""
    counts = target != ignore_index
    label = np.where(counts, target, 0)
    one = np.ones(log_probs.shape[1]) if weight is None else weight
    weights = np.where(counts, one[label], 0.0)
    losses = np.where(counts, -weights * log_probs[np.arange(len(target)), label], 0.0)
    return losses, weights


def reduced(losses, total, reduction):
    if reduction == "none":
        return losses
    return losses.sum() if reduction == "sum" else np.divide(losses.sum(), total)


@misconception(witness={"log_probs": [[-1.0, -2.0]], "target": [1]})
def forgets_the_minus(log_probs, target, weight=None, ignore_index=-100, reduction="mean"):
    """The log-probabilities come back with the sign they had. The loss is their negative, so that
    a small probability costs much."""
    losses, weights = pieces(-log_probs, target, weight, ignore_index)
    return reduced(losses, weights.sum(), reduction)


@misconception(witness={"log_probs": [[0.25, 0.75]], "target": [0]})
def takes_the_logarithm_again(log_probs, target, weight=None, ignore_index=-100, reduction="mean"):
    """A logarithm is taken of numbers that are logarithms already. Use the log-probabilities as
    they come."""
    losses, weights = pieces(np.log(log_probs), target, weight, ignore_index)
    return reduced(losses, weights.sum(), reduction)


@misconception(witness={"log_probs": [[1.0, 2.0]], "target": [0]})
def applies_log_softmax_first(log_probs, target, weight=None, ignore_index=-100, reduction="mean"):
    """The rows go through log-softmax first: that is cross_entropy_loss. Here this has been done
    already; only pick, weigh and negate."""
    top = log_probs.max(axis=1, keepdims=True)
    normal = log_probs - top
    normal = normal - np.log(np.exp(normal).sum(axis=1, keepdims=True))
    losses, weights = pieces(normal, target, weight, ignore_index)
    return reduced(losses, weights.sum(), reduction)


@misconception(witness={"log_probs": [[-1.0, -2.0], [-4.0, -8.0]], "target": [0, 1]})
def sums_instead_of_averaging(log_probs, target, weight=None, ignore_index=-100, reduction="mean"):
    """The losses are added up where their mean was asked for. Divide by the sum of the weights that
    count, which is the number of examples where there are no weights."""
    losses, weights = pieces(log_probs, target, weight, ignore_index)
    return losses if reduction == "none" else losses.sum()


@misconception(
    witness={"log_probs": [[-1.0, -2.0], [-4.0, -8.0]], "target": [0, 1], "weight": [1.0, 3.0]}
)
def divides_by_the_number_of_examples(
    log_probs, target, weight=None, ignore_index=-100, reduction="mean"
):
    """With weights, the mean is divided by the number of examples. It is a weighted mean: divide
    by the sum of weight[target], so that weights of 2 everywhere change nothing."""
    losses, weights = pieces(log_probs, target, weight, ignore_index)
    return reduced(losses, np.sum(target != ignore_index), reduction)


@misconception(
    witness={
        "log_probs": [[-1.0, -2.0, -3.0], [-4.0, -8.0, -5.0]],
        "target": [0, -100],
        "weight": [2.0, 3.0, 1.0],
    }
)
def counts_the_ignored_in_the_mean(
    log_probs, target, weight=None, ignore_index=-100, reduction="mean"
):
    """Ignored examples cost nothing, but are still counted when the mean is taken. Divide by the
    weights of the examples that remain."""
    losses, weights = pieces(log_probs, target, weight, ignore_index)
    label = np.where(target != ignore_index, target, 0)
    one = np.ones(log_probs.shape[1]) if weight is None else weight
    return reduced(losses, one[label].sum(), reduction)


@misconception(
    witness={
        "log_probs": [[-1.0, -2.0], [-4.0, -8.0], [-3.0, -5.0]],
        "target": [0, -100, 1],
        "weight": [1.0, 3.0],
    }
)
def takes_the_plain_mean(log_probs, target, weight=None, ignore_index=-100, reduction="mean"):
    """The mean is taken over all N losses, ignored ones included, and their weights are forgotten
    in it. Divide by the sum of weight[target] over the examples that are not ignored."""
    losses, weights = pieces(log_probs, target, weight, ignore_index)
    return reduced(losses, len(target), reduction)


@misconception(
    witness={"log_probs": [[-1.0, -2.0], [-4.0, -8.0]], "target": [0, 1], "weight": [1.0, 4.0]}
)
def forgets_the_weights(log_probs, target, weight=None, ignore_index=-100, reduction="mean"):
    """The weights change nothing. Multiply each example's loss by weight[target], its own class's
    weight."""
    losses, weights = pieces(log_probs, target, None, ignore_index)
    return reduced(losses, weights.sum(), reduction)


@misconception(
    witness={
        "log_probs": [[-1.0, -2.0], [-4.0, -8.0]],
        "target": [0, 1],
        "weight": [2.0, 5.0],
        "reduction": "sum",
    }
)
def weighs_the_mean_only(log_probs, target, weight=None, ignore_index=-100, reduction="mean"):
    """'sum' and 'none' come without the weights. They belong to every single loss, whatever is done
    with the losses afterwards."""
    used = weight if reduction == "mean" else None
    losses, weights = pieces(log_probs, target, used, ignore_index)
    return reduced(losses, weights.sum(), reduction)


@misconception(
    witness={"log_probs": [[-1.0, -2.0], [-4.0, -8.0]], "target": [0, 1], "ignore_index": 1}
)
def ignores_nothing_but_minus_100(
    log_probs, target, weight=None, ignore_index=-100, reduction="mean"
):
    """Only -100 is ignored, although another number was asked for. Compare the targets with the
    argument ignore_index."""
    losses, weights = pieces(log_probs, target, weight, -100)
    return reduced(losses, weights.sum(), reduction)


@misconception(
    witness={
        "log_probs": [[-1.0, -2.0], [-4.0, -8.0]],
        "target": [0, -100],
        "reduction": "none",
    }
)
def removes_the_ignored_examples(
    log_probs, target, weight=None, ignore_index=-100, reduction="mean"
):
    """With 'none' the ignored examples are gone, so that the losses no longer line up with the
    targets. An ignored example keeps its place, with a loss of 0."""
    losses, weights = pieces(log_probs, target, weight, ignore_index)
    return reduced(losses[target != ignore_index], weights.sum(), reduction)


@misconception(witness={"log_probs": [[-np.inf, 0.0], [-1.0, -2.0]], "target": [-100, 0]})
def multiplies_ignored_examples_by_0(
    log_probs, target, weight=None, ignore_index=-100, reduction="mean"
):
    """Ignored examples are looked up and multiplied by 0, but 0 * inf is nan when an -inf stands
    there. Leave them out with np.where, or pick the examples that count."""
    counts = target != ignore_index
    label = target * counts
    weights = counts * (np.ones(log_probs.shape[1]) if weight is None else weight)[label]
    losses = -weights * log_probs[np.arange(len(target)), label]
    return reduced(losses, weights.sum(), reduction)


@misconception(witness={"log_probs": [[-np.inf, -2.0]], "target": [1]})
def multiplies_by_a_one_hot_table(
    log_probs, target, weight=None, ignore_index=-100, reduction="mean"
):
    """The wrong classes are multiplied by 0 and added, but 0 * inf is nan when one of them is
    -inf. Pick the entry of the right class instead: log_probs[np.arange(N), target]."""
    hot = (target[:, None] == np.arange(log_probs.shape[1])) & (target != ignore_index)[:, None]
    table = hot * (1.0 if weight is None else weight)
    return reduced(-(table * log_probs).sum(axis=1), table.sum(), reduction)


@misconception(witness={"log_probs": [[-1.0, -2.0, -4.0]], "target": [1]})
def divides_by_the_classes_too(log_probs, target, weight=None, ignore_index=-100, reduction="mean"):
    """The mean runs over all N * K entries. Every example has one loss, that of its right class, so
    divide by the examples only."""
    losses, weights = pieces(log_probs, target, weight, ignore_index)
    return reduced(losses, weights.sum() * log_probs.shape[1], reduction)


@misconception(
    witness={"log_probs": [[-1.0, -2.0], [-4.0, -9.0]], "target": [0, 1], "reduction": "sum"}
)
def always_averages(log_probs, target, weight=None, ignore_index=-100, reduction="mean"):
    """The mean comes back whatever reduction is asked for. 'sum' is the sum of the losses, and
    'none' the losses themselves."""
    losses, weights = pieces(log_probs, target, weight, ignore_index)
    return losses.sum() / weights.sum()


@misconception(
    witness={"log_probs": [[-1.0, -2.0], [-4.0, -8.0]], "target": [0, 1], "reduction": "none"}
)
def adds_up_the_whole_row(log_probs, target, weight=None, ignore_index=-100, reduction="mean"):
    """All the entries of a row are added up. Only the entry of the right class counts:
    log_probs[n, target[n]]."""
    counts = target != ignore_index
    label = np.where(counts, target, 0)
    one = np.ones(log_probs.shape[1]) if weight is None else weight
    weights = np.where(counts, one[label], 0.0)
    losses = np.where(counts, -weights * log_probs.sum(axis=1), 0.0)
    return reduced(losses, weights.sum(), reduction)


def two_by_three(**others):
    """Arguments of an ordinary call, some replaced."""
    plain = {
        "log_probs": [[-1.0, -2.0, -3.0], [-3.0, -2.0, -1.0]],
        "target": [0, 1],
        "weight": None,
        "ignore_index": -100,
        "reduction": "mean",
    }
    return {**plain, **others}


WRONG = (ValueError, IndexError)
ROWS = [[1.0, 2.0], [1.0, 3.0], [1.0, 3.0]]

EXERCISE = Exercise(
    inputs={
        "log_probs": array("N K", floats(-10, 10), floats(-1000, 1000, special=(-np.inf,))),
        "target": labels("N", "K", special=(-100, -1)),
        "weight": optional(array("K", floats(0.1, 5.0), floats(0.0, 100.0, special=(0.0,)))),
        "ignore_index": one_of(choice(-100), computed(one_that_occurs, moved=False)),
        "reduction": choice("mean", "sum", "none"),
    },
    reference=reference,
    second_source=second_source,
    # Rounding errors of 1: losses of both signs may cancel in a sum.
    accuracy="absolute",
    where=promised,
    sizes={"N": (1, 6), "K": (1, 5)},
    cases=(
        case(log_probs=ROWS, target=[0, 1, 1], weight=[1.0, 1.0]),
        case(log_probs=ROWS, target=[0, 1, -100], weight=[1.0, 2.0], reduction="none"),
        case(log_probs=[[-np.inf, 0.0], [-1.0, -2.0]], target=[1, 0], tier="edge"),
        case(log_probs=[[-np.inf, 0.0], [-1.0, -2.0]], target=[0, 1], tier="edge"),
        case(log_probs=ROWS, target=[-100, -100, -100], tier="edge"),
        case(log_probs=ROWS, target=[-100, -100, -100], reduction="sum", tier="edge"),
        case(log_probs=ROWS, target=[-1, 0, 1], ignore_index=-1, tier="edge"),
        case(log_probs=ROWS, target=[0, 0, 0], weight=[0.0, 1.0], tier="edge"),
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
        refusal(WRONG, "one target for two examples", **two_by_three(target=[1])),
        refusal(WRONG, "targets in a column, of shape (2, 1)", **two_by_three(target=[[0], [1]])),
    ),
    laws=(
        adds_up_what_none_returns,
        has_a_mean_that_forgets_the_number,
        leaves_ignored_examples_out,
        has_a_mean_that_only_compares_weights,
        looks_at_the_right_classes_only,
    ),
    misconceptions=(
        forgets_the_minus,
        takes_the_logarithm_again,
        applies_log_softmax_first,
        sums_instead_of_averaging,
        divides_by_the_number_of_examples,
        counts_the_ignored_in_the_mean,
        takes_the_plain_mean,
        forgets_the_weights,
        weighs_the_mean_only,
        ignores_nothing_but_minus_100,
        removes_the_ignored_examples,
        multiplies_ignored_examples_by_0,
        multiplies_by_a_one_hot_table,
        divides_by_the_classes_too,
        always_averages,
        adds_up_the_whole_row,
    ),
    hints=(
        "Start without weights and ignored examples: which entry of each row is its loss, but for "
        "the sign?",
        "log_probs[np.arange(N), target] picks one entry from each row. Which targets may you look "
        "up, and what is 0 * inf? A negative target is a place that NumPy knows.",
        "counts = target != ignore_index; label = np.where(counts, target, 0); losses = "
        "np.where(counts, -weight[label] * picked, 0). The mean is losses.sum() / weights.sum().",
    ),
)
