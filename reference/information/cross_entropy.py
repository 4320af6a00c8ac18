"""Cross-entropy: how surprised a prediction is by the truth."""

from __future__ import annotations

import numpy as np
import torch

from grader.declare import (
    Exercise,
    array,
    assert_close,
    assert_equal,
    assert_that,
    case,
    computed,
    distribution,
    floats,
    law,
    misconception,
    one_of,
    refusal,
)


def reference(p: torch.Tensor, q: torch.Tensor) -> torch.Tensor:
    return -torch.special.xlogy(p, q).sum(dim=-1)


def second_source(m, p, q):
    return -(p * m.log(m.where(p > 0, q, m.number(1.0)))).sum(axis=-1)


def the_same_distribution(p):
    return p.copy()


def the_same_probabilities_in_reverse(p):
    return p[..., ::-1].copy()


@law(edge=10)
def is_never_below_the_entropy(cross_entropy, p, q):
    """No prediction is less surprised than the truth itself, whose cross-entropy is its
    entropy."""
    entropy = -(p * np.log(np.where(p > 0, p, 1.0))).sum(axis=-1)
    assert_close(cross_entropy(p, p), entropy, scale=1.0)
    gap = np.asarray(cross_entropy(p, q)) - entropy
    assert_that(np.all(gap >= -1e-12), f"a cross-entropy came {-np.min(gap)} below the entropy")


@law(ordinary=0, edge=10, weights=array("L", floats(0.1, 1.0)))
def is_infinite_only_where_q_forbids_what_happens(cross_entropy, weights):
    """What q calls impossible and p does not makes the answer infinite; what p calls impossible
    adds nothing."""
    p = weights / weights.sum()
    without_the_first = np.concatenate([[0.0], p[1:] / p[1:].sum()])
    assert_equal(cross_entropy(p, without_the_first), np.inf)
    expected = -(without_the_first[1:] * np.log(p[1:])).sum()
    assert_close(cross_entropy(without_the_first, p), expected, scale=1.0)


@law(p=distribution("... K"), r=distribution("... K"), share=floats(0.0, 1.0))
def averages_over_mixed_truths(cross_entropy, p, r, q, share):
    """If the truth is p in a share of all cases and r in the others, the answers mix in the same
    shares."""
    mixed = share * cross_entropy(p, q) + (1 - share) * cross_entropy(r, q)
    assert_close(cross_entropy(share * p + (1 - share) * r, q), mixed, scale=10.0)


@misconception(witness={"p": [0.5, 0.5], "q": [0.25, 0.75]})
def swaps_p_and_q(p, q):
    """p and q are exchanged. The first argument, p, is the truth and weighs; the logarithm is
    taken of the prediction q."""
    return -(q * np.log(p)).sum(axis=-1)


@misconception(witness={"p": [0.5, 0.5], "q": [0.125, 0.875]})
def returns_the_divergence(p, q):
    """This is the Kullback-Leibler divergence, which is 0 when q equals p. The cross-entropy is
    -sum(p log q), without log(p)."""
    return (p * (np.log(p) - np.log(q))).sum(axis=-1)


@misconception(witness={"p": [0.25, 0.75], "q": [0.5, 0.5]})
def counts_bits(p, q):
    """The logarithm is to base 2. Here, as everywhere unless it is said, log is the natural
    logarithm, np.log."""
    return -(p * np.log2(np.where(p > 0, q, 1.0))).sum(axis=-1)


@misconception(witness={"p": [0.25, 0.75], "q": [0.75, 0.25]})
def forgets_the_minus(p, q):
    """The answers are negative. The logarithm of a probability is never above 0, so a minus
    belongs before the sum."""
    return (p * np.log(np.where(p > 0, q, 1.0))).sum(axis=-1)


@misconception(witness={"p": [[1.0, 0.0], [0.5, 0.5]], "q": [[1.0, 0.0], [0.25, 0.75]]})
def multiplies_0_by_minus_infinity(p, q):
    """log(0) is -inf, and 0 * -inf is nan. An outcome with p = 0 adds nothing: put 1 in the place
    of q there before taking logarithms."""
    return -(p * np.log(q)).sum(axis=-1)


@misconception(witness={"p": [0.5, 0.5], "q": [1.0, 0.0]})
def clips_q(p, q):
    """Raising q to a small number makes the answer large where it must be infinite: q calls
    something impossible that p says will happen. Leave q as it is; log(0) = -inf is right here."""
    return -(p * np.log(np.clip(q, 1e-12, 1.0))).sum(axis=-1)


@misconception(witness={"p": [0.5, 0.5], "q": [0.0, 1.0]})
def adds_a_small_number_inside_the_logarithm(p, q):
    """A small number added inside the logarithm hides log(0), but makes every answer a little
    wrong, and large where it must be infinite. Treat the zeros of p on their own; where only q is
    0, inf is the answer."""
    return -(p * np.log(q + 1e-8)).sum(axis=-1)


@misconception(witness={"p": [0.25, 0.75], "q": [0.0, 1.0]})
def leaves_out_what_q_forbids(p, q):
    """Outcomes with q = 0 are left out of the sum, also where p is above 0. Leave out only those
    with p = 0; where q alone is 0 the answer is inf."""
    return -(p * np.log(np.where(q > 0, q, 1.0))).sum(axis=-1)


@misconception(witness={"p": [0.25, 0.75], "q": [0.625, 0.375]})
def takes_the_mean(p, q):
    """The terms are averaged over the outcomes. They are weighed with p already: add them up."""
    return -(p * np.log(np.where(p > 0, q, 1.0))).mean(axis=-1)


@misconception(witness={"p": [[0.5, 0.5], [0.25, 0.75]], "q": [[0.25, 0.75], [0.5, 0.5]]})
def adds_up_all_rows(p, q):
    """One number comes out for several distributions. Every row is a pair of its own: sum over the
    last axis only, with axis=-1."""
    return np.asarray(-(p * np.log(np.where(p > 0, q, 1.0))).sum())


@misconception(witness={"p": [[0.5, 0.5], [0.25, 0.75]], "q": [[0.25, 0.75], [0.5, 0.5]]})
def averages_the_rows(p, q):
    """One number comes out, the mean over the rows, as a loss would have it. Every row has an
    answer of its own: return them all."""
    return np.asarray((-(p * np.log(np.where(p > 0, q, 1.0))).sum(axis=-1)).mean())


@misconception(witness={"p": [[0.5, 0.5], [0.125, 0.875]], "q": [[0.25, 0.75], [0.5, 0.5]]})
def adds_up_the_columns(p, q):
    """The sum runs over the first axis. The outcomes stand along the last axis: axis=-1."""
    return -(p * np.log(np.where(p > 0, q, 1.0))).sum(axis=0)


@misconception(witness={"p": [0.625, 0.375], "q": [0.25, 0.75]})
def returns_every_term(p, q):
    """These are the terms of the single outcomes. The cross-entropy is their sum over the last
    axis."""
    return -(p * np.log(np.where(p > 0, q, 1.0)))


@misconception(witness={"p": [0.625, 0.375], "q": [0.25, 0.75]})
def adds_the_no_of_every_outcome(p, q):
    """(1 - p) log(1 - q) was added, as in the formula for a single yes or no. Here every outcome
    has an entry of its own: -sum(p log q) is all."""
    return -(p * np.log(q) + (1 - p) * np.log(1 - q)).sum(axis=-1)


@misconception(witness={"p": [0.625, 0.375], "q": [0.25, 0.75]})
def takes_q_for_scores(p, q):
    """q was put through softmax first. It holds probabilities already: take their logarithms as
    they are."""
    weights = np.exp(q)
    return -(p * np.log(weights / weights.sum(axis=-1, keepdims=True))).sum(axis=-1)


EXERCISE = Exercise(
    inputs={
        "p": distribution("... K"),
        "q": one_of(
            distribution("... K"),
            distribution("... K"),
            computed(the_same_probabilities_in_reverse),
            computed(the_same_distribution),
        ),
    },
    reference=reference,
    second_source=second_source,
    accuracy="absolute",  # entropy plus divergence has terms of both signs, and is right here
    sizes={"K": (1, 6), "L": (2, 6)},
    cases=(
        case(p=[1.0, 0.0, 0.0], q=[0.7, 0.2, 0.1]),  # a picture of a cat
        case(p=[0.5, 0.5], q=[0.25, 0.75]),
        case(p=[0.5, 0.5, 0.0], q=[0.25, 0.75, 0.0], tier="edge"),
        case(p=[0.5, 0.5], q=[1.0, 0.0], tier="edge"),
        case(p=[0.5, 0.5], q=[1.0 - 1e-15, 1e-15], tier="edge"),
        case(p=[1e-9, 1.0 - 1e-9], q=[1e-9, 1.0 - 1e-9], tier="edge"),  # rare is not never
    ),
    refusals=(
        refusal(
            ValueError,
            "a table p and a single row q",
            p=np.full((2, 3), 1 / 3),
            q=np.full(3, 1 / 3),
        ),
        refusal(
            ValueError,
            "p and q with different numbers of rows",
            p=np.full((1, 2), 0.5),
            q=np.full((3, 2), 0.5),
        ),
        refusal(
            ValueError,
            "a table p of one row and a single row q",
            p=np.full((1, 2), 0.5),
            q=np.full(2, 0.5),
        ),
        refusal(
            ValueError,
            "three outcomes in p and one in q",
            p=np.full(3, 1 / 3),
            q=np.ones(1),
        ),
    ),
    laws=(
        is_never_below_the_entropy,
        is_infinite_only_where_q_forbids_what_happens,
        averages_over_mixed_truths,
    ),
    misconceptions=(
        swaps_p_and_q,
        returns_the_divergence,
        counts_bits,
        forgets_the_minus,
        multiplies_0_by_minus_infinity,
        clips_q,
        adds_a_small_number_inside_the_logarithm,
        leaves_out_what_q_forbids,
        takes_the_mean,
        adds_up_all_rows,
        averages_the_rows,
        adds_up_the_columns,
        returns_every_term,
        adds_the_no_of_every_outcome,
        takes_q_for_scores,
    ),
    hints=(
        "There are four cases: p and q can each be 0 or above 0. What must each of them add?",
        "Only where p is 0 must the logarithm be kept from log(0); where q alone is 0, NumPy's "
        "log(0) = -inf leads to the right answer.",
        "With np.where put 1.0 in the place of q wherever p is 0, take the logarithm, multiply by "
        "p, sum over axis=-1 and change the sign. Compare the shapes first.",
    ),
)
