"""The logistic loss for targets of -1 and 1, right at any scale."""

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
    refusal,
)


def reference(x: torch.Tensor, t: torch.Tensor, reduction: str = "mean") -> torch.Tensor:
    # Not torch's own, which overflows to inf for a score of -1000 and target 1.
    wrong = -t * x
    losses = wrong.clamp(min=0) + torch.log1p(torch.exp(-wrong.abs()))
    if reduction == "none":
        return losses
    return losses.sum() if reduction == "sum" else losses.mean()


def second_source(m, x, t, reduction="mean"):
    losses = m.log1p(m.exp(-t * x))
    if reduction == "none":
        return losses
    return losses.sum() if reduction == "sum" else losses.sum() / losses.size


@law()
def adds_up_what_none_returns(soft_margin_loss, x, t):
    """'sum' is the sum of the losses that 'none' returns, and 'mean' is that sum divided by the
    number of entries."""
    total = float(np.sum(soft_margin_loss(x, t, "none")))
    assert_close(soft_margin_loss(x, t, "sum"), total)
    assert_close(soft_margin_loss(x, t, "mean"), total / x.size)


@law(edge=10)
def looks_at_the_side_only(soft_margin_loss, x, t, reduction):
    """A score of 3 with target 1 costs as much as a score of -3 with target -1."""
    before = soft_margin_loss(x, t, reduction)
    assert_close(soft_margin_loss(-x, -t, reduction), before)


@law()
def costs_the_score_more_on_the_wrong_side(soft_margin_loss, x):
    """The same score costs exactly x more where the target is -1 than where it is 1."""
    no = soft_margin_loss(x, -np.ones_like(x), "none")
    yes = soft_margin_loss(x, np.ones_like(x), "none")
    assert_close(no - yes, x, scale=10.0)


@law()
def costs_log_2_for_no_opinion(soft_margin_loss, t):
    """A score of 0 costs log(2), whatever the target."""
    assert_close(soft_margin_loss(np.zeros_like(t), t), float(np.log(2.0)))


# --- the pieces of which the mistakes are made --------------------------------------------------


def stable(z):
    return np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z)))


def reduced(losses, reduction):
    if reduction == "none":
        return losses
    return losses.sum() if reduction == "sum" else losses.mean()


@misconception(witness={"x": [-1000.0], "t": [1.0]})
def exponentiates_raw_scores(x, t, reduction="mean"):
    """exp(1000) overflows to inf. For large z, log(1 + exp(z)) is z + log(1 + exp(-z)), whose
    exponent is negative."""
    return reduced(np.log1p(np.exp(-t * x)), reduction)


@misconception(witness={"x": [40.0], "t": [1.0]})
def rounds_small_losses_to_0(x, t, reduction="mean"):
    """1 + exp(-40) rounds to 1, so that small losses vanish. np.log1p(u) is log(1 + u) without
    that rounding."""
    z = -t * x
    return reduced(np.maximum(z, 0) + np.log(1 + np.exp(-np.abs(z))), reduction)


@misconception(witness={"x": [-1000.0, 40.0], "t": [1.0, 1.0], "reduction": "none"})
def computes_the_formula_as_it_stands(x, t, reduction="mean"):
    """exp(1000) overflows to inf, and 1 + exp(-40) rounds to 1. Split the loss into max(z, 0) and
    log1p(exp(-|z|)) with z = -t * x: neither happens then."""
    return reduced(np.log(1 + np.exp(-t * x)), reduction)


@misconception(witness={"x": [-1000.0, 0.0], "t": [1.0, 1.0]})
def cuts_the_scores_off(x, t, reduction="mean"):
    """The exponent is cut off to keep exp finite, so that no loss can grow beyond that limit. A
    score of -1000 with target 1 costs 1000: use max(z, 0) + log1p(exp(-|z|))."""
    return reduced(np.log1p(np.exp(np.minimum(-t * x, 500.0))), reduction)


@misconception(witness={"x": [3.0], "t": [1.0]})
def forgets_the_minus_in_the_exponent(x, t, reduction="mean"):
    """The loss is large when the score is on the right side. The exponent is -t * x, so that a
    score with the sign of its target costs little."""
    return reduced(stable(t * x), reduction)


@misconception(witness={"x": [3.0, -2.0], "t": [-1.0, 1.0]})
def forgets_the_targets(x, t, reduction="mean"):
    """The targets change nothing. They turn the score round: the exponent is -t * x."""
    return reduced(stable(-x), reduction)


@misconception(witness={"x": [2.0], "t": [-1.0]})
def takes_targets_for_0_and_1(x, t, reduction="mean"):
    """This is the formula for targets of 0 and 1, max(x, 0) - x * t + log(1 + exp(-|x|)). With
    targets of -1 and 1 the loss is log(1 + exp(-t * x))."""
    return reduced(np.maximum(x, 0) - x * t + np.log1p(np.exp(-np.abs(x))), reduction)


@misconception(witness={"x": [0.5], "t": [1.0]})
def bends_sharply_at_the_margin(x, t, reduction="mean"):
    """This is the hinge loss max(0, 1 - t * x), whose margin is hard. The soft margin is
    log(1 + exp(-t * x))."""
    return reduced(np.maximum(0, 1 - t * x), reduction)


@misconception(witness={"x": [1.0], "t": [1.0]})
def counts_in_bits(x, t, reduction="mean"):
    """The logarithm has base 2, so that a score of 0 costs 1. Take the natural logarithm, so that
    it costs 0.6931."""
    return reduced(stable(-t * x) / np.log(2), reduction)


@misconception(witness={"x": [1.0, 4.0], "t": [1.0, 1.0]})
def sums_instead_of_averaging(x, t, reduction="mean"):
    """The losses are added up where their mean was asked for. 'mean' is the default: divide the
    sum by the number of entries."""
    losses = stable(-t * x)
    return losses if reduction == "none" else losses.sum()


@misconception(witness={"x": [1.0, 3.0], "t": [1.0, 1.0], "reduction": "sum"})
def always_averages(x, t, reduction="mean"):
    """The mean comes back whatever reduction is asked for. 'sum' is the sum of the losses, and
    'none' the losses themselves."""
    return stable(-t * x).mean()


@misconception(witness={"x": [[1.0, 2.0]], "t": [[1.0, 1.0]]})
def averages_over_the_rows_only(x, t, reduction="mean"):
    """The losses are added up along each row and only the rows are averaged. 'mean' is the mean
    over all entries: call .mean() without an axis."""
    losses = stable(-t * x)
    return losses.sum() / len(losses) if reduction == "mean" else reduced(losses, reduction)


ROWS = [[0.3, 0.7], [0.5, 0.5]]
SIDES = [[-1.0, 1.0], [1.0, -1.0]]

EXERCISE = Exercise(
    inputs={
        # Below -708 exp has no full precision any more; -1000 gives 0 exactly.
        "x": array("... K", floats(-10, 10), floats(-700, 700, special=(-1000.0, 1000.0))),
        "t": array("... K", choice(-1.0, 1.0)),
        "reduction": choice("mean", "sum", "none"),
    },
    reference=reference,
    second_source=second_source,
    cases=(
        case(x=ROWS, t=SIDES, reduction="none"),
        case(x=[-1000.0, 1000.0], t=[1.0, 1.0], reduction="none", tier="edge"),
        case(x=[40.0, -40.0], t=[1.0, -1.0], reduction="none", tier="edge"),
    ),
    refusals=(
        refusal(ValueError, "an unknown reduction", x=ROWS, t=SIDES, reduction="average"),
        refusal(ValueError, "a row of targets for two rows", x=ROWS, t=[1.0, -1.0]),
        refusal(
            ValueError,
            "a column of scores, of shape (2, 1), and targets of shape (2,)",
            x=[[0.5], [0.25]],
            t=[1.0, -1.0],
        ),
    ),
    laws=(
        adds_up_what_none_returns,
        looks_at_the_side_only,
        costs_the_score_more_on_the_wrong_side,
        costs_log_2_for_no_opinion,
    ),
    misconceptions=(
        exponentiates_raw_scores,
        rounds_small_losses_to_0,
        computes_the_formula_as_it_stands,
        cuts_the_scores_off,
        forgets_the_minus_in_the_exponent,
        forgets_the_targets,
        takes_targets_for_0_and_1,
        bends_sharply_at_the_margin,
        counts_in_bits,
        sums_instead_of_averaging,
        always_averages,
        averages_over_the_rows_only,
    ),
    hints=(
        "Let z = -t * x. How can log(1 + exp(1000)) be written so that no exponent is positive?",
        "log(1 + exp(z)) = max(z, 0) + log(1 + exp(-|z|)) for every z, and np.log1p(u) is "
        "log(1 + u) without rounding a small u away.",
        "z = -t * x; losses = np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z))); then reduce, after "
        "the checks of shape and reduction.",
    ),
)
