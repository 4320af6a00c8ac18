"""Binary entropy: how uncertain a yes or no is."""

from __future__ import annotations

import numpy as np
import torch

from grader.declare import (
    Exercise,
    array,
    assert_close,
    assert_equal,
    case,
    floats,
    integers,
    law,
    misconception,
)


def reference(p: torch.Tensor) -> torch.Tensor:
    return torch.special.entr(p) + torch.special.entr(1 - p)


def second_source(m, p):
    one = m.number(1.0)
    logs = m.log(m.where(p > 0, p, one)), m.log(m.where(p < 1, 1 - p, one))
    return -p * logs[0] - (1 - p) * logs[1]


@law(edge=10)
def is_the_same_for_yes_and_no(binary_entropy, p):
    """Exchanging yes and no, p and 1 - p, changes nothing."""
    assert_close(binary_entropy(1 - p), binary_entropy(p), rtol=1e-12, scale=1.0)


@law(ordinary=0, edge=5, count=integers(1, 5))
def is_zero_when_certain(binary_entropy, count):
    """A sure yes and a sure no are not uncertain at all: the answer is 0, not a little more."""
    assert_equal(binary_entropy(np.zeros(count)), np.zeros(count))
    assert_equal(binary_entropy(np.ones(count)), np.zeros(count))


@law(p=array("D", floats(0.01, 0.99)))
def has_the_log_odds_as_its_slope(binary_entropy, p):
    """One small step h to either side of p, the answer changes by 2 * h * log((1 - p) / p)."""
    h = 1e-5
    rise = binary_entropy(p + h) - binary_entropy(p - h)
    # Central differences err by h**2 / 6 times the third derivative, below 10**4 from 0.01 on.
    assert_close(rise / (2 * h), np.log((1 - p) / p), rtol=1e-6, scale=1.0)


def entropies(p):
    no = 1 - p
    return -p * np.log(np.where(p > 0, p, 1.0)) - no * np.log(np.where(no > 0, no, 1.0))


@misconception(witness=[0.0, 0.5, 1.0])
def multiplies_0_by_minus_infinity(p):
    """log(0) is -inf, and 0 * -inf is nan. What is impossible adds 0: put another number, such as
    1, in the place of 0 before taking logarithms."""
    return -p * np.log(p) - (1 - p) * np.log(1 - p)


@misconception(witness=[0.0, 0.5, 1.0])
def adds_a_small_number_inside_the_logarithm(p):
    """A small number added inside the logarithms hides log(0), but makes every answer a little
    wrong. Treat the zeros on their own instead."""
    return -p * np.log(p + 1e-8) - (1 - p) * np.log(1 - p + 1e-8)


@misconception(witness=[0.0, 0.5, 1.0])
def clips_the_probabilities(p):
    """p is kept away from 0 and 1 by a small number, so that the answers there are not 0. Treat
    the zeros on their own instead."""
    p = np.clip(p, 1e-10, 1 - 1e-10)
    return -p * np.log(p) - (1 - p) * np.log(1 - p)


@misconception(witness=[0.25, 0.5])
def counts_bits(p):
    """The logarithm is to base 2, so that the answer to 0.5 is 1. Here log is the natural
    logarithm: the answer to 0.5 is log(2)."""
    return entropies(p) / np.log(2.0)


@misconception(witness=[0.25, 0.5])
def forgets_the_no(p):
    """This is -p log(p), the term of the yes alone. The no has the probability 1 - p and adds
    -(1 - p) log(1 - p)."""
    return -p * np.log(np.where(p > 0, p, 1.0))


@misconception(witness=[0.25, 0.5])
def flips_the_sign(p):
    """The answers are negative. Logarithms of probabilities are never above 0, so both terms need
    a minus."""
    return -entropies(p)


@misconception(witness=[0.25, 0.75])
def subtracts_the_no(p):
    """The term of the no was subtracted from that of the yes. Uncertainties add up: the minus
    belongs to both terms."""
    no = 1 - p
    return -p * np.log(np.where(p > 0, p, 1.0)) + no * np.log(np.where(no > 0, no, 1.0))


@misconception(witness=[0.25, 0.5])
def adds_up_all_answers(p):
    """One number comes out for all experiments together. Each p has an answer of its own: take no
    sum."""
    return np.asarray(entropies(p).sum())


@misconception(witness=[0.25, 0.5])
def averages_all_answers(p):
    """One number comes out, the mean of the answers. Each p has an answer of its own: take no
    mean."""
    return np.asarray(entropies(p).mean())


@misconception(witness=[0.25, 0.625])
def swaps_the_weights(p):
    """The logarithms are weighed with the wrong probabilities: p belongs to log(p), and 1 - p to
    log(1 - p)."""
    return -(1 - p) * np.log(p) - p * np.log(1 - p)


@misconception(witness=[0.25, 0.625])
def forgets_to_weigh(p):
    """The two logarithms are added up as if yes and no were equally likely. Multiply each by its
    probability, p or 1 - p."""
    return -np.log(p) - np.log(1 - p)


@misconception(witness=[0.25, 0.625])
def returns_the_variance(p):
    """This is p * (1 - p), the variance of a yes or no. The entropy needs logarithms:
    -p log(p) - (1 - p) log(1 - p)."""
    return p * (1 - p)


EXERCISE = Exercise(
    inputs={"p": array("... D", floats(0.01, 0.99), floats(0.0, 1.0, special=(0.0, 1.0, 0.5)))},
    reference=reference,
    second_source=second_source,
    accuracy="absolute",  # 1 - p rounds to 1 where p is 1e-20, and is right here
    empty="D",
    cases=(
        case(p=[0.25, 0.5]),
        case(p=[0.0, 0.25, 0.5, 1.0], tier="edge"),
        case(p=[1e-20, 1e-9, 1 - 1e-9], tier="edge"),
    ),
    laws=(is_the_same_for_yes_and_no, is_zero_when_certain, has_the_log_odds_as_its_slope),
    misconceptions=(
        multiplies_0_by_minus_infinity,
        adds_a_small_number_inside_the_logarithm,
        clips_the_probabilities,
        counts_bits,
        forgets_the_no,
        flips_the_sign,
        subtracts_the_no,
        adds_up_all_answers,
        averages_all_answers,
        swaps_the_weights,
        forgets_to_weigh,
        returns_the_variance,
    ),
    hints=(
        "What does NumPy make of 0 * log(0), and what should it be? There are two ends, 0 and 1.",
        "log(1) is 0: if zeros are replaced by ones inside the logarithms only, their terms become "
        "0 * 0. Do it for p and for 1 - p.",
        "With safe = np.where(p > 0, p, 1.0), the first term is -p * np.log(safe); the second is "
        "the same with 1 - p in the place of p.",
    ),
)
