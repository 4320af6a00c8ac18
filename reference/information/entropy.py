"""Entropy: how uncertain a random outcome is."""

from __future__ import annotations

import numpy as np
import torch

from grader.declare import (
    Exercise,
    assert_close,
    case,
    choice,
    distribution,
    floats,
    integers,
    law,
    misconception,
    one_of,
)


def reference(p: torch.Tensor, base: float = np.e) -> torch.Tensor:
    return torch.special.entr(p).sum(dim=-1) / float(np.log(base))


def second_source(m, p, base=np.e):
    logs = m.log(m.where(p > 0, p, m.number(1.0)))
    return -(p * logs).sum(axis=-1) / m.log(m.number(base))


def terms(p):
    """What each outcome adds, in nats."""
    return -p * np.log(np.where(p > 0, p, 1.0))


@law(ordinary=0, edge=8, count=integers(1, 8))
def is_zero_for_a_certain_outcome(entropy, count, base):
    """Where one outcome is certain there is nothing to learn: the entropy is 0, not a little more
    or less."""
    assert_close(entropy(np.eye(count), base), np.zeros(count), rtol=1e-15, scale=1.0)


@law(count=integers(1, 8))
def is_the_logarithm_of_the_count_when_all_are_equal(entropy, count, base):
    """K outcomes of probability 1 / K have the entropy log(K), to the base asked for."""
    assert_close(entropy(np.full(count, 1 / count), base), np.log(count) / np.log(base), scale=1.0)


@law(p=distribution("K"), q=distribution("M"))
def adds_up_over_independent_outcomes(entropy, p, q, base):
    """Two outcomes that have nothing to do with each other are together as uncertain as the sum of
    the two."""
    both = np.outer(p, q).reshape(-1)  # (K * M,)
    assert_close(entropy(both, base), entropy(p, base) + entropy(q, base), scale=1.0)


@misconception(witness=[0.5, 0.25, 0.25])
def forgets_the_minus(p, base=np.e):
    """The answers are negative. The logarithm of a probability is never above 0, so a minus
    belongs before the sum."""
    return -terms(p).sum(axis=-1) / np.log(base)


@misconception(witness=[1.0, 0.0])
def multiplies_0_by_minus_infinity(p, base=np.e):
    """log(0) is -inf, and 0 * -inf is nan. An impossible outcome adds 0: put another number, such
    as 1, in the place of 0 before taking logarithms."""
    return -(p * np.log(p)).sum(axis=-1) / np.log(base)


@misconception(witness=[0.0, 1.0])
def adds_a_small_number_inside_the_logarithm(p, base=np.e):
    """A small number added inside the logarithm hides log(0), but makes every answer a little
    wrong: a certain outcome must have the entropy 0. Treat the zeros on their own instead."""
    return -(p * np.log(p + 1e-8)).sum(axis=-1) / np.log(base)


@misconception(witness=[0.0, 0.0, 1.0])
def clips_the_probabilities(p, base=np.e):
    """Raising the zeros to a small number hides log(0), but an impossible outcome must add 0,
    exactly. Treat the zeros on their own instead."""
    p = np.clip(p, 1e-12, 1.0)
    return -(p * np.log(p)).sum(axis=-1) / np.log(base)


@misconception(witness={"p": [0.25, 0.25, 0.5], "base": 4.0})
def always_counts_bits(p, base=np.e):
    """The logarithm is always to base 2. Divide np.log(p) by np.log(base) to change the base."""
    return terms(p).sum(axis=-1) / np.log(2.0)


@misconception(witness=[0.5, 0.5])
def counts_bits_unless_told(p, base=2.0):
    """Without a base the answer is in bits. The default is the natural logarithm: base=np.e."""
    return terms(p).sum(axis=-1) / np.log(base)


@misconception(witness={"p": [0.5, 0.5], "base": 2.0})
def ignores_the_base(p, base=np.e):
    """The answer is always in nats, whatever base is asked for. Divide it by np.log(base)."""
    return terms(p).sum(axis=-1)


@misconception(witness={"p": [0.25, 0.25, 0.25, 0.25], "base": 2.0})
def multiplies_by_the_logarithm_of_the_base(p, base=np.e):
    """To change from nats to another base, divide by np.log(base); here it was multiplied."""
    return terms(p).sum(axis=-1) * np.log(base)


@misconception(witness=[0.25, 0.75])
def takes_the_mean(p, base=np.e):
    """The terms are averaged over the outcomes. Entropy weighs them with p already: add them
    up."""
    return terms(p).mean(axis=-1) / np.log(base)


@misconception(witness=[[0.5, 0.5], [0.25, 0.75]])
def adds_up_all_rows(p, base=np.e):
    """One number comes out for several distributions. Every row is a distribution of its own: sum
    over the last axis only, with axis=-1."""
    return terms(p).sum() / np.log(base)


@misconception(witness=[[0.5, 0.5], [1.0, 0.0]])
def adds_up_the_columns(p, base=np.e):
    """The sum runs over the first axis. The outcomes stand along the last axis: axis=-1."""
    return terms(p).sum(axis=0) / np.log(base)


@misconception(witness=[0.125, 0.875])
def returns_every_term(p, base=np.e):
    """These are the terms -p log(p) of the single outcomes. The entropy is their sum over the last
    axis."""
    return terms(p) / np.log(base)


@misconception(witness=[0.2, 0.8])
def forgets_to_weigh(p, base=np.e):
    """The information -log(p) of all outcomes is added up as if they were equally likely. Multiply
    each by its probability p first."""
    return -np.log(p).sum(axis=-1) / np.log(base)


EXERCISE = Exercise(
    inputs={
        "p": distribution("... K"),
        "base": one_of(choice(2, 2.0, 10.0), floats(1.5, 20.0)),
    },
    reference=reference,
    second_source=second_source,
    accuracy="relative",  # every term is at least 0, so nothing cancels
    sizes={"K": (1, 6)},
    cases=(
        case(p=[0.5, 0.2, 0.3]),  # tomorrow's weather
        case(p=[0.5, 0.5], base=2),
        case(p=[1.0], tier="edge"),
        case(p=[[0.0, 1.0], [0.5, 0.5]], tier="edge"),
    ),
    laws=(
        is_zero_for_a_certain_outcome,
        is_the_logarithm_of_the_count_when_all_are_equal,
        adds_up_over_independent_outcomes,
    ),
    misconceptions=(
        forgets_the_minus,
        multiplies_0_by_minus_infinity,
        adds_a_small_number_inside_the_logarithm,
        clips_the_probabilities,
        always_counts_bits,
        counts_bits_unless_told,
        ignores_the_base,
        multiplies_by_the_logarithm_of_the_base,
        takes_the_mean,
        adds_up_all_rows,
        adds_up_the_columns,
        returns_every_term,
        forgets_to_weigh,
    ),
    hints=(
        "What should an outcome of probability 0 add, and what does NumPy make of 0 * log(0)?",
        "log(1) is 0: if the zeros are replaced by ones inside the logarithm only, their terms "
        "become 0 * 0. The base changes the answer by a factor.",
        "logs = np.log(np.where(p > 0, p, 1.0)); the answer is -(p * logs).sum(axis=-1), divided "
        "by float(np.log(base)).",
    ),
)
