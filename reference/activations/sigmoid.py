"""Sigmoid: a score becomes the probability of a yes."""

from __future__ import annotations

import numpy as np
import torch

from grader.declare import (
    Exercise,
    array,
    assert_close,
    case,
    floats,
    law,
    misconception,
)


def reference(x: torch.Tensor) -> torch.Tensor:
    return torch.sigmoid(x)


def second_source(m, x):
    return 1 / (1 + m.exp(-x))


@law()
def has_odds_of_exp_x(sigmoid, x):
    """Where s is the answer to x, the odds s / (1 - s) of a yes are exp(x)."""
    s = sigmoid(x)
    assert_close(s / (1 - s) * np.exp(-x), np.ones_like(x))


@law()
def mirrors_at_zero(sigmoid, x):
    """The answers to x and to -x add up to 1: a yes and a no share the probability."""
    assert_close(sigmoid(-x) + sigmoid(x), np.ones_like(x))


@law(ordinary=0, edge=10, x=array("D", floats(-700, -40)))
def keeps_small_tails(sigmoid, x):
    """Far to the left the answer to x is exp(x): very small, but not 0."""
    assert_close(sigmoid(x) / np.exp(x), np.ones_like(x))


@misconception(witness=[1.0])
def flips_the_sign(x):
    """The exponent has the wrong sign, so that large scores get small answers. Write
    exp(-x) in the denominator: the answer must grow with x."""
    return 1 / (1 + np.exp(x))


@misconception(witness=[0.0, 1000.0])
def divides_infinity_by_infinity(x):
    """exp(1000) overflows to inf, and inf / inf is nan. The form exp(x) / (1 + exp(x)) is good for
    negative x only; for positive x use 1 / (1 + exp(-x))."""
    return np.exp(x) / (1 + np.exp(x))


@misconception(witness=[-40.0, -30.0])
def goes_through_tanh(x):
    """(1 + tanh(x / 2)) / 2 is the same function on paper, but for x = -40 it takes almost 1 from
    1 and has no digit left. Compute small answers directly, from exp(x) / (1 + exp(x))."""
    return 0.5 * (1 + np.tanh(0.5 * x))


@misconception(witness=[-600.0])
def clips_the_scores_at_500(x):
    """Scores beyond 500 are cut off before the exponential, so that everything further out gets
    the answer of -500. No clipping is needed if exp is only taken of negative numbers."""
    return 1 / (1 + np.exp(-np.clip(x, -500, 500)))


@misconception(witness=[-20.0])
def clips_the_answers(x):
    """The answers are kept away from 0 and 1 by a small constant, but the answer to -20 is
    2.06e-9. Return the sigmoid as it is; whoever takes its logarithm takes care of that."""
    return np.clip(1 / (1 + np.exp(-x)), 1e-7, 1 - 1e-7)


@misconception(witness=[2.0])
def returns_the_derivative(x):
    """This is s * (1 - s), the slope of the sigmoid. Asked for is the sigmoid s itself."""
    s = 1 / (1 + np.exp(-x))
    return s * (1 - s)


@misconception(witness=[0.0, 2.0])
def forgets_to_add_one(x):
    """1 / exp(-x) is just exp(x), which is 1 at 0 and grows without end. The denominator is
    1 + exp(-x), with brackets around the whole sum."""
    return 1 / np.exp(-x)


@misconception(witness=[0.0, 1.0])
def adds_one_outside_the_fraction(x):
    """1 / 1 + exp(-x) is read as (1 / 1) + exp(-x), which is more than 1. Put brackets around the
    denominator: 1 / (1 + exp(-x))."""
    return 1 / 1 + np.exp(-x)


@misconception(witness=[0.5])
def returns_tanh(x):
    """This is tanh, which runs from -1 to 1 and is 0 at 0. The sigmoid runs from 0 to 1 and is
    0.5 at 0."""
    return np.tanh(x)


@misconception(witness=[1.0, 4.0])
def draws_a_straight_line(x):
    """This is the hard sigmoid, a straight line cut off at 0 and 1. The sigmoid bends all the way:
    it needs an exponential."""
    return np.clip(0.2 * x + 0.5, 0.0, 1.0)


EXERCISE = Exercise(
    inputs={
        "x": array(
            "... D",
            floats(-10, 10),
            # Below -708 the answer has no full precision any more; -1000 and -inf give 0 exactly.
            floats(-700, 700, special=(-np.inf, np.inf, -1000.0, 1000.0)),
        )
    },
    reference=reference,
    second_source=second_source,
    accuracy="relative",
    empty="D",
    cases=(
        case(x=[0.0, np.log(3.0), -np.log(3.0)]),
        case(x=[-700.0], tier="edge"),
        case(x=[-np.inf, np.inf], tier="edge"),
    ),
    laws=(has_odds_of_exp_x, mirrors_at_zero, keeps_small_tails),
    misconceptions=(
        flips_the_sign,
        divides_infinity_by_infinity,
        goes_through_tanh,
        clips_the_scores_at_500,
        clips_the_answers,
        returns_the_derivative,
        forgets_to_add_one,
        adds_one_outside_the_fraction,
        returns_tanh,
        draws_a_straight_line,
    ),
    hints=(
        "What happens to exp(-x) when x is -1000? And to exp(x) when x is 1000?",
        "There are two ways to write the sigmoid: one is safe for positive x and one for negative "
        "x. Both can be written with exp(-|x|), which never overflows.",
        "With e = np.exp(-np.abs(x)), the answer is 1 / (1 + e) where x >= 0 and e / (1 + e) "
        "elsewhere; np.where chooses between them.",
    ),
)
