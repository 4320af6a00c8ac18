"""Binary cross-entropy of raw scores, with weights, right at any scale."""

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


def softplus(z: torch.Tensor) -> torch.Tensor:
    return z.clamp(min=0) + torch.log1p(torch.exp(-z.abs()))


def reference(
    logits: torch.Tensor,
    target: torch.Tensor,
    weight: torch.Tensor | None = None,
    pos_weight: torch.Tensor | None = None,
    reduction: str = "mean",
) -> torch.Tensor:
    # Not torch's own: for a score of -40 and target 0 it subtracts 40 from 40 and answers 0.
    yes = target * softplus(-logits)
    if pos_weight is not None:
        yes = pos_weight * yes
    losses = yes + (1 - target) * softplus(logits)
    if weight is not None:
        losses = weight * losses
    if reduction == "none":
        return losses
    return losses.sum() if reduction == "sum" else losses.mean()


def second_source(m, logits, target, weight=None, pos_weight=None, reduction="mean"):
    losses = m.log1p(m.exp(m.where(target == 1, -logits, logits)))
    if pos_weight is not None:
        losses = m.where(target == 1, losses * pos_weight, losses)
    if weight is not None:
        losses = losses * weight
    if reduction == "none":
        return losses
    return losses.sum() if reduction == "sum" else losses.sum() / losses.size


@law()
def adds_up_what_none_returns(bce_with_logits_loss, logits, target, weight, pos_weight):
    """'sum' is the sum of the losses that 'none' returns, and 'mean' is that sum divided by the
    number of entries."""
    total = float(np.sum(bce_with_logits_loss(logits, target, weight, pos_weight, "none")))
    assert_close(bce_with_logits_loss(logits, target, weight, pos_weight, "sum"), total)
    mean = bce_with_logits_loss(logits, target, weight, pos_weight, "mean")
    assert_close(mean, total / logits.size)


@law(edge=10)
def does_not_care_what_is_called_yes(bce_with_logits_loss, logits, target, weight, reduction):
    """Without pos_weight, calling yes no and no yes (z becomes -z, the target 1 - target) changes
    nothing."""
    before = bce_with_logits_loss(logits, target, weight, None, reduction)
    assert_close(bce_with_logits_loss(-logits, 1 - target, weight, None, reduction), before)


@law()
def costs_the_score_more_on_the_wrong_side(bce_with_logits_loss, logits, target):
    """The same score costs exactly z more where the target is 0 than where it is 1."""
    no = bce_with_logits_loss(logits, 0 * target, None, None, "none")
    yes = bce_with_logits_loss(logits, 0 * target + 1, None, None, "none")
    assert_close(no - yes, logits, scale=10.0)


@law(pos_weight=array("K", floats(2.0, 5.0)))
def weighs_only_the_positives(bce_with_logits_loss, logits, target, weight, pos_weight):
    """pos_weight multiplies the losses whose target is 1 and leaves those with target 0 alone."""
    once = bce_with_logits_loss(logits, target, weight, None, "none")
    wanted = np.where(target == 1, pos_weight * once, once)
    assert_close(bce_with_logits_loss(logits, target, weight, pos_weight, "none"), wanted)


# --- the pieces of which the mistakes are made --------------------------------------------------


def stable(z):
    return np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z)))


def weighted(yes, no, target, weight=None, pos_weight=None):
    """Losses from those of either answer."""
    yes = yes if pos_weight is None else pos_weight * yes
    losses = np.where(target == 1, yes, no)
    return losses if weight is None else losses * weight


def reduced(losses, reduction):
    if reduction == "none":
        return losses
    return losses.sum() if reduction == "sum" else losses.mean()


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


@misconception(witness={"logits": [40.0], "target": [0.0]})
def takes_the_logarithm_of_sigmoid(logits, target, weight=None, pos_weight=None, reduction="mean"):
    """Sigmoid rounds to 0 or 1 for large scores, and log(0) is infinite. Never form the
    probability: the loss is log(1 + exp(z)), with z turned round where the target is 1."""
    p = sigmoid(logits)
    losses = weighted(-np.log(p), -np.log(1 - p), target, weight, pos_weight)
    return reduced(losses, reduction)


@misconception(witness={"logits": [-1000.0], "target": [1.0]})
def exponentiates_raw_scores(logits, target, weight=None, pos_weight=None, reduction="mean"):
    """exp(1000) overflows to inf. For large z, log(1 + exp(z)) is z + log(1 + exp(-z)), whose
    exponent is negative."""
    yes, no = np.log1p(np.exp(-logits)), np.log1p(np.exp(logits))
    return reduced(weighted(yes, no, target, weight, pos_weight), reduction)


@misconception(witness={"logits": [40.0], "target": [1.0]})
def rounds_small_losses_to_0(logits, target, weight=None, pos_weight=None, reduction="mean"):
    """1 + exp(-40) rounds to 1, so that small losses vanish. np.log1p(u) is log(1 + u) without
    that rounding."""
    high = np.log(1 + np.exp(-np.abs(logits)))
    yes, no = np.maximum(-logits, 0) + high, np.maximum(logits, 0) + high
    return reduced(weighted(yes, no, target, weight, pos_weight), reduction)


@misconception(witness={"logits": [-40.0], "target": [0.0]})
def loses_small_losses_in_a_difference(
    logits, target, weight=None, pos_weight=None, reduction="mean"
):
    """A small loss is added to a large number which is then subtracted again, and is gone. Where
    the target is 0, compute log(1 + exp(z)) for itself."""
    yes = stable(-logits)
    return reduced(weighted(yes, yes + logits, target, weight, pos_weight), reduction)


@misconception(witness={"logits": [-1000.0, 0.0], "target": [1.0, 1.0]})
def cuts_the_logarithm_off(logits, target, weight=None, pos_weight=None, reduction="mean"):
    """No loss exceeds 100, because the logarithm of the probability is cut off there. From the
    score itself the loss comes out right: a score of -1000 costs 1000."""
    yes, no = np.minimum(stable(-logits), 100.0), np.minimum(stable(logits), 100.0)
    return reduced(weighted(yes, no, target, weight, pos_weight), reduction)


@misconception(witness={"logits": [-1000.0, 0.0], "target": [1.0, 0.0]})
def clips_the_probabilities(logits, target, weight=None, pos_weight=None, reduction="mean"):
    """The probabilities are cut off at 1e-7 and 1 - 1e-7, so that no loss can exceed 16. Compute
    the loss from the score itself: nothing has to be cut off then."""
    p = np.clip(sigmoid(logits), 1e-7, 1 - 1e-7)
    losses = weighted(-np.log(p), -np.log(1 - p), target, weight, pos_weight)
    return reduced(losses, reduction)


@misconception(witness={"logits": [0.25], "target": [1.0]})
def takes_scores_for_probabilities(logits, target, weight=None, pos_weight=None, reduction="mean"):
    """The logarithm is taken of the scores as if they were probabilities. The probability is
    sigmoid(z): its -log is log(1 + exp(-z))."""
    losses = weighted(-np.log(logits), -np.log(1 - logits), target, weight, pos_weight)
    return reduced(losses, reduction)


@misconception(witness={"logits": [2.0], "target": [1.0]})
def applies_sigmoid_twice(logits, target, weight=None, pos_weight=None, reduction="mean"):
    """The scores go through sigmoid before the loss and once more inside it. Apply it once, or
    rather inside the formula alone."""
    p = sigmoid(logits)
    return reduced(weighted(stable(-p), stable(p), target, weight, pos_weight), reduction)


@misconception(witness={"logits": [1.0], "target": [1.0]})
def mixes_up_yes_and_no(logits, target, weight=None, pos_weight=None, reduction="mean"):
    """A high score is charged where the target is 1. It is the other way round: log(1 + exp(-z))
    for target 1, log(1 + exp(z)) for target 0."""
    yes, no = stable(logits), stable(-logits)
    return reduced(weighted(yes, no, target, weight, pos_weight), reduction)


@misconception(witness={"logits": [3.0], "target": [1.0]})
def forgets_the_minus(logits, target, weight=None, pos_weight=None, reduction="mean"):
    """The losses are negative. The logarithm of a probability is never above 0, and the loss is its
    negative."""
    losses = weighted(-stable(-logits), -stable(logits), target, weight, pos_weight)
    return reduced(losses, reduction)


@misconception(witness={"logits": [1.0, 2.0], "target": [1.0, 0.0]})
def forgets_the_targets_of_0(logits, target, weight=None, pos_weight=None, reduction="mean"):
    """Where the target is 0 nothing is charged. A score z costs log(1 + exp(z)) there."""
    losses = weighted(stable(-logits), 0 * logits, target, weight, pos_weight)
    return reduced(losses, reduction)


@misconception(witness={"logits": [1.0, 2.0], "target": [1.0, 0.0], "pos_weight": [3.0, 5.0]})
def forgets_pos_weight(logits, target, weight=None, pos_weight=None, reduction="mean"):
    """pos_weight changes nothing. Multiply by it every loss whose target is 1."""
    return reduced(weighted(stable(-logits), stable(logits), target, weight), reduction)


@misconception(witness={"logits": [1.0, 2.0], "target": [1.0, 0.0], "pos_weight": [2.0, 7.0]})
def weighs_the_negatives_too(logits, target, weight=None, pos_weight=None, reduction="mean"):
    """pos_weight multiplies all losses. It is for the positive entries alone, those whose target
    is 1."""
    losses = weighted(stable(-logits), stable(logits), target, weight)
    return reduced(losses if pos_weight is None else pos_weight * losses, reduction)


@misconception(witness={"logits": [1.0, 2.0], "target": [0.0, 1.0], "pos_weight": [3.0, 4.0]})
def weighs_the_negatives_only(logits, target, weight=None, pos_weight=None, reduction="mean"):
    """pos_weight multiplies the losses whose target is 0. It belongs to the positive entries, those
    whose target is 1."""
    losses = weighted(stable(logits), stable(-logits), 1 - target, weight, pos_weight)
    return reduced(losses, reduction)


@misconception(witness={"logits": [1.0, 2.0], "target": [0.0, 1.0], "weight": [3.0, 5.0]})
def forgets_the_weights(logits, target, weight=None, pos_weight=None, reduction="mean"):
    """The weights change nothing. Multiply every loss by its weight, before the reduction."""
    losses = weighted(stable(-logits), stable(logits), target, None, pos_weight)
    return reduced(losses, reduction)


@misconception(witness={"logits": [1.0, 2.0], "target": [0.0, 1.0], "weight": [1.0, 4.0]})
def divides_by_the_sum_of_the_weights(
    logits, target, weight=None, pos_weight=None, reduction="mean"
):
    """With weights, the mean is divided by the sum of the weights. Binary cross-entropy divides by
    the number of entries (nll_loss is another matter)."""
    losses = weighted(stable(-logits), stable(logits), target, weight, pos_weight)
    if weight is not None and reduction == "mean":
        return losses.sum() / np.broadcast_to(weight, losses.shape).sum()
    return reduced(losses, reduction)


@misconception(witness={"logits": [1.0, 4.0], "target": [1.0, 1.0]})
def sums_instead_of_averaging(logits, target, weight=None, pos_weight=None, reduction="mean"):
    """The losses are added up where their mean was asked for. 'mean' is the default: divide the
    sum by the number of entries."""
    losses = weighted(stable(-logits), stable(logits), target, weight, pos_weight)
    return losses if reduction == "none" else losses.sum()


@misconception(witness={"logits": [1.0, 3.0], "target": [1.0, 1.0], "reduction": "sum"})
def always_averages(logits, target, weight=None, pos_weight=None, reduction="mean"):
    """The mean comes back whatever reduction is asked for. 'sum' is the sum of the losses, and
    'none' the losses themselves."""
    return weighted(stable(-logits), stable(logits), target, weight, pos_weight).mean()


def two_by_two(**others):
    """Arguments of an ordinary call, some replaced."""
    plain = {
        "logits": [[1.0, -2.0], [3.0, 0.0]],
        "target": [[1.0, 1.0], [0.0, 1.0]],
        "weight": None,
        "pos_weight": None,
        "reduction": "mean",
    }
    return {**plain, **others}


EXERCISE = Exercise(
    inputs={
        # Below -708 exp has no full precision any more; -1000 gives 0 exactly.
        "logits": array("... K", floats(-10, 10), floats(-700, 700, special=(-1000.0, 1000.0))),
        "target": array("... K", choice(0.0, 1.0)),
        "weight": optional(
            one_of(
                array("K", floats(0.1, 5.0), floats(0.0, 100.0)),
                array("... K", floats(0.1, 5.0), floats(0.0, 100.0)),
            )
        ),
        # None very small but 0: 1 + (pos_weight - 1) * t, as some write it, would round it away.
        "pos_weight": optional(array("K", floats(0.1, 5.0), floats(0.01, 100.0, special=(0.0,)))),
        "reduction": choice("mean", "sum", "none"),
    },
    reference=reference,
    second_source=second_source,
    cases=(
        case(
            logits=[[1.0, 2.0], [2.0, 2.0], [3.0, 4.0], [4.0, 5.0]],
            target=[[1.0, 0.0], [1.0, 0.0], [0.0, 1.0], [0.0, 1.0]],
        ),
        case(logits=[0.0, -1000.0, 1000.0], target=[1.0, 1.0, 1.0], reduction="none", tier="edge"),
        case(logits=[40.0, -40.0], target=[1.0, 0.0], reduction="none", tier="edge"),
        case(logits=[-1000.0, 1000.0], target=[0.0, 0.0], reduction="none", tier="edge"),
    ),
    refusals=(
        refusal(ValueError, "an unknown reduction", **two_by_two(reduction="average")),
        refusal(ValueError, "a row of targets for two rows", **two_by_two(target=[1.0, 0.0])),
        refusal(
            ValueError,
            "a column of scores, of shape (2, 1), and targets of shape (2,)",
            **two_by_two(logits=[[0.5], [0.25]], target=[1.0, 0.0]),
        ),
        refusal(
            ValueError,
            "three weights for two columns",
            **two_by_two(weight=np.array([1.0, 2.0, 3.0])),
        ),
        refusal(
            ValueError,
            "weights of more axes than the scores",
            **two_by_two(weight=np.ones((3, 2, 2))),
        ),
        refusal(
            ValueError,
            "three pos_weights for two columns",
            **two_by_two(pos_weight=np.array([1.0, 2.0, 3.0])),
        ),
        refusal(
            ValueError,
            "pos_weights of more axes than the scores",
            **two_by_two(pos_weight=np.ones((3, 2, 2))),
        ),
    ),
    laws=(
        adds_up_what_none_returns,
        does_not_care_what_is_called_yes,
        costs_the_score_more_on_the_wrong_side,
        weighs_only_the_positives,
    ),
    misconceptions=(
        takes_the_logarithm_of_sigmoid,
        exponentiates_raw_scores,
        rounds_small_losses_to_0,
        loses_small_losses_in_a_difference,
        cuts_the_logarithm_off,
        clips_the_probabilities,
        takes_scores_for_probabilities,
        applies_sigmoid_twice,
        mixes_up_yes_and_no,
        forgets_the_minus,
        forgets_the_targets_of_0,
        forgets_pos_weight,
        weighs_the_negatives_too,
        weighs_the_negatives_only,
        forgets_the_weights,
        divides_by_the_sum_of_the_weights,
        sums_instead_of_averaging,
        always_averages,
    ),
    hints=(
        "Without weights the loss is log(1 + exp(z)) for target 0 and log(1 + exp(-z)) for target "
        "1. How can log(1 + exp(1000)) be written so that no exponent is positive?",
        "log(1 + exp(z)) = max(z, 0) + log(1 + exp(-|z|)) for every z, and np.log1p(u) is "
        "log(1 + u) without rounding a small u away. Choose the sign of z by the target first.",
        "wrong = np.where(target == 1, -logits, logits); losses = np.maximum(wrong, 0) + "
        "np.log1p(np.exp(-np.abs(wrong))); then pos_weight where the target is 1, weight, reduce.",
    ),
)
