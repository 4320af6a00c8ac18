"""The Kullback-Leibler divergence: how far a prediction is from the truth."""

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
    terms = p * (torch.log(p) - torch.log(q))
    return torch.where(p > 0, terms, torch.zeros_like(p)).sum(dim=-1)


def second_source(m, p, q):
    one = m.number(1.0)
    logs = m.log(m.where(p > 0, p, one)) - m.log(m.where(p > 0, q, one))
    return (p * logs).sum(axis=-1)


def the_same_distribution(p):
    return p.copy()


def nearly_the_same_distribution(p):
    """Impossible where p is, and otherwise a little closer to equal probabilities."""
    weights = np.where(p > 0, p + 0.01, 0.0)
    return weights / weights.sum(axis=-1, keepdims=True)


def the_same_probabilities_in_reverse(p):
    return p[..., ::-1].copy()


@law()
def is_cross_entropy_minus_entropy(kl_divergence, p, q):
    """The divergence is the cross-entropy of p and q minus the entropy of p."""
    cross_entropy = -(p * np.log(q)).sum(axis=-1)
    entropy = -(p * np.log(p)).sum(axis=-1)
    assert_close(kl_divergence(p, q), cross_entropy - entropy, scale=1.0)


@law(edge=10)
def is_never_negative(kl_divergence, p, q):
    """No prediction beats the truth: the divergence is at least 0, and 0 for p itself."""
    answers = kl_divergence(p, q)
    assert_that(np.all(np.asarray(answers) >= -1e-12), f"a divergence of {np.min(answers)} came")
    assert_close(kl_divergence(p, p), np.zeros(p.shape[:-1]), scale=1.0)


@law(ordinary=0, edge=10, weights=array("L", floats(0.1, 1.0)))
def is_infinite_only_where_q_forbids_what_happens(kl_divergence, weights):
    """What q calls impossible and p does not makes the divergence infinite; what p calls
    impossible adds nothing."""
    p = weights / weights.sum()
    without_the_first = np.concatenate([[0.0], p[1:] / p[1:].sum()])
    assert_equal(kl_divergence(p, without_the_first), np.inf)
    assert_close(kl_divergence(without_the_first, p), -np.log(p[1:].sum()), scale=1.0)


@law(
    p=distribution("K"),
    q=distribution("K"),
    r=distribution("M"),
    s=distribution("M"),
)
def adds_up_over_independent_outcomes(kl_divergence, p, q, r, s):
    """For two outcomes that have nothing to do with each other, the divergences add up."""
    truth, prediction = np.outer(p, r).reshape(-1), np.outer(q, s).reshape(-1)  # (K * M,)
    total = kl_divergence(p, q) + kl_divergence(r, s)
    assert_close(kl_divergence(truth, prediction), total, scale=1.0)


def terms(p, q):
    """What each outcome adds."""
    logs = np.log(np.where(p > 0, p, 1.0)) - np.log(np.where(p > 0, q, 1.0))
    return p * logs


@misconception(witness={"p": [0.5, 0.5], "q": [0.25, 0.75]})
def swaps_p_and_q(p, q):
    """This is the divergence of p from q, D(q || p), and the two are not the same. The first
    argument, p, is the truth: it stands on top of the fraction and before the logarithm."""
    return terms(q, p).sum(axis=-1)


@misconception(witness={"p": [0.5, 0.5], "q": [0.125, 0.875]})
def returns_the_cross_entropy(p, q):
    """This is the cross-entropy, -sum(p log q). The divergence is what remains of it when the
    entropy of p is subtracted: it is 0 when q equals p."""
    return -(p * np.log(q)).sum(axis=-1)


@misconception(witness={"p": [0.75, 0.25], "q": [0.5, 0.5]})
def measures_in_bits(p, q):
    """The logarithm is to base 2. Here, as everywhere unless it is said, log is the natural
    logarithm, np.log."""
    return terms(p, q).sum(axis=-1) / np.log(2.0)


@misconception(witness={"p": [[1.0, 0.0], [0.5, 0.5]], "q": [[0.5, 0.5], [0.25, 0.75]]})
def multiplies_0_by_minus_infinity(p, q):
    """log(0) is -inf, and 0 * -inf is nan. An outcome with p = 0 adds nothing: put another number,
    such as 1, in the place of 0 before taking logarithms."""
    return (p * np.log(p / q)).sum(axis=-1)


@misconception(witness={"p": [0.5, 0.5], "q": [1.0, 0.0]})
def clips_q(p, q):
    """Raising q to a small number makes the answer large where it must be infinite: q calls
    something impossible that p says will happen. Leave q as it is; log(0) = -inf is right here."""
    return terms(p, np.clip(q, 1e-12, 1.0)).sum(axis=-1)


@misconception(witness={"p": [0.5, 0.5], "q": [0.0, 1.0]})
def adds_a_small_number_inside_the_logarithm(p, q):
    """A small number added inside the logarithm hides log(0), but makes every answer a little
    wrong, and large where it must be infinite. Treat the zeros of p on their own; where only q is
    0, inf is the answer."""
    return (p * np.log((p + 1e-8) / (q + 1e-8))).sum(axis=-1)


@misconception(witness={"p": [0.25, 0.75], "q": [0.0, 1.0]})
def leaves_out_what_q_forbids(p, q):
    """Outcomes with q = 0 are left out of the sum, also where p is above 0. Leave out only those
    with p = 0; where q alone is 0 the answer is inf."""
    both = (p > 0) & (q > 0)
    return terms(np.where(both, p, 0.0), q).sum(axis=-1)


@misconception(witness={"p": [0.25, 0.75], "q": [0.75, 0.25]})
def takes_the_mean(p, q):
    """The terms are averaged over the outcomes. They are weighed with p already: add them up."""
    return terms(p, q).mean(axis=-1)


@misconception(witness={"p": [[0.5, 0.5], [0.25, 0.75]], "q": [[0.25, 0.75], [0.5, 0.5]]})
def adds_up_all_rows(p, q):
    """One number comes out for several distributions. Every row is a pair of its own: sum over the
    last axis only, with axis=-1."""
    return terms(p, q).sum()


@misconception(witness={"p": [[0.5, 0.5], [0.125, 0.875]], "q": [[0.25, 0.75], [0.5, 0.5]]})
def adds_up_the_columns(p, q):
    """The sum runs over the first axis. The outcomes stand along the last axis: axis=-1."""
    return terms(p, q).sum(axis=0)


@misconception(witness={"p": [0.375, 0.625], "q": [0.5, 0.5]})
def flips_the_sign(p, q):
    """The answers are negative, but no prediction beats the truth. The fraction is p / q, not
    q / p, and there is no minus before the sum."""
    return -terms(p, q).sum(axis=-1)


@misconception(witness={"p": [0.125, 0.875], "q": [0.75, 0.25]})
def averages_both_directions(p, q):
    """This is the mean of D(p || q) and D(q || p), which is the same in both directions. The
    divergence asked for is D(p || q) alone."""
    return (terms(p, q).sum(axis=-1) + terms(q, p).sum(axis=-1)) / 2


@misconception(witness={"p": [0.625, 0.375], "q": [0.25, 0.75]})
def returns_every_term(p, q):
    """These are the terms of the single outcomes. The divergence is their sum over the last
    axis."""
    return terms(p, q)


@misconception(witness={"p": [0.875, 0.125], "q": [0.25, 0.75]})
def subtracts_the_entropies(p, q):
    """This is the entropy of q minus that of p. In the divergence p weighs both logarithms:
    p * (log(p) - log(q))."""
    return (p * np.log(p) - q * np.log(q)).sum(axis=-1)


EXERCISE = Exercise(
    inputs={
        "p": distribution("... K"),
        "q": one_of(
            distribution("... K"),
            distribution("... K"),
            computed(nearly_the_same_distribution),
            computed(the_same_probabilities_in_reverse),
            computed(the_same_distribution),
        ),
    },
    reference=reference,
    second_source=second_source,
    # Terms of both signs cancel where q is close to p, so that the answer is only as good as 1 is.
    accuracy="absolute",
    sizes={"K": (1, 6), "L": (2, 6)},
    cases=(
        case(p=[1.0, 0.0, 0.0], q=[0.7, 0.2, 0.1]),  # a picture of a cat
        case(p=[0.5, 0.5, 0.0], q=[0.5, 0.5, 0.0], tier="edge"),
        case(p=[0.5, 0.5], q=[1.0, 0.0], tier="edge"),
        case(p=[0.5, 0.5], q=[1.0 - 1e-15, 1e-15], tier="edge"),
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
            "three outcomes in p and one in q",
            p=np.full(3, 1 / 3),
            q=np.ones(1),
        ),
    ),
    laws=(
        is_cross_entropy_minus_entropy,
        is_never_negative,
        is_infinite_only_where_q_forbids_what_happens,
        adds_up_over_independent_outcomes,
    ),
    misconceptions=(
        swaps_p_and_q,
        returns_the_cross_entropy,
        measures_in_bits,
        multiplies_0_by_minus_infinity,
        clips_q,
        adds_a_small_number_inside_the_logarithm,
        leaves_out_what_q_forbids,
        takes_the_mean,
        adds_up_all_rows,
        adds_up_the_columns,
        flips_the_sign,
        averages_both_directions,
        returns_every_term,
        subtracts_the_entropies,
    ),
    hints=(
        "There are four cases: p and q can each be 0 or above 0. What must each of them add?",
        "log(p / q) is log(p) - log(q). Only where p is 0 must the logarithms be kept from log(0); "
        "where q alone is 0, NumPy's log(0) = -inf leads to the right answer.",
        "With np.where put 1.0 in the place of both p and q wherever p is 0, take the difference "
        "of the logarithms, multiply by p and sum over axis=-1. Compare the shapes first.",
    ),
)
