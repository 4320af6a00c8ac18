"""The step function: a neuron fires or does not."""

from __future__ import annotations

import numpy as np
import torch

from grader.declare import (
    Exercise,
    array,
    assert_equal,
    case,
    floats,
    law,
    misconception,
)


def reference(x: torch.Tensor) -> torch.Tensor:
    return torch.heaviside(x, torch.zeros((), dtype=x.dtype))


def second_source(m, x):
    return m.where(x > 0, m.number(1.0), m.number(0.0))


@law(edge=10)
def looks_at_the_sign_only(step, x):
    """A number that is ten times as large gets the same answer: only its sign counts."""
    assert_equal(step(10 * x), step(x))


@law(edge=10)
def never_fires_for_both_x_and_minus_x(step, x):
    """Of x and -x exactly one is positive, except at 0, where neither is."""
    assert_equal(step(x) + step(-x), np.where(x == 0, 0.0, 1.0))


@misconception(witness=[0.0, 2.0])
def counts_zero_as_positive(x):
    """The answer at 0 is 1, but 0 is not above 0. Compare with x > 0 instead of x >= 0."""
    return np.where(x >= 0, 1.0, 0.0)


@misconception(witness=[-3.0, 0.0, 3.0])
def gives_one_half_at_zero(x):
    """At 0 the answer is 0.5, half-way up the step. Here the step is 0 at 0: it is 1 only where
    x > 0."""
    return np.heaviside(x, 0.5)


@misconception(witness=[-3.0, 2.0])
def returns_the_sign(x):
    """Negative numbers get -1, which is the sign function. The step is 0 for them."""
    return np.sign(x)


@misconception(witness=[-1.0, 4.0])
def keeps_the_positive_numbers(x):
    """Positive numbers come back as they are, which is ReLU. The step answers 1 for all of
    them, however large."""
    return np.maximum(x, 0.0)


@misconception(witness=[-5.0, 5.0])
def fires_for_negative_numbers(x):
    """The two answers are exchanged: positive numbers get 0. Answer 1 where x > 0."""
    return np.where(x < 0, 1.0, 0.0)


@misconception(witness=[-1.0, 0.25, 0.75])
def starts_at_one_half(x):
    """Numbers between 0 and 0.5 get 0. A half is where a probability is cut; the step cuts at
    0."""
    return np.where(x > 0.5, 1.0, 0.0)


@misconception(witness=[-6.0, 0.0, 1.0])
def returns_booleans(x):
    """The answers are True and False. Turn them into floats of x's own kind, for example with
    .astype(x.dtype)."""
    return x > 0


@misconception(witness=[1e-9, 7.0])
def rounds_small_numbers_away(x):
    """A very small positive number gets 0, as if it were 0. Everything above 0 is positive, with
    no tolerance: x > 0."""
    return np.where(x > 1e-8, 1.0, 0.0)


@misconception(witness=[0.5, 2.0])
def bends_smoothly(x):
    """This is the sigmoid, which passes through all values from 0 to 1. The step jumps: it is
    0 or 1 and nothing between."""
    return 1 / (1 + np.exp(-x))


EXERCISE = Exercise(
    inputs={
        "x": array(
            "... D",
            floats(-10, 10),
            floats(-1000, 1000, special=(0.0, 1e-30, -1e-30, np.inf, -np.inf)),
        )
    },
    reference=reference,
    second_source=second_source,
    accuracy="exact",
    empty="D",
    cases=(
        case(x=[-2.0, 0.0, 0.5]),
        case(x=[0.0, 1e-30, -1e-30], tier="edge"),
        case(x=[-np.inf, np.inf], tier="edge"),
    ),
    laws=(looks_at_the_sign_only, never_fires_for_both_x_and_minus_x),
    misconceptions=(
        counts_zero_as_positive,
        gives_one_half_at_zero,
        returns_the_sign,
        keeps_the_positive_numbers,
        fires_for_negative_numbers,
        starts_at_one_half,
        returns_booleans,
        rounds_small_numbers_away,
        bends_smoothly,
    ),
    hints=(
        "What does NumPy answer to x > 0 for an array x? And what is the answer at exactly 0?",
        "A comparison gives booleans; they must become floats, of the same kind as x.",
        "np.where, or .astype(x.dtype) on the comparison x > 0, makes 1.0 of True and 0.0 of "
        "False.",
    ),
)
