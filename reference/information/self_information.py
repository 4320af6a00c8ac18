"""Self-information: how much news it is that something happened."""

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
)


def reference(p: torch.Tensor, base: float = np.e) -> torch.Tensor:
    return -torch.log(p) / float(np.log(base))


def second_source(m, p, base=np.e):
    nats = m.log(m.where(p > 0, p, m.number(1.0)))
    return m.where(p > 0, -nats / m.log(m.number(base)), m.inf)


@law()
def is_undone_by_a_power_of_the_base(self_information, p, base):
    """The base raised to minus the answer is the probability again."""
    assert_close(float(base) ** -self_information(p, base) / p, np.ones_like(p))


@law(q=floats(0.05, 1.0))
def adds_up_over_independent_events(self_information, p, q, base):
    """When two things happen that have nothing to do with each other, one learns the sum."""
    alone = self_information(p, base) - np.log(q) / np.log(base)
    assert_close(self_information(p * q, base), alone, scale=10.0)


@misconception(witness=[0.5, 0.25])
def forgets_the_minus(p, base=np.e):
    """The answers are negative: the logarithm of a probability is never above 0. Put a minus
    before it."""
    return np.log(p) / np.log(base)


@misconception(witness={"p": [0.5, 0.25], "base": 2.0})
def ignores_the_base(p, base=np.e):
    """The answer is always in nats, whatever base is asked for. Divide it by np.log(base)."""
    return -np.log(p)


@misconception(witness={"p": [0.5, 0.25], "base": 4.0})
def always_counts_bits(p, base=np.e):
    """The logarithm is always to base 2. Divide np.log(p) by np.log(base) to change the base."""
    return -np.log2(p)


@misconception(witness=[0.5, 0.25])
def counts_bits_unless_told(p, base=2.0):
    """Without a base the answer is in bits. The default is the natural logarithm: base=np.e."""
    return -np.log(p) / np.log(base)


@misconception(witness={"p": [0.5, 0.125], "base": 2.0})
def multiplies_by_the_logarithm_of_the_base(p, base=np.e):
    """To change from nats to another base, divide by np.log(base); here it was multiplied."""
    return -np.log(p) * np.log(base)


@misconception(witness={"p": [0.5, 0.125], "base": 2.0})
def divides_by_the_base(p, base=np.e):
    """The answer in nats was divided by the base itself. Divide it by the logarithm of the base,
    np.log(base)."""
    return -np.log(p) / base


@misconception(witness=[0.0, 1.0])
def adds_a_small_number_inside_the_logarithm(p, base=np.e):
    """A small number added inside the logarithm makes every answer a little wrong, and that of 0
    finite. What is impossible would be infinitely surprising: let log(0) be -inf."""
    return -np.log(p + 1e-12) / np.log(base)


@misconception(witness=[0.0, 0.5])
def clips_the_probabilities(p, base=np.e):
    """Raising the zeros to a small number makes their answer finite. What is impossible would be
    infinitely surprising: let log(0) be -inf."""
    return -np.log(np.clip(p, 1e-10, 1.0)) / np.log(base)


@misconception(witness=[0.0, 0.25])
def gives_0_for_the_impossible(p, base=np.e):
    """The answer for p = 0 is 0, as if it were certain. The convention 0 * log(0) = 0 belongs to
    sums weighed with p, such as entropy; here nothing is weighed, and the answer is inf."""
    return -np.log(np.where(p > 0, p, 1.0)) / np.log(base)


@misconception(witness=[0.5, 0.125])
def weighs_with_the_probability(p, base=np.e):
    """This is -p log(p), a term of the entropy. Self-information is -log(p) alone: what one learns
    if it does happen."""
    return -p * np.log(p) / np.log(base)


@misconception(witness=[0.5, 0.125])
def adds_everything_up(p, base=np.e):
    """One number comes out for all events together. Each probability has an answer of its own:
    take no sum."""
    return np.asarray((-np.log(p) / np.log(base)).sum())


@misconception(witness=[0.5, 0.75])
def divides_1_by_p(p, base=np.e):
    """This is 1 / p, without the logarithm. The information is log(1 / p), which is -log(p)."""
    return 1 / p


EXERCISE = Exercise(
    inputs={
        "p": array("... D", floats(0.001, 1.0), floats(1e-6, 1.0, special=(0.0, 1.0, 1e-30))),
        "base": one_of(choice(2, 2.0, 10.0), floats(1.5, 20.0)),
    },
    reference=reference,
    second_source=second_source,
    accuracy="relative",
    empty="D",
    cases=(
        case(p=[1.0, 0.5, 0.125], base=2),
        case(p=[0.5, 0.25]),
        case(p=[0.0, 1.0], tier="edge"),
    ),
    laws=(is_undone_by_a_power_of_the_base, adds_up_over_independent_events),
    misconceptions=(
        forgets_the_minus,
        ignores_the_base,
        always_counts_bits,
        counts_bits_unless_told,
        multiplies_by_the_logarithm_of_the_base,
        divides_by_the_base,
        adds_a_small_number_inside_the_logarithm,
        clips_the_probabilities,
        gives_0_for_the_impossible,
        weighs_with_the_probability,
        adds_everything_up,
        divides_1_by_p,
    ),
    hints=(
        "How much do you learn from what was certain anyway? And in bits, from one toss of a coin?",
        "The logarithm of a probability is never above 0. Another base changes it by a factor: "
        "which one?",
        "-np.log(p), divided by float(np.log(base)); np.log(0) is -inf, as it should be.",
    ),
)
