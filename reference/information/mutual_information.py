"""Mutual information: how much two things tell about each other."""

from __future__ import annotations

import numpy as np
import torch

from grader.declare import (
    Exercise,
    absolute,
    assert_close,
    assert_that,
    case,
    distribution,
    law,
    misconception,
)


def reference(joint: torch.Tensor) -> torch.Tensor:
    rows, columns = joint.sum(dim=1), joint.sum(dim=0)
    own = torch.special.entr(rows).sum() + torch.special.entr(columns).sum()
    return own - torch.special.entr(joint).sum()


def second_source(m, joint):
    rows, columns = joint.sum(axis=1, keepdims=True), joint.sum(axis=0, keepdims=True)
    product = rows * columns
    possible = joint > 0
    one = m.number(1.0)
    quotients = m.where(possible, joint, one) / m.where(possible, product, one)
    return (joint * m.log(quotients)).sum()


def information(joint):
    product = joint.sum(axis=1, keepdims=True) * joint.sum(axis=0, keepdims=True)
    possible = joint > 0
    return joint * np.log(np.where(possible, joint, 1.0) / np.where(possible, product, 1.0))


def plain_entropy(p):
    return -(p * np.log(np.where(p > 0, p, 1.0))).sum()


@law(edge=10, channel=distribution("B C"))
def never_grows_through_a_channel(mutual_information, joint, channel):
    """Whatever becomes of B afterwards, it tells no more about A than B did: the data-processing
    inequality."""
    before, after = mutual_information(joint), mutual_information(joint @ channel)
    assert_that(
        np.asarray(after) <= np.asarray(before) + 1e-9,
        f"{float(after)} after the channel, but {float(before)} before it",
    )


@law(edge=10)
def is_the_same_both_ways(mutual_information, joint):
    """A tells as much about B as B about A: the table may be turned over."""
    assert_close(mutual_information(joint.T.copy()), mutual_information(joint), scale=1.0)


@law(edge=10, a=distribution("A"), b=distribution("B"))
def is_zero_for_strangers(mutual_information, a, b):
    """Two things that have nothing to do with each other tell nothing about each other."""
    assert_close(mutual_information(np.outer(a, b)), 0.0, scale=1.0)


@law(edge=10, a=distribution("A"))
def is_the_entropy_for_a_copy(mutual_information, a):
    """If B is a copy of A, it tells all there is to tell: the entropy of A."""
    assert_close(mutual_information(np.diag(a)), float(plain_entropy(a)), scale=1.0)


# Rows add up to 0.5 and 0.5, columns to 0.75 and 0.25.
TABLE = [[0.5, 0.0], [0.25, 0.25]]
FULL = [[0.5, 0.125], [0.125, 0.25]]


@misconception(witness=TABLE)
def multiplies_0_by_minus_infinity(joint):
    """log(0) is -inf, and 0 * -inf is nan. An impossible pair adds nothing: put another number,
    such as 1, in the place of 0 before taking logarithms."""
    product = joint.sum(axis=1, keepdims=True) * joint.sum(axis=0, keepdims=True)
    return (joint * np.log(joint / product)).sum()


@misconception(witness=TABLE)
def adds_a_small_number_inside_the_logarithm(joint):
    """A small number added inside the logarithm hides log(0), but makes every answer a little
    wrong. Treat the cells with 0 on their own instead."""
    product = joint.sum(axis=1, keepdims=True) * joint.sum(axis=0, keepdims=True)
    return (joint * np.log((joint + 1e-8) / (product + 1e-8))).sum()


@misconception(witness=FULL)
def counts_bits(joint):
    """The logarithm is to base 2. Here, as everywhere unless it is said, log is the natural
    logarithm, np.log."""
    return information(joint).sum() / np.log(2.0)


@misconception(witness=FULL)
def flips_the_sign(joint):
    """The answer is negative, but no two things tell less than nothing about each other. The joint
    probability stands on top of the fraction, and there is no minus."""
    return -information(joint).sum()


@misconception(witness=FULL)
def returns_the_joint_entropy(joint):
    """This is the entropy of the pair, H(A, B). The mutual information is what remains of
    H(A) + H(B) when it is subtracted."""
    return plain_entropy(joint)


@misconception(witness=FULL)
def adds_the_entropies(joint):
    """This is H(A) + H(B). What is counted twice, once in each, is the mutual information:
    subtract H(A, B)."""
    return plain_entropy(joint.sum(axis=1)) + plain_entropy(joint.sum(axis=0))


@misconception(witness=FULL)
def adds_the_joint_entropy(joint):
    """The entropy of the pair was added to those of A and B. Subtract it:
    H(A) + H(B) - H(A, B)."""
    own = plain_entropy(joint.sum(axis=1)) + plain_entropy(joint.sum(axis=0))
    return own + plain_entropy(joint)


@misconception(witness=FULL)
def returns_what_remains_unknown(joint):
    """This is H(A | B), what remains unknown about A when B is known. The mutual information is
    what becomes known: H(A) - H(A | B)."""
    return plain_entropy(joint) - plain_entropy(joint.sum(axis=0))


@misconception(witness=FULL)
def divides_by_the_rows_only(joint):
    """The joint probability was divided by P(a) alone. Divide by the product P(a) P(b), which is
    the joint probability of strangers."""
    quotient = joint / joint.sum(axis=1, keepdims=True)
    return (joint * np.log(np.where(joint > 0, quotient, 1.0))).sum()


@misconception(witness=FULL)
def weighs_with_the_product(joint):
    """The logarithms are weighed with P(a) P(b). The weights are the joint probabilities, since
    those say how often each pair happens."""
    product = joint.sum(axis=1, keepdims=True) * joint.sum(axis=0, keepdims=True)
    quotient = np.where(joint > 0, joint, 1.0) / np.where(joint > 0, product, 1.0)
    return (product * np.log(quotient)).sum()


@misconception(witness=FULL)
def takes_the_mean(joint):
    """The terms are averaged over the cells. They are weighed with the joint probabilities
    already: add them up."""
    return information(joint).mean()


@misconception(witness=FULL)
def forgets_to_weigh(joint):
    """The logarithms are added up as if all pairs were equally likely. Multiply each by the joint
    probability first."""
    product = joint.sum(axis=1, keepdims=True) * joint.sum(axis=0, keepdims=True)
    return np.log(np.where(joint > 0, joint / product, 1.0)).sum()


@misconception(witness=FULL)
def returns_a_number_per_row(joint):
    """There is a number for every row. The mutual information is one number: add up the whole
    table."""
    return information(joint).sum(axis=1)


@misconception(witness=FULL)
def divides_by_the_joint_entropy(joint):
    """The answer was divided by the entropy of the pair to bring it between 0 and 1. Asked for is
    the mutual information itself, in nats."""
    return information(joint).sum() / np.maximum(plain_entropy(joint), 1e-300)


EXERCISE = Exercise(
    inputs={"joint": distribution("A B", over=2)},
    reference=reference,
    second_source=second_source,
    # The entropies cancel to 0 for strangers; each is below 4 nats, and rounds as 4 does.
    accuracy=absolute(4.0),
    sizes={"A": (1, 6), "B": (1, 6), "C": (1, 5)},
    cases=(
        case(joint=[[0.5, 0.0], [0.0, 0.5]], tier="edge"),
        case(joint=[[0.25, 0.25], [0.25, 0.25]]),
        case(joint=[[0.5, 0.125], [0.125, 0.25]]),
        case(joint=[[0.0, 0.0], [0.25, 0.75]], tier="edge"),
        case(joint=[[1.0]], tier="edge"),
        case(joint=[[0.5 - 2e-7, 1e-7], [1e-7, 0.5]], tier="edge"),  # rare is not never
    ),
    laws=(
        never_grows_through_a_channel,
        is_the_same_both_ways,
        is_zero_for_strangers,
        is_the_entropy_for_a_copy,
    ),
    misconceptions=(
        multiplies_0_by_minus_infinity,
        adds_a_small_number_inside_the_logarithm,
        counts_bits,
        flips_the_sign,
        returns_the_joint_entropy,
        adds_the_entropies,
        adds_the_joint_entropy,
        returns_what_remains_unknown,
        divides_by_the_rows_only,
        weighs_with_the_product,
        takes_the_mean,
        forgets_to_weigh,
        returns_a_number_per_row,
        divides_by_the_joint_entropy,
    ),
    hints=(
        "What would the probability of a pair be if A and B had nothing to do with each other? And "
        "what should a pair add that never happens?",
        "joint.sum(axis=1, keepdims=True) holds the P(a), joint.sum(axis=0, keepdims=True) the "
        "P(b); their product is a table as large as joint. Keep log(0) out of the sum.",
        "Divide joint by the product of its row sums and column sums, put 1.0 where joint is 0, "
        "take the logarithm, multiply by joint and sum over everything.",
    ),
)
