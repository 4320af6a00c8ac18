"""The cosine embedding loss, without PyTorch's hidden epsilon."""

from __future__ import annotations

import numpy as np
import torch

from grader.declare import (
    Exercise,
    absolute,
    array,
    assert_close,
    case,
    choice,
    floats,
    law,
    misconception,
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
    norms = x1.norm(dim=1) * x2.norm(dim=1)
    cosines = (x1 * x2).sum(dim=1) / torch.where(norms > 0, norms, torch.ones_like(norms))
    losses = torch.where(t > 0, 1 - cosines, (cosines - margin).clamp(min=0))
    if reduction == "none":
        return losses
    return losses.sum() if reduction == "sum" else losses.mean()


def second_source(m, x1, x2, t, margin=0.0, reduction="mean"):
    losses = []
    for a, b, side in zip(x1, x2, t, strict=True):
        square = (a * a).sum() * (b * b).sum()
        cosine = (a * b).sum() / m.sqrt(square) if square > 0 else m.number(0.0)
        losses.append(1 - cosine if side > 0 else max(cosine - margin, m.number(0.0)))
    if reduction == "none":
        return np.array(losses, dtype=object)
    return sum(losses) if reduction == "sum" else sum(losses) / len(losses)


def vectors_are_zero_or_long(x1, x2):
    """Zero, or so long that PyTorch's epsilon of 1e-12 beside the squares cannot be seen."""
    norms = np.sqrt(np.concatenate([(x1 * x1).sum(axis=1), (x2 * x2).sum(axis=1)]))
    return bool(np.all((norms == 0) | (norms >= 0.75)))


@law()
def adds_up_what_none_returns(cosine_embedding_loss, x1, x2, t, margin):
    """'sum' is the sum of the losses that 'none' returns, and 'mean' is that sum divided by the
    number of pairs."""
    total = float(np.sum(cosine_embedding_loss(x1, x2, t, margin, "none")))
    assert_close(cosine_embedding_loss(x1, x2, t, margin, "sum"), total, scale=1.0)
    assert_close(cosine_embedding_loss(x1, x2, t, margin, "mean"), total / len(t), scale=1.0)


@law(factor=floats(2.0, 5.0), edge=10)
def looks_at_directions_only(cosine_embedding_loss, x1, x2, t, margin, reduction, factor):
    """Making one vector of each pair longer changes nothing."""
    before = cosine_embedding_loss(x1, x2, t, margin, reduction)
    assert_close(cosine_embedding_loss(factor * x1, x2, t, margin, reduction), before, scale=1.0)


@law()
def costs_nothing_to_agree_with_oneself(cosine_embedding_loss, x1, margin):
    """A vector belongs together with itself at no cost, whatever the margin; with its opposite it
    costs 2."""
    x1 = x1 + np.where(x1 >= 0, 1.0, -1.0)  # no zeros
    together = np.ones(len(x1))
    none = cosine_embedding_loss(x1, x1, together, margin, "none")
    assert_close(none, np.zeros(len(x1)), scale=1.0)
    most = cosine_embedding_loss(x1, -x1, together, margin, "none")
    assert_close(most, np.full(len(x1), 2.0), scale=1.0)


@law()
def forgives_up_to_the_margin(cosine_embedding_loss, x1, margin):
    """A pair that should be apart and points the same way costs 1 - margin; pointing opposite ways
    it costs nothing (for margins above -1)."""
    x1 = x1 + np.where(x1 >= 0, 1.0, -1.0)  # no zeros
    apart = -np.ones(len(x1))
    same = cosine_embedding_loss(x1, x1, apart, margin, "none")
    assert_close(same, np.full(len(x1), 1.0 - margin), scale=1.0)
    opposite = cosine_embedding_loss(x1, -x1, apart, margin, "none")
    assert_close(opposite, np.zeros(len(x1)), scale=1.0)


# --- the pieces of which the mistakes are made --------------------------------------------------


def cosine(x1, x2):
    norms = np.linalg.norm(x1, axis=1) * np.linalg.norm(x2, axis=1)
    return (x1 * x2).sum(axis=1) / np.where(norms > 0, norms, 1.0)


def reduced(losses, reduction):
    if reduction == "none":
        return losses
    return losses.sum() if reduction == "sum" else losses.mean()


def loss(cos, t, margin, reduction):
    return reduced(np.where(t > 0, 1 - cos, np.maximum(cos - margin, 0.0)), reduction)


@misconception(witness={"x1": [[3.0, 4.0]], "x2": [[2.0, 0.0]], "t": [1.0]})
def forgets_the_lengths(x1, x2, t, margin=0.0, reduction="mean"):
    """The scalar product is not divided by the lengths of the vectors. The cosine is
    x1 . x2 / (|x1| |x2|)."""
    return loss((x1 * x2).sum(axis=1), t, margin, reduction)


@misconception(witness={"x1": [[3.0, 4.0]], "x2": [[1.0, 0.0]], "t": [1.0]})
def divides_by_the_squared_lengths(x1, x2, t, margin=0.0, reduction="mean"):
    """The scalar product is divided by the squares of the lengths. Take the square root of each sum
    of squares."""
    squares = (x1 * x1).sum(axis=1) * (x2 * x2).sum(axis=1)
    cos = (x1 * x2).sum(axis=1) / np.where(squares > 0, squares, 1.0)
    return loss(cos, t, margin, reduction)


@misconception(witness={"x1": [[0.0, 0.0]], "x2": [[1.0, 0.0]], "t": [1.0]})
def divides_0_by_0(x1, x2, t, margin=0.0, reduction="mean"):
    """A vector of zeros has length 0, and 0 / 0 is nan. Its cosine with anything counts as 0:
    divide by something else there."""
    norms = np.linalg.norm(x1, axis=1) * np.linalg.norm(x2, axis=1)
    return loss((x1 * x2).sum(axis=1) / norms, t, margin, reduction)


@misconception(witness={"x1": [[1.0, 0.0]], "x2": [[1.0, 0.0]], "t": [1.0]})
def adds_a_small_number_to_the_lengths(x1, x2, t, margin=0.0, reduction="mean"):
    """A small number is added to the product of the lengths, which makes all cosines a little too
    small. Only a vector of zeros needs care; leave the others as they are."""
    norms = np.linalg.norm(x1, axis=1) * np.linalg.norm(x2, axis=1)
    return loss((x1 * x2).sum(axis=1) / (norms + 1e-8), t, margin, reduction)


@misconception(witness={"x1": [[4.0, 3.0]], "x2": [[1.0, 0.0]], "t": [1.0], "margin": 0.5})
def grants_the_margin_to_both(x1, x2, t, margin=0.0, reduction="mean"):
    """The margin is taken off the pairs that belong together as well. They cost 1 - cos; the margin
    is for pairs with target -1 alone."""
    losses = np.where(t > 0, 1 - cosine(x1, x2) - margin, cosine(x1, x2) - margin)
    return reduced(np.maximum(losses, 0.0), reduction)


@misconception(witness={"x1": [[4.0, 3.0]], "x2": [[1.0, 0.0]], "t": [-1.0], "margin": 0.5})
def forgets_the_margin(x1, x2, t, margin=0.0, reduction="mean"):
    """The margin changes nothing. Pairs with target -1 cost max(0, cos - margin)."""
    return loss(cosine(x1, x2), t, 0.0, reduction)


@misconception(witness={"x1": [[4.0, 3.0]], "x2": [[1.0, 0.0]], "t": [-1.0], "margin": 0.25})
def adds_the_margin(x1, x2, t, margin=0.0, reduction="mean"):
    """The margin is added to the cosine. It is subtracted: up to that cosine, pairs with target -1
    cost nothing."""
    return loss(cosine(x1, x2), t, -margin, reduction)


@misconception(witness={"x1": [[-4.0, 3.0]], "x2": [[1.0, 0.0]], "t": [-1.0]})
def lets_losses_be_negative(x1, x2, t, margin=0.0, reduction="mean"):
    """Pairs that are far enough apart earn a negative loss, which hides what others cost. Cut their
    loss off at 0: max(0, cos - margin)."""
    losses = np.where(t > 0, 1 - cosine(x1, x2), cosine(x1, x2) - margin)
    return reduced(losses, reduction)


@misconception(witness={"x1": [[3.0, 4.0]], "x2": [[0.0, 1.0]], "t": [-1.0]})
def takes_targets_for_0_and_1(x1, x2, t, margin=0.0, reduction="mean"):
    """Any target but 0 is taken for 'belongs together'. Here the targets are 1 and -1: compare
    with 0, t > 0."""
    return loss(cosine(x1, x2), np.abs(t), margin, reduction)


@misconception(witness={"x1": [[3.0, 4.0]], "x2": [[1.0, 0.0]], "t": [-1.0], "margin": 0.125})
def mixes_up_the_targets(x1, x2, t, margin=0.0, reduction="mean"):
    """Pairs that belong together are pushed apart, and the others together. 1 - cos is the cost
    for target 1."""
    return loss(cosine(x1, x2), -t, margin, reduction)


@misconception(
    witness={
        "x1": [[3.0, 4.0], [0.0, 1.0]],
        "x2": [[1.0, 0.0], [1.0, 1.0]],
        "t": [1.0, 1.0],
    }
)
def works_down_the_columns(x1, x2, t, margin=0.0, reduction="mean"):
    """Products and lengths are summed down the columns, over the pairs. Every row is a vector: sum
    over axis 1."""
    return loss(cosine(x1.T, x2.T), t, margin, reduction)


@misconception(
    witness={
        "x1": [[3.0, 4.0], [0.0, 2.0]],
        "x2": [[1.0, 0.0], [1.0, 1.0]],
        "t": [1.0, 1.0],
    }
)
def divides_by_the_lengths_of_the_whole(x1, x2, t, margin=0.0, reduction="mean"):
    """The length is that of the whole array. Every row is a vector with a length of its own:
    np.linalg.norm(x1, axis=1)."""
    norm = np.linalg.norm(x1) * np.linalg.norm(x2)
    cos = (x1 * x2).sum(axis=1) / (norm if norm > 0 else 1.0)
    return loss(cos, t, margin, reduction)


@misconception(
    witness={
        "x1": [[3.0, 4.0], [0.0, 1.0]],
        "x2": [[1.0, 0.0], [1.0, 0.0]],
        "t": [1.0, 1.0],
    }
)
def sums_instead_of_averaging(x1, x2, t, margin=0.0, reduction="mean"):
    """The losses are added up where their mean was asked for. 'mean' is the default: divide the
    sum by the number of pairs."""
    total = loss(cosine(x1, x2), t, margin, "none")
    return total if reduction == "none" else total.sum()


@misconception(
    witness={
        "x1": [[3.0, 4.0], [0.0, 1.0]],
        "x2": [[1.0, 0.0], [1.0, 0.0]],
        "t": [1.0, 1.0],
        "reduction": "sum",
    }
)
def always_averages(x1, x2, t, margin=0.0, reduction="mean"):
    """The mean comes back whatever reduction is asked for. 'sum' is the sum of the losses, and
    'none' the losses themselves."""
    return loss(cosine(x1, x2), t, margin, "mean")


def two_pairs(**others):
    """Arguments of an ordinary call, some replaced."""
    plain = {
        "x1": [[3.0, 4.0, 0.0], [0.0, 1.0, 2.0]],
        "x2": [[1.0, 0.0, 1.0], [1.0, 1.0, 3.0]],
        "t": [1.0, -1.0],
        "margin": 0.0,
        "reduction": "mean",
    }
    return {**plain, **others}


FIRST, SECOND = [0.3, 0.5, 0.7], [0.1, 0.3, 0.5]

EXERCISE = Exercise(
    inputs={
        "x1": array("N D", floats(-10, 10), floats(-1e4, 1e4)),
        "x2": array("N D", floats(-10, 10), floats(-1e4, 1e4)),
        "t": array("N", choice(1.0, -1.0)),
        "margin": scalar(floats(0.0, 0.5, exact=True), floats(-1.0, 1.0, exact=True)),
        "reduction": choice("mean", "sum", "none"),
    },
    reference=reference,
    second_source=second_source,
    # Rounding errors of 200: PyTorch's own epsilon, 1e-12 beside the squared lengths, makes a
    # difference of 2e-12 for vectors of ordinary length, and is no mistake.
    accuracy=absolute(200.0),
    where=vectors_are_zero_or_long,
    sizes={"N": (1, 5), "D": (1, 5)},
    cases=(
        case(x1=[FIRST, FIRST], x2=[SECOND, SECOND], t=[1.0, -1.0], reduction="none"),
        case(x1=[FIRST, FIRST], x2=[SECOND, SECOND], t=[1.0, -1.0], margin=0.5),
        case(
            x1=[[0.0, 0.0], [1.0, 0.0], [0.0, 0.0]],
            x2=[[1.0, 2.0], [0.0, 0.0], [0.0, 0.0]],
            t=[1.0, 1.0, 1.0],
            reduction="none",
            tier="edge",
        ),
        case(
            x1=[[0.0, 0.0], [3.0, 4.0]],
            x2=[[1.0, 2.0], [4.0, -3.0]],
            t=[-1.0, -1.0],
            margin=-0.5,
            reduction="none",
            tier="edge",
        ),
        case(
            x1=[[0.0, 0.001], [0.003, 0.0]],
            x2=[[0.001, 0.0], [0.0, -0.004]],
            t=[1.0, 1.0],
            reduction="none",
            tier="edge",
        ),
    ),
    refusals=(
        refusal(ValueError, "an unknown reduction", **two_pairs(reduction="average")),
        refusal(ValueError, "one vector against two", **two_pairs(x2=[[1.0, 0.0, 1.0]])),
        refusal(ValueError, "a vector without rows against two", **two_pairs(x2=[1.0, 0.0, 1.0])),
        refusal(ValueError, "one target for two pairs", **two_pairs(t=[1.0])),
        refusal(ValueError, "targets in a column, of shape (2, 1)", **two_pairs(t=[[1.0], [-1.0]])),
    ),
    laws=(
        adds_up_what_none_returns,
        looks_at_directions_only,
        costs_nothing_to_agree_with_oneself,
        forgives_up_to_the_margin,
    ),
    misconceptions=(
        forgets_the_lengths,
        divides_by_the_squared_lengths,
        divides_0_by_0,
        adds_a_small_number_to_the_lengths,
        grants_the_margin_to_both,
        forgets_the_margin,
        adds_the_margin,
        lets_losses_be_negative,
        takes_targets_for_0_and_1,
        mixes_up_the_targets,
        works_down_the_columns,
        divides_by_the_lengths_of_the_whole,
        sums_instead_of_averaging,
        always_averages,
    ),
    hints=(
        "Which sums over which axis give the scalar product and the two lengths of each row? And "
        "which pairs does the margin concern?",
        "np.sqrt((x1 * x1).sum(axis=1)) holds the lengths. What is 0 / 0, and what may you divide "
        "by where a length is 0? np.where(t > 0, ..., ...) tells the two kinds of pairs apart.",
        "cos = (x1 * x2).sum(axis=1) / np.where(lengths > 0, lengths, 1); losses = np.where(t > 0, "
        "1 - cos, np.maximum(cos - margin, 0)); then reduce, after the checks.",
    ),
)
