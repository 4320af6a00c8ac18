"""The margin ranking loss, broadcast as NumPy does."""

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
    floats,
    law,
    misconception,
    one_of,
    refusal,
    scalar,
)


def reference(
    x1: torch.Tensor,
    x2: torch.Tensor,
    t: torch.Tensor,
    margin: float = 0.0,
    reduction: str = "mean",
) -> torch.Tensor:
    # torch's own function refuses (N, 1) against (N,).
    losses = (-t * (x1 - x2) + margin).clamp(min=0)
    if reduction == "none":
        return losses
    return losses.sum() if reduction == "sum" else losses.mean()


def second_source(m, x1, x2, t, margin=0.0, reduction="mean"):
    first, second = m.where(t > 0, x2, x1), m.where(t > 0, x1, x2)
    losses = m.maximum(first - second + margin, m.number(0.0))
    if reduction == "none":
        return losses
    return losses.sum() if reduction == "sum" else losses.sum() / losses.size


@law()
def adds_up_what_none_returns(margin_ranking_loss, x1, x2, t, margin):
    """'none' has the shape to which the arguments broadcast; 'sum' adds up all of it, and 'mean'
    is that sum divided by its number of entries."""
    losses = margin_ranking_loss(x1, x2, t, margin, "none")
    shape = np.broadcast_shapes(x1.shape, x2.shape, t.shape)
    assert_shape(losses, shape)
    total = float(np.sum(losses))
    assert_close(margin_ranking_loss(x1, x2, t, margin, "sum"), total, scale=10.0)
    mean = margin_ranking_loss(x1, x2, t, margin, "mean")
    assert_close(mean, total / int(np.prod(shape)), scale=10.0)


@law(edge=10)
def may_exchange_the_two(margin_ranking_loss, x1, x2, t, margin, reduction):
    """Exchanging x1 with x2 and turning every target round changes nothing."""
    before = margin_ranking_loss(x1, x2, t, margin, reduction)
    assert_close(margin_ranking_loss(x2, x1, -t, margin, reduction), before, scale=10.0)


@law(margin=floats(0.0, 5.0))
def charges_the_margin_for_a_tie(margin_ranking_loss, x1, t, margin):
    """Two equal scores cost exactly the margin, whichever should be the larger."""
    tie = margin_ranking_loss(x1, x1, t, margin)
    assert_close(tie, margin, scale=10.0)


@law(margin=floats(0.0, 5.0))
def charges_nothing_in_the_right_order(margin_ranking_loss, x1, margin):
    """Scores in the right order and more than the margin apart cost nothing."""
    t = np.ones(x1.shape)
    assert_close(margin_ranking_loss(x1, x1 - margin - 0.5, t, margin), 0.0, scale=1.0)


def reduced(losses, reduction):
    if reduction == "none":
        return losses
    return losses.sum() if reduction == "sum" else losses.mean()


@misconception(witness={"x1": [1.0], "x2": [3.0], "t": [1.0]})
def charges_the_right_order(x1, x2, t, margin=0.0, reduction="mean"):
    """Pairs in the right order are charged and the others not. The minus belongs before t:
    -t * (x1 - x2)."""
    return reduced(np.maximum(t * (x1 - x2) + margin, 0), reduction)


@misconception(witness={"x1": [1.0], "x2": [3.0], "t": [1.0], "margin": 0.5})
def subtracts_the_margin(x1, x2, t, margin=0.0, reduction="mean"):
    """The margin is subtracted, so that small mistakes cost nothing. It is added: even the right
    order costs something until the scores are that far apart."""
    return reduced(np.maximum(-t * (x1 - x2) - margin, 0), reduction)


@misconception(witness={"x1": [1.0], "x2": [3.0], "t": [1.0], "margin": 0.25})
def forgets_the_margin(x1, x2, t, margin=0.0, reduction="mean"):
    """The margin changes nothing. Add it before the loss is cut off at 0."""
    return reduced(np.maximum(-t * (x1 - x2), 0), reduction)


@misconception(witness={"x1": [3.0], "x2": [3.0], "t": [1.0], "margin": -1.0})
def adds_the_margin_last(x1, x2, t, margin=0.0, reduction="mean"):
    """The margin is added after the loss has been cut off at 0, so that every pair costs at least
    the margin. Add it inside: max(0, -t * (x1 - x2) + margin)."""
    return reduced(np.maximum(-t * (x1 - x2), 0) + margin, reduction)


@misconception(witness={"x1": [3.0], "x2": [1.0], "t": [-1.0], "margin": 0.5})
def turns_the_margin_round(x1, x2, t, margin=0.0, reduction="mean"):
    """The margin is multiplied by the target, so that it helps where t is -1. It is added to every
    pair as it is: -t * (x1 - x2) + margin."""
    return reduced(np.maximum(-t * (x1 - x2 - margin), 0), reduction)


@misconception(witness={"x1": [3.0, 1.0], "x2": [1.0, 4.0], "t": [1.0, 1.0]})
def lets_losses_be_negative(x1, x2, t, margin=0.0, reduction="mean"):
    """Pairs in the right order earn a negative loss, which hides what others cost. Cut every loss
    off at 0 before the reduction."""
    return reduced(-t * (x1 - x2) + margin, reduction)


@misconception(witness={"x1": [3.0, 1.0], "x2": [1.0, 5.0], "t": [1.0, 1.0]})
def cuts_off_after_averaging(x1, x2, t, margin=0.0, reduction="mean"):
    """The losses are averaged first and cut off at 0 afterwards, when negative ones have hidden
    others already. Cut every single loss off."""
    return np.maximum(reduced(-t * (x1 - x2) + margin, reduction), 0)


@misconception(witness={"x1": [[1.0], [2.0]], "x2": [[2.0], [4.0]], "t": [1.0, -1.0]})
def flattens_the_arrays(x1, x2, t, margin=0.0, reduction="mean"):
    """The arrays are flattened and taken entry by entry. Leave their shapes alone: NumPy
    broadcasts columns (N, 1) against (N,) to a table (N, N)."""
    x1, x2, t = x1.ravel(), x2.ravel(), t.ravel()
    return reduced(np.maximum(-t * (x1 - x2) + margin, 0), reduction)


@misconception(witness={"x1": [[1.0], [2.0]], "x2": [[2.0], [5.0]], "t": [1.0, -1.0]})
def divides_by_the_rows(x1, x2, t, margin=0.0, reduction="mean"):
    """The sum of the table is divided by its number of rows. 'mean' is the mean over all entries:
    call .mean() without an axis."""
    losses = np.maximum(-t * (x1 - x2) + margin, 0)
    return losses.sum() / len(losses) if reduction == "mean" else reduced(losses, reduction)


@misconception(witness={"x1": [1.0, 5.0, 5.0], "x2": [3.0, 0.0, 0.0], "t": [1.0, 1.0, 1.0]})
def averages_the_wrong_pairs_only(x1, x2, t, margin=0.0, reduction="mean"):
    """Only pairs with a loss are counted in the mean. Divide by the number of all pairs."""
    losses = np.maximum(-t * (x1 - x2) + margin, 0)
    count = max(int(np.count_nonzero(losses)), 1)
    return losses.sum() / count if reduction == "mean" else reduced(losses, reduction)


@misconception(witness={"x1": [1.0], "x2": [4.0], "t": [1.0]})
def squares_the_losses(x1, x2, t, margin=0.0, reduction="mean"):
    """The losses are squared. A pair that is 3 the wrong way round costs 3."""
    return reduced(np.maximum(-t * (x1 - x2) + margin, 0) ** 2, reduction)


@misconception(witness={"x1": [1.0, 1.0], "x2": [3.0, 4.0], "t": [1.0, 1.0]})
def sums_instead_of_averaging(x1, x2, t, margin=0.0, reduction="mean"):
    """The losses are added up where their mean was asked for. 'mean' is the default: divide the
    sum by the number of losses."""
    losses = np.maximum(-t * (x1 - x2) + margin, 0)
    return losses if reduction == "none" else losses.sum()


@misconception(witness={"x1": [1.0, 1.0], "x2": [3.0, 4.0], "t": [1.0, 1.0], "reduction": "sum"})
def always_averages(x1, x2, t, margin=0.0, reduction="mean"):
    """The mean comes back whatever reduction is asked for. 'sum' is the sum of the losses, and
    'none' the losses themselves."""
    return np.maximum(-t * (x1 - x2) + margin, 0).mean()


def shapes(ordinary, edge=None):
    """Any two of these broadcast: rows, columns and tables."""
    return one_of(
        array("M N", ordinary, edge),
        array("N", ordinary, edge),
        array("M 1", ordinary, edge),
    )


def three(**others):
    """Arguments of an ordinary call, some replaced."""
    plain = {
        "x1": [1.0, 2.0, 3.0],
        "x2": [2.0, 2.0, 2.0],
        "t": [1.0, 1.0, -1.0],
        "margin": 0.0,
        "reduction": "mean",
    }
    return {name: np.array(v) if type(v) is list else v for name, v in {**plain, **others}.items()}


COLUMN, TWOS = [[1.0], [2.0], [3.0]], [[2.0], [2.0], [2.0]]

EXERCISE = Exercise(
    inputs={
        "x1": shapes(floats(-10, 10), floats(-1e6, 1e6)),
        "x2": shapes(floats(-10, 10), floats(-1e6, 1e6)),
        "t": shapes(choice(1.0, -1.0)),
        "margin": scalar(floats(0.0, 2.0), floats(0.0, 100.0)),
        "reduction": choice("mean", "sum", "none"),
    },
    reference=reference,
    second_source=second_source,
    # Rounding errors of 1 (and of the scores): next to the margin, differences cancel.
    accuracy="absolute",
    sizes={"M": (1, 4), "N": (1, 5)},
    cases=(
        case(
            x1=np.array(COLUMN), x2=np.array(TWOS), t=np.array([1.0, 1.0, -1.0]), reduction="none"
        ),
        case(x1=np.array(COLUMN), x2=np.array(TWOS), t=np.array([1.0, 1.0, -1.0])),
        case(x1=np.array([3.0]), x2=np.array([1.0]), t=np.array([1.0]), margin=2.0, tier="edge"),
    ),
    refusals=(
        refusal(ValueError, "an unknown reduction", **three(reduction="average")),
        refusal(ValueError, "two scores against three", **three(x2=[2.0, 2.0])),
        refusal(ValueError, "two targets for three pairs", **three(t=[1.0, -1.0])),
    ),
    laws=(
        adds_up_what_none_returns,
        may_exchange_the_two,
        charges_the_margin_for_a_tie,
        charges_nothing_in_the_right_order,
    ),
    misconceptions=(
        charges_the_right_order,
        subtracts_the_margin,
        forgets_the_margin,
        adds_the_margin_last,
        turns_the_margin_round,
        lets_losses_be_negative,
        cuts_off_after_averaging,
        flattens_the_arrays,
        divides_by_the_rows,
        averages_the_wrong_pairs_only,
        squares_the_losses,
        sums_instead_of_averaging,
        always_averages,
    ),
    hints=(
        "Take t = 1: for which x1 and x2 should the loss be 0? Try x1 = 3, x2 = 1 with a margin of "
        "1 and of 5.",
        "np.maximum compares entry by entry; np.max does not. NumPy broadcasts by itself, and "
        "raises ValueError by itself where shapes do not fit.",
        "losses = np.maximum(-t * (x1 - x2) + margin, 0); then losses, losses.sum() or "
        "losses.mean(), and ValueError for any other reduction.",
    ),
)
