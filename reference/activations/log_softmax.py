"""Log-softmax: the logarithms of the probabilities that softmax gives."""

from __future__ import annotations

import numpy as np
import torch

from grader.declare import (
    Exercise,
    absolute,
    array,
    assert_close,
    axis,
    case,
    floats,
    law,
    misconception,
)


def reference(x: torch.Tensor, axis: int = -1) -> torch.Tensor:
    return torch.log_softmax(x, dim=axis)


def second_source(m, x, axis=-1):
    shifted = x - x.max(axis=axis, keepdims=True)
    return shifted - m.log(m.exp(shifted).sum(axis=axis, keepdims=True))


def has_a_finite_score_in_every_sum(x, axis):
    return bool(np.all(np.any(np.isfinite(x), axis=axis)))


@law(edge=10)
def has_exponentials_that_sum_to_one(log_softmax, x, axis):
    """exp of the answers are probabilities, which add up to 1 along the axis asked for."""
    y = log_softmax(x, axis)
    assert_close(np.exp(y).sum(axis=axis), np.ones_like(x.sum(axis=axis)))


@law(edge=10, x=array("... K", floats(-10, 10), floats(-1000, 1000)))
def keeps_the_differences(log_softmax, x, axis):
    """Two answers of one sum are as far apart as the two scores: one number is subtracted from
    them all."""
    y = log_softmax(x, axis)
    first = np.take(x, [0], axis=axis)
    assert_close(y - np.take(y, [0], axis=axis), x - first, scale=1.0 + np.abs(x).max())


@misconception(witness=[[0.0, 1000.0, 1000.0]])
def takes_the_logarithm_of_softmax(x, axis=-1):
    """Softmax rounds a very small probability to 0, and log(0) is -inf. Never form the
    probability: subtract log(sum(exp)) from the scores instead."""
    weights = np.exp(x - x.max(axis=axis, keepdims=True))
    return np.log(weights / weights.sum(axis=axis, keepdims=True))


@misconception(witness=[[0.0, 2000.0]])
def adds_a_small_number_inside_the_logarithm(x, axis=-1):
    """A small number keeps log away from 0, but then no answer can fall below its logarithm, and
    all are a little wrong. Subtract log(sum(exp)) from the scores: no such number is needed."""
    weights = np.exp(x - x.max(axis=axis, keepdims=True))
    return np.log(weights / weights.sum(axis=axis, keepdims=True) + 1e-8)


@misconception(witness=[[1000.0, 0.0]])
def exponentiates_raw_scores(x, axis=-1):
    """exp(1000) overflows to inf, and so does the logarithm of the sum. Subtract each row's
    largest score first."""
    return x - np.log(np.exp(x).sum(axis=axis, keepdims=True))


@misconception(witness=[[0.0, 0.0], [1000.0, 0.0]])
def shifts_by_the_largest_score_of_all(x, axis=-1):
    """The largest score of the whole array is subtracted, so that the exponentials of a row far
    below it are all 0, and log(0) is -inf. Subtract each row's own largest score:
    x.max(axis=axis, keepdims=True)."""
    shifted = x - x.max()
    return shifted - np.log(np.exp(shifted).sum(axis=axis, keepdims=True))


@misconception(witness=[0.0, 1.0])
def loses_the_shift(x, axis=-1):
    """The largest score is subtracted inside exp and nowhere else. Subtract it from the x outside
    as well, or add it back to the logarithm of the sum."""
    shifted = x - x.max(axis=axis, keepdims=True)
    return x - np.log(np.exp(shifted).sum(axis=axis, keepdims=True))


@misconception(witness=[[1.0, 2.0], [3.0, 5.0]])
def normalises_down_the_columns(x, axis=-1):
    """The columns are distributions instead of the rows. Axis 0 runs down the columns; without
    being asked, log_softmax works along the last axis, -1."""
    shifted = x - x.max(axis=0, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=0, keepdims=True))


@misconception(witness={"x": [[1.0, 2.0], [3.0, 5.0]], "axis": 0})
def takes_axis_0_for_no_axis(x, axis=-1):
    """axis=0 was asked for, but the answer runs along the last axis. `axis or -1` does this,
    because 0 counts as false; hand `axis` on to max and sum just as it came."""
    axis = axis or -1
    shifted = x - x.max(axis=axis, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=axis, keepdims=True))


@misconception(witness={"x": [[1.0, 2.0], [3.0, 5.0]], "axis": -2})
def ignores_the_axis(x, axis=-1):
    """Whatever axis is asked for, the answer runs along the last one. Hand the argument `axis` on
    to max and sum."""
    shifted = x - x.max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))


@misconception(witness=[[0.0, 1.0], [2.0, 3.0]])
def normalises_over_everything(x, axis=-1):
    """One sum is taken over the whole array. Each row is a distribution of its own: sum along
    `axis`, with keepdims=True so that the sums line up with the rows."""
    shifted = x - x.max()
    return shifted - np.log(np.exp(shifted).sum())


@misconception(witness=[0.0, 2.0])
def forgets_the_logarithm(x, axis=-1):
    """These are the probabilities themselves. Asked for are their logarithms, which are never
    above 0."""
    weights = np.exp(x - x.max(axis=axis, keepdims=True))
    return weights / weights.sum(axis=axis, keepdims=True)


@misconception(witness=[0.0, 3.0])
def flips_the_sign(x, axis=-1):
    """The answers are positive, but the logarithm of a probability never is. Subtract
    log(sum(exp)) from the score, not the score from it."""
    shifted = x - x.max(axis=axis, keepdims=True)
    return np.log(np.exp(shifted).sum(axis=axis, keepdims=True)) - shifted


@misconception(witness=[0.0, 0.5])
def takes_logarithms_to_base_2(x, axis=-1):
    """These are logarithms to base 2. Here, as everywhere unless it is said, log is the natural
    logarithm, np.log."""
    weights = np.exp(x - x.max(axis=axis, keepdims=True))
    return np.log2(weights / weights.sum(axis=axis, keepdims=True))


@misconception(witness=[0.0, 4.0])
def puts_softmax_through_softmax(x, axis=-1):
    """The scores are put through softmax before log-softmax, so that probabilities are taken for
    scores. Subtract log(sum(exp(x))) from x itself."""
    weights = np.exp(x - x.max(axis=axis, keepdims=True))
    y = weights / weights.sum(axis=axis, keepdims=True)
    return y - np.log(np.exp(y).sum(axis=axis, keepdims=True))


@misconception(witness=[0.0, 5.0])
def gives_everyone_the_same(x, axis=-1):
    """Every class gets log(1 / n), whatever its score. A larger score must get a larger
    answer."""
    return np.full_like(x, -np.log(x.shape[axis]))


EXERCISE = Exercise(
    inputs={
        "x": array("... K", floats(-10, 10), floats(-1000, 1000, special=(-np.inf,))),
        "axis": axis("x"),
    },
    reference=reference,
    second_source=second_source,
    # Rounding errors of 1: the truth of log_softmax([100, 0])[0] is -3.7e-44, and every usual
    # formula (torch's too) says 0. Eight of them, since log(sum(exp)) itself may be near 1000;
    # large answers are held to rounding errors of themselves.
    accuracy=absolute(8.0),
    where=has_a_finite_score_in_every_sum,
    cases=(
        case(x=[0.0, np.log(3.0)]),
        case(x=[0.0, 1000.0], tier="edge"),
        case(x=[100.0, 0.0], tier="edge"),
        case(x=[[-np.inf, 0.0, 0.0]], tier="edge"),
    ),
    laws=(has_exponentials_that_sum_to_one, keeps_the_differences),
    misconceptions=(
        takes_the_logarithm_of_softmax,
        adds_a_small_number_inside_the_logarithm,
        exponentiates_raw_scores,
        shifts_by_the_largest_score_of_all,
        loses_the_shift,
        normalises_down_the_columns,
        takes_axis_0_for_no_axis,
        ignores_the_axis,
        normalises_over_everything,
        forgets_the_logarithm,
        flips_the_sign,
        takes_logarithms_to_base_2,
        puts_softmax_through_softmax,
        gives_everyone_the_same,
    ),
    hints=(
        "What does log(softmax(x)) become where softmax rounds to 0? Which logarithm of a quotient "
        "can be written without the quotient?",
        "log(exp(x_k) / S) is x_k - log(S). Before taking exp, subtract the largest score of each "
        "sum, so that S can neither overflow nor vanish.",
        "shifted = x - x.max(axis=axis, keepdims=True); then subtract from shifted the np.log of "
        "the sum of np.exp(shifted) along the same axis.",
    ),
)
