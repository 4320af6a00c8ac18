"""Binary cross-entropy of probabilities, with weights and PyTorch's limit of the logarithm."""

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
    law,
    misconception,
    one_of,
    optional,
    refusal,
)


def reference(
    probs: torch.Tensor,
    target: torch.Tensor,
    weight: torch.Tensor | None = None,
    reduction: str = "mean",
) -> torch.Tensor:
    return torch.nn.functional.binary_cross_entropy(
        probs, target, weight=weight, reduction=reduction
    )


def second_source(m, probs, target, weight=None, reduction="mean"):
    right = m.where(target == 1, probs, 1 - probs)
    floor = m.exp(-100)
    losses = -m.log(m.maximum(right, floor))
    if weight is not None:
        losses = losses * weight
    if reduction == "none":
        return losses
    return losses.sum() if reduction == "sum" else losses.sum() / losses.size


@law()
def adds_up_what_none_returns(bce_loss, probs, target, weight):
    """'sum' is the sum of the losses that 'none' returns, and 'mean' is that sum divided by the
    number of entries."""
    total = float(np.sum(bce_loss(probs, target, weight, "none")))
    assert_close(bce_loss(probs, target, weight, "sum"), total, scale=10.0)
    assert_close(bce_loss(probs, target, weight, "mean"), total / probs.size, scale=10.0)


@law(edge=10)
def does_not_care_what_is_called_yes(bce_loss, probs, target, weight, reduction):
    """Calling yes no and no yes (p becomes 1 - p, the target 1 - target) changes nothing."""
    probs = np.round(probs * 1024) / 1024  # so that 1 - p is exact
    before = bce_loss(probs, target, weight, reduction)
    assert_close(bce_loss(1 - probs, 1 - target, weight, reduction), before, scale=10.0)


@law(factor=floats(2.0, 5.0), weight=array("K", floats(0.1, 5.0)))
def grows_with_the_weights(bce_loss, probs, target, weight, factor, reduction):
    """Weights that are 3 times as large make the loss 3 times as large, the mean too."""
    once = np.asarray(bce_loss(probs, target, weight, reduction))
    assert_close(bce_loss(probs, target, factor * weight, reduction), factor * once, scale=10.0)


# --- the pieces of which the mistakes are made --------------------------------------------------


def logarithm(p):
    return np.maximum(np.log(p), -100.0)


def plain(probs, target):
    """The right losses, without weights."""
    return -(target * logarithm(probs) + (1 - target) * logarithm(1 - probs))


def reduced(losses, reduction):
    if reduction == "none":
        return losses
    return losses.sum() if reduction == "sum" else losses.mean()


def weighted(losses, weight):
    return losses if weight is None else losses * weight


@misconception(witness={"probs": [0.25], "target": [1.0]})
def forgets_the_minus(probs, target, weight=None, reduction="mean"):
    """The losses are negative. The logarithm of a probability is never above 0, and the loss is its
    negative."""
    return reduced(weighted(-plain(probs, target), weight), reduction)


@misconception(witness={"probs": [0.75, 0.25], "target": [0.0, 1.0]})
def forgets_the_targets_of_0(probs, target, weight=None, reduction="mean"):
    """Where the target is 0 nothing is charged. A probability p given to what is not the case costs
    -log(1 - p)."""
    return reduced(weighted(-target * logarithm(probs), weight), reduction)


@misconception(witness={"probs": [0.75, 0.125], "target": [0.0, 1.0]})
def mixes_up_yes_and_no(probs, target, weight=None, reduction="mean"):
    """Targets of 1 are charged -log(1 - p) and targets of 0 -log(p). It is the other way round: the
    cost is small when p is near the target."""
    return reduced(weighted(plain(probs, 1 - target), weight), reduction)


@misconception(witness={"probs": [0.0], "target": [1.0]})
def lets_a_loss_be_infinite(probs, target, weight=None, reduction="mean"):
    """log(0) makes a loss infinite. Logarithms below -100 count as -100: np.maximum(np.log(p),
    -100)."""
    losses = -np.where(target == 1, np.log(probs), np.log(1 - probs))
    return reduced(weighted(losses, weight), reduction)


@misconception(witness={"probs": [0.0, 0.5], "target": [0.0, 1.0]})
def multiplies_infinity_by_0(probs, target, weight=None, reduction="mean"):
    """0 * log(0) is 0 times minus infinity, which is nan. Bring the logarithms to at least -100
    before they are multiplied by the targets."""
    losses = -(target * np.log(probs) + (1 - target) * np.log(1 - probs))
    return reduced(weighted(losses, weight), reduction)


@misconception(witness={"probs": [1.0], "target": [0.0]})
def clips_the_probabilities(probs, target, weight=None, reduction="mean"):
    """The probabilities are cut off at 1e-7 and 1 - 1e-7, so that no loss can exceed 16. It is the
    logarithm that is cut off, at -100."""
    return reduced(weighted(plain(np.clip(probs, 1e-7, 1 - 1e-7), target), weight), reduction)


@misconception(witness={"probs": [0.0, 1.0], "target": [1.0, 0.0]})
def adds_a_small_number(probs, target, weight=None, reduction="mean"):
    """A small number inside the logarithm makes all losses a little wrong and none larger than 18.
    Leave the probabilities as they are and cut the logarithm off at -100."""
    losses = -(target * np.log(probs + 1e-8) + (1 - target) * np.log(1 - probs + 1e-8))
    return reduced(weighted(losses, weight), reduction)


@misconception(witness={"probs": [0.5, 0.25], "target": [1.0, 1.0]})
def sums_instead_of_averaging(probs, target, weight=None, reduction="mean"):
    """The losses are added up where their mean was asked for. 'mean' is the default: divide the
    sum by the number of entries."""
    losses = weighted(plain(probs, target), weight)
    return losses if reduction == "none" else losses.sum()


@misconception(witness={"probs": [0.5, 0.25], "target": [1.0, 0.0], "reduction": "sum"})
def always_averages(probs, target, weight=None, reduction="mean"):
    """The mean comes back whatever reduction is asked for. 'sum' is the sum of the losses, and
    'none' the losses themselves."""
    return weighted(plain(probs, target), weight).mean()


@misconception(witness={"probs": [0.5, 0.125], "target": [1.0, 1.0], "weight": [1.0, 3.0]})
def divides_by_the_sum_of_the_weights(probs, target, weight=None, reduction="mean"):
    """With weights, the mean is divided by the sum of the weights. Binary cross-entropy divides by
    the number of entries (nll_loss is another matter)."""
    losses = plain(probs, target)
    if weight is not None and reduction == "mean":
        weight = np.broadcast_to(weight, losses.shape)
        return (weight * losses).sum() / weight.sum()
    return reduced(weighted(losses, weight), reduction)


@misconception(witness={"probs": [0.5, 0.125], "target": [1.0, 0.0], "weight": [1.0, 5.0]})
def forgets_the_weights(probs, target, weight=None, reduction="mean"):
    """The weights change nothing. Multiply every loss by its weight, before the reduction."""
    return reduced(plain(probs, target), reduction)


@misconception(witness={"probs": [0.5, 0.25], "target": [1.0, 0.0], "weight": [2.0, 3.0]})
def weighs_the_targets_of_1_only(probs, target, weight=None, reduction="mean"):
    """Only losses with target 1 are multiplied by their weight; that is what pos_weight does in
    another loss. Here the weight multiplies every loss."""
    w = 1.0 if weight is None else weight
    losses = -(w * target * logarithm(probs) + (1 - target) * logarithm(1 - probs))
    return reduced(losses, reduction)


@misconception(witness={"probs": [0.5], "target": [1.0], "weight": [3.0]})
def weighs_the_probabilities(probs, target, weight=None, reduction="mean"):
    """The probabilities are multiplied by the weights before the logarithm. Multiply the losses by
    them afterwards."""
    return reduced(plain(np.clip(weighted(probs, weight), 0, 1), target), reduction)


@misconception(witness={"probs": [[0.5, 0.25]], "target": [[1.0, 1.0]]})
def averages_over_the_rows_only(probs, target, weight=None, reduction="mean"):
    """The losses are added up along each row and only the rows are averaged. 'mean' is the mean
    over all entries: call .mean() without an axis."""
    losses = weighted(plain(probs, target), weight)
    return losses.sum() / len(losses) if reduction == "mean" else reduced(losses, reduction)


@misconception(witness={"probs": [0.5, 0.75], "target": [1.0, 1.0], "reduction": "none"})
def takes_them_for_raw_scores(probs, target, weight=None, reduction="mean"):
    """The probabilities go through sigmoid once more. They are probabilities already; take their
    logarithms as they come."""
    return reduced(weighted(plain(1 / (1 + np.exp(-probs)), target), weight), reduction)


@misconception(witness={"probs": [0.125], "target": [1.0]})
def counts_in_bits(probs, target, weight=None, reduction="mean"):
    """The logarithm has base 2. The natural logarithm is asked for: np.log."""
    losses = -np.maximum(np.log2(np.where(target == 1, probs, 1 - probs)), -100.0)
    return reduced(weighted(losses, weight), reduction)


HALVES = [[0.5, 0.25], [0.5, 0.75]]
YES = [[1.0, 1.0], [0.0, 1.0]]


def two_by_two(**others):
    """Arguments of an ordinary call, some replaced."""
    return {"probs": HALVES, "target": YES, "weight": None, "reduction": "mean", **others}


# The first worked example: sigmoid of whole numbers.
SCORES = np.array([[1.0, 2.0], [2.0, 2.0], [3.0, 4.0], [4.0, 5.0]])
ANSWERS = [[1.0, 0.0], [1.0, 0.0], [0.0, 1.0], [0.0, 1.0]]

EXERCISE = Exercise(
    inputs={
        # Exact: beside 1 a rounding error of p is the whole of log(1 - p).
        "probs": array(
            "... K",
            floats(0.02, 0.98, exact=True),
            floats(0.0, 1.0, special=(0.0, 1.0, 1e-30, 1e-40, 1e-50, 1.0 - 2.0**-40), exact=True),
        ),
        "target": array("... K", choice(0.0, 1.0)),
        "weight": optional(
            one_of(
                array("K", floats(0.1, 5.0), floats(0.0, 100.0)),
                array("... K", floats(0.1, 5.0), floats(0.0, 100.0)),
            )
        ),
        "reduction": choice("mean", "sum", "none"),
    },
    reference=reference,
    second_source=second_source,
    # Rounding errors of 1: with p = 1e-20, log(1 - p) is 0 for whoever forms 1 - p.
    accuracy="absolute",
    cases=(
        case(
            probs=(1 / (1 + np.exp(-SCORES))).tolist(),
            target=ANSWERS,
            weight=np.array([1.0, 1.0]),
        ),
        case(probs=[0.5, 0.25, 0.0], target=[1.0, 0.0, 1.0], reduction="none"),
        case(probs=[0.0, 1.0], target=[0.0, 1.0], tier="edge"),
        case(probs=[0.0, 1.0], target=[1.0, 0.0], reduction="none", tier="edge"),
        case(probs=[1e-40, 1e-50], target=[1.0, 1.0], reduction="none", tier="edge"),
    ),
    refusals=(
        refusal(ValueError, "a probability of 1.5", **two_by_two(probs=[[0.5, 1.5], [0.5, 0.75]])),
        refusal(ValueError, "a probability of -0.5", **two_by_two(probs=[[0.5, 1.0], [-0.5, 0.0]])),
        refusal(ValueError, "an unknown reduction", **two_by_two(reduction="average")),
        refusal(ValueError, "a row of targets for two rows", **two_by_two(target=[1.0, 0.0])),
        refusal(
            ValueError,
            "a column of probabilities, of shape (2, 1), and targets of shape (2,)",
            **two_by_two(probs=[[0.5], [0.25]], target=[1.0, 0.0]),
        ),
        refusal(
            ValueError,
            "three weights for two columns",
            **two_by_two(weight=np.array([1.0, 2.0, 3.0])),
        ),
        refusal(
            ValueError,
            "weights of more axes than the probabilities",
            **two_by_two(weight=np.ones((3, 2, 2))),
        ),
    ),
    laws=(adds_up_what_none_returns, does_not_care_what_is_called_yes, grows_with_the_weights),
    misconceptions=(
        forgets_the_minus,
        forgets_the_targets_of_0,
        mixes_up_yes_and_no,
        lets_a_loss_be_infinite,
        multiplies_infinity_by_0,
        clips_the_probabilities,
        adds_a_small_number,
        sums_instead_of_averaging,
        always_averages,
        divides_by_the_sum_of_the_weights,
        forgets_the_weights,
        weighs_the_targets_of_1_only,
        weighs_the_probabilities,
        averages_over_the_rows_only,
        takes_them_for_raw_scores,
        counts_in_bits,
    ),
    hints=(
        "What does p = 0.25 cost when the answer is yes, and what when it is no? Which logarithm "
        "would be infinite, and where does the limit of -100 belong?",
        "np.maximum(np.log(p), -100) is never below -100; do this before you multiply by the "
        "target, since 0 * inf is nan. np.broadcast_to(weight, probs.shape) stretches weights "
        "or raises ValueError.",
        "losses = -(target * np.maximum(np.log(probs), -100) + (1 - target) * "
        "np.maximum(np.log(1 - probs), -100)), times the weights; then reduce.",
    ),
)
