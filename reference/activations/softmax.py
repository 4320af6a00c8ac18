"""Softmax: turn each row of scores into a probability distribution."""

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
    refusal,
)


def reference(x: torch.Tensor, axis: int = -1) -> torch.Tensor:
    return torch.softmax(x, dim=axis)


def second_source(m, x, axis=-1):
    weights = m.exp(x - x.max(axis=axis, keepdims=True))
    return weights / weights.sum(axis=axis, keepdims=True)


def has_a_finite_score_in_every_sum(x, axis):
    return bool(np.all(np.any(np.isfinite(x), axis=axis)))


@law(edge=10)
def is_a_distribution(softmax, x, axis):
    """The probabilities of one sum are at least 0 and add up to 1 along the axis asked for."""
    y = softmax(x, axis)
    assert_close(y.sum(axis=axis), np.ones_like(x.sum(axis=axis)))
    assert_close(np.minimum(y, 0.0), np.zeros_like(x))


@law()
def has_odds_of_exp_of_the_difference(softmax, x, axis):
    """A score that is larger by d makes a probability that is exp(d) times as large."""
    y = softmax(x, axis)
    first = np.take(y, [0], axis=axis) * np.exp(x - np.take(x, [0], axis=axis))
    assert_close(y / first, np.ones_like(x))


@law(shift=floats(-100, 100))
def ignores_a_common_shift(softmax, x, shift):
    """Adding one number to every score changes nothing: only differences matter."""
    assert_close(softmax(x + shift), softmax(x))


@misconception(witness=[[1000.0, 0.0]])
def exponentiates_raw_scores(x, axis=-1):
    """exp(1000) overflows to inf and exp(-1000) is 0; inf / inf and 0 / 0 are nan. Subtract each
    row's largest score first: that changes no probability."""
    weights = np.exp(x)
    return weights / weights.sum(axis=axis, keepdims=True)


@misconception(witness=[[1.0, 1.0], [1000.0, 0.0]])
def shifts_by_the_largest_score_of_all(x, axis=-1):
    """The largest score of the whole array is subtracted, so that a row far below it becomes
    0 / 0, which is nan. Subtract each row's own largest score: x.max(axis=axis, keepdims=True)."""
    weights = np.exp(x - x.max())
    return weights / weights.sum(axis=axis, keepdims=True)


@misconception(witness=[[0.0, -2000.0]])
def shifts_by_the_mean(x, axis=-1):
    """The mean of a row is subtracted, but its largest score may still lie so far above the mean
    that exp overflows. Subtract the largest score, not the mean."""
    weights = np.exp(x - x.mean(axis=axis, keepdims=True))
    return weights / weights.sum(axis=axis, keepdims=True)


@misconception(witness=[[1.0, 2.0], [3.0, 5.0]])
def normalises_down_the_columns(x, axis=-1):
    """The columns sum to 1 instead of the rows. Axis 0 runs down the columns; without being asked,
    softmax works along the last axis, -1."""
    weights = np.exp(x - x.max(axis=0, keepdims=True))
    return weights / weights.sum(axis=0, keepdims=True)


@misconception(witness={"x": [[1.0, 2.0], [3.0, 5.0]], "axis": 0})
def takes_axis_0_for_no_axis(x, axis=-1):
    """axis=0 was asked for, but the answer runs along the last axis. `axis or -1` does this,
    because 0 counts as false; hand `axis` on to max and sum just as it came."""
    axis = axis or -1
    weights = np.exp(x - x.max(axis=axis, keepdims=True))
    return weights / weights.sum(axis=axis, keepdims=True)


@misconception(witness={"x": [[1.0, 2.0], [3.0, 5.0]], "axis": -2})
def ignores_the_axis(x, axis=-1):
    """Whatever axis is asked for, the answer runs along the last one. Hand the argument `axis` on
    to max and sum."""
    weights = np.exp(x - x.max(axis=-1, keepdims=True))
    return weights / weights.sum(axis=-1, keepdims=True)


@misconception(witness=[[0.0, 1.0], [2.0, 3.0]])
def normalises_over_everything(x, axis=-1):
    """The whole array sums to 1 together. Each row is a distribution of its own: sum along `axis`,
    with keepdims=True so that the sums fit under the rows."""
    weights = np.exp(x - x.max())
    return weights / weights.sum()


@misconception(witness=[0.0, 1.0])
def gives_everyone_the_same(x, axis=-1):
    """Every class gets 1 / n, whatever its score. Such answers do sum to 1, but a larger score
    must get a larger probability."""
    return np.ones_like(x) / x.shape[axis]


@misconception(witness=[0.0, 2.0])
def applies_softmax_twice(x, axis=-1):
    """The result is put through softmax a second time, which makes the probabilities more alike.
    Exponentiate and divide once."""
    for _ in range(2):
        weights = np.exp(x - x.max(axis=axis, keepdims=True))
        x = weights / weights.sum(axis=axis, keepdims=True)
    return x


@misconception(witness=[1.0, 3.0])
def divides_the_scores_themselves(x, axis=-1):
    """The scores are divided by their sum without exp. Scores may be negative; their exponentials
    never are, so take exp before dividing."""
    return x / x.sum(axis=axis, keepdims=True)


@misconception(witness=[0.0, 3.0])
def squashes_each_score_alone(x, axis=-1):
    """This is the sigmoid of every score by itself, so that nothing sums to 1. Softmax divides
    exp(x) by the sum of all the exponentials along the axis."""
    return 1 / (1 + np.exp(-x))


@misconception(witness=[0.0, 4.0])
def prefers_the_smallest_score(x, axis=-1):
    """The largest score gets the smallest probability. The exponent is x, without a minus."""
    weights = np.exp(x.min(axis=axis, keepdims=True) - x)
    return weights / weights.sum(axis=axis, keepdims=True)


@misconception(witness=[0.0, 0.5])
def returns_the_logarithms(x, axis=-1):
    """These are the logarithms of the probabilities, which is another exercise. Return the
    probabilities themselves."""
    shifted = x - x.max(axis=axis, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=axis, keepdims=True))


@misconception(witness=[0.0, 0.25])
def forgets_to_divide(x, axis=-1):
    """The exponentials do not sum to 1 yet. Divide them by their sum along the axis."""
    return np.exp(x - x.max(axis=axis, keepdims=True))


EXERCISE = Exercise(
    inputs={
        "x": array("... K", floats(-10, 10), floats(-1000, 1000, special=(-np.inf,))),
        "axis": axis("x"),
    },
    reference=reference,
    second_source=second_source,
    # Rounding errors of 1, not of each tiny probability; 8 of them, since exp(x - logsumexp(x))
    # rounds a score of 1000 to within 6e-14, which its probability of almost 1 then shows.
    accuracy=absolute(8.0),
    where=has_a_finite_score_in_every_sum,
    cases=(
        case(x=[0.0, np.log(3.0)]),
        case(x=[[0.0, 0.0, 0.0]]),
        case(x=[[-np.inf, 0.0, 0.0]], tier="edge"),
        case(x=[[1000.0, -1000.0]], tier="edge"),
    ),
    refusals=(
        refusal(ValueError, "a row without entries", x=np.zeros((2, 0)), axis=-1),
        refusal(ValueError, "a column without entries", x=np.zeros((0, 3)), axis=0),
        refusal(ValueError, "an array without entries", x=np.zeros(0), axis=-1),
    ),
    laws=(is_a_distribution, has_odds_of_exp_of_the_difference, ignores_a_common_shift),
    misconceptions=(
        exponentiates_raw_scores,
        shifts_by_the_largest_score_of_all,
        shifts_by_the_mean,
        normalises_down_the_columns,
        takes_axis_0_for_no_axis,
        ignores_the_axis,
        normalises_over_everything,
        gives_everyone_the_same,
        applies_softmax_twice,
        divides_the_scores_themselves,
        squashes_each_score_alone,
        prefers_the_smallest_score,
        returns_the_logarithms,
        forgets_to_divide,
    ),
    hints=(
        "What is exp(1000) in floating point? And what changes in exp(x_k) / sum_j exp(x_j) when "
        "the same number is subtracted from every score?",
        "Subtract a number from each row that makes its largest score 0. NumPy's max and sum take "
        "axis= and keepdims=True, so that the results still line up with x.",
        "weights = np.exp(x - x.max(axis=axis, keepdims=True)); then divide weights by their sum "
        "along the same axis, again with keepdims=True.",
    ),
)
