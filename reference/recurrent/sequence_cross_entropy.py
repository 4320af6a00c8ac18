"""Cross-entropy over the real steps of padded sequences."""

from __future__ import annotations

import math

import numpy as np
import torch

from grader.declare import (
    Exercise,
    absolute,
    array,
    assert_close,
    case,
    computed,
    floats,
    labels,
    law,
    misconception,
    refusal,
)


def reference(logits: torch.Tensor, labels: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    real = mask.bool()
    return torch.nn.functional.cross_entropy(logits[real], labels[real])


def precise(m, logits, labels, mask):
    losses = []
    for n, t in np.ndindex(labels.shape):
        if mask[n, t] == 1:
            total = m.exp(logits[n, t]).sum()
            losses.append(m.log(total) - logits[n, t, labels[n, t]])
    return sum(losses) / len(losses) if losses else m.nan


# --- inputs ---------------------------------------------------------------------------------------


def planned_mask(logits, labels):
    """0 wherever the label is none, else as the numbers in logits say; in one of three dtypes."""
    rng = np.random.default_rng([*logits.shape, *np.ravel(logits).view(np.uint64).tolist()])
    share = rng.choice([0.3, 0.7, 1.0])
    real = (labels >= 0) & (labels < logits.shape[2]) & (rng.random(labels.shape) < share)
    return real.astype([np.float64, np.int64, np.bool_][int(rng.integers(3))])


# --- laws -----------------------------------------------------------------------------------------


@law(noise=array("N T K"))
def padded_steps_do_not_matter(sequence_cross_entropy, logits, labels, mask, noise):
    """Whatever the logits are where the mask is 0, the loss is the same."""
    other = np.where(mask.astype(bool)[:, :, None], logits, noise)
    before = sequence_cross_entropy(logits, labels, mask)
    assert_close(sequence_cross_entropy(other, labels, mask), before, scale=100.0, rtol=1e-12)


@law(shift=array("N T"))
def a_common_shift_changes_nothing(sequence_cross_entropy, logits, labels, mask, shift):
    """Adding one number to all the scores of a step does not change its probabilities."""
    before = sequence_cross_entropy(logits, labels, mask)
    after = sequence_cross_entropy(logits + shift[:, :, None], labels, mask)
    assert_close(after, before, scale=100.0, rtol=1e-12)


@law()
def equal_scores_cost_log_k(sequence_cross_entropy, logits, mask):
    """If all K classes have the same score, then every real step costs log K."""
    flat = np.ones(logits.shape)
    expected = math.log(logits.shape[2]) if np.any(mask) else math.nan
    labels = np.zeros(mask.shape, dtype=np.int64)
    assert_close(sequence_cross_entropy(flat, labels, mask), expected, scale=1.0)


# --- mistakes -------------------------------------------------------------------------------------


def step_losses(logits, labels, mask, axis=-1):
    """0 where the mask is 0."""
    z = logits - logits.max(axis=axis, keepdims=True)
    log_p = z - np.log(np.exp(z).sum(axis=axis, keepdims=True))
    safe = np.clip(labels, 0, logits.shape[2] - 1)
    picked = np.take_along_axis(log_p, safe[:, :, None], axis=2)[:, :, 0]
    return np.where(mask.astype(bool), -picked, 0.0)


def mean(losses, mask):
    return losses.sum() / mask.astype(float).sum()


UNEVEN = {
    "logits": np.array(
        [[[0.0, 1.0], [2.0, 0.0], [1.0, 1.0]], [[3.0, 0.0], [0.0, 5.0], [4.0, 0.0]]]
    ),
    "labels": np.array([[1, 1, 0], [1, -100, -100]]),
    "mask": np.array([[1.0, 1.0, 1.0], [1.0, 0.0, 0.0]]),
}


@misconception(witness=UNEVEN)
def divides_by_all_steps(logits, labels, mask):
    """The sum was divided by N * T, padded steps included. Divide by the number of real steps,
    mask.sum()."""
    return step_losses(logits, labels, mask).mean()


@misconception(witness=UNEVEN)
def divides_by_the_number_of_sequences(logits, labels, mask):
    """The sum was divided by N. Divide by the number of real steps of all sequences together."""
    return step_losses(logits, labels, mask).sum() / len(logits)


@misconception(witness=UNEVEN)
def averages_each_sequence_first(logits, labels, mask):
    """Each sequence was averaged by itself and then the sequences, so that a step of a short one
    counts more. Divide the sum of all losses by the number of all real steps."""
    rows = step_losses(logits, labels, mask).sum(axis=1) / mask.astype(float).sum(axis=1)
    return rows.mean()


@misconception(witness=UNEVEN)
def sums_the_losses(logits, labels, mask):
    """This is the sum of the losses. Divide it by the number of real steps."""
    return step_losses(logits, labels, mask).sum()


@misconception(witness=UNEVEN)
def returns_the_loss_of_every_step(logits, labels, mask):
    """The losses of the single steps came back. Average them into one number."""
    return step_losses(logits, labels, mask)


@misconception(witness=UNEVEN)
def forgets_the_minus(logits, labels, mask):
    """The loss is negative. The logarithm of a probability is at most 0: the loss is minus it."""
    return -mean(step_losses(logits, labels, mask), mask)


@misconception(witness=UNEVEN)
def masks_the_logits(logits, labels, mask):
    """The mask was multiplied onto the logits, so that padded steps count as steps with equal
    scores. Leave their losses out instead."""
    z = logits * mask.astype(float)[:, :, None]
    return step_losses(z, labels, np.ones(mask.shape)).mean()


@misconception(witness=UNEVEN)
def ignores_the_mask(logits, labels, mask):
    """Padded steps were counted. Only steps whose mask is 1 have a loss."""
    return step_losses(logits, labels, np.ones(mask.shape)).mean()


@misconception(witness=UNEVEN)
def turns_the_mask_round(logits, labels, mask):
    """The padded steps were counted and the real ones left out. 1 in the mask means real."""
    other = ~mask.astype(bool)
    return mean(step_losses(logits, labels, other), other)


@misconception(witness=UNEVEN)
def normalises_over_time(logits, labels, mask):
    """Softmax ran over the steps. It runs over the classes, the last axis, at each step."""
    return mean(step_losses(logits, labels, mask, axis=1), mask)


@misconception(witness=UNEVEN)
def takes_logits_for_probabilities(logits, labels, mask):
    """The score of the true class was taken for its log-probability. Put the scores through softmax
    first: subtract the logarithm of the sum of all exponentials."""
    safe = np.clip(labels, 0, logits.shape[2] - 1)
    picked = np.take_along_axis(logits, safe[:, :, None], axis=2)[:, :, 0]
    return mean(np.where(mask.astype(bool), -picked, 0.0), mask)


@misconception(witness={**UNEVEN, "logits": 500.0 * UNEVEN["logits"]})
def exponentiates_raw_scores(logits, labels, mask):
    """exp of a score near 1000 overflows to inf. Subtract each step's largest score first: that
    changes no probability."""
    safe = np.clip(labels, 0, logits.shape[2] - 1)
    p = np.exp(logits) / np.exp(logits).sum(axis=2, keepdims=True)
    picked = np.take_along_axis(p, safe[:, :, None], axis=2)[:, :, 0]
    return mean(np.where(mask.astype(bool), -np.log(picked), 0.0), mask)


@misconception(witness={**UNEVEN, "mask": np.zeros((2, 3))})
def answers_0_without_real_steps(logits, labels, mask):
    """Without any real step the answer was 0. The mean of nothing is nan."""
    count = mask.astype(float).sum()
    return step_losses(logits, labels, mask).sum() / max(count, 1.0)


EXERCISE = Exercise(
    inputs={
        "logits": array("N T K", floats(-5, 5), floats(-300, 300, special=(0.0,))),
        "labels": labels("N T", "K", special=(-100, 99)),
        "mask": computed(planned_mask, moved=False),
    },
    reference=reference,
    # Rounding errors of 1; 8 of them, since z - logsumexp(z) rounds large scores once more.
    accuracy=absolute(8.0),
    second_source=precise,
    sizes={"N": (1, 4), "T": (1, 5), "K": (1, 4)},
    laws=(padded_steps_do_not_matter, a_common_shift_changes_nothing, equal_scores_cost_log_k),
    misconceptions=(
        divides_by_all_steps,
        divides_by_the_number_of_sequences,
        averages_each_sequence_first,
        sums_the_losses,
        returns_the_loss_of_every_step,
        forgets_the_minus,
        masks_the_logits,
        ignores_the_mask,
        turns_the_mask_round,
        normalises_over_time,
        takes_logits_for_probabilities,
        exponentiates_raw_scores,
        answers_0_without_real_steps,
    ),
    refusals=tuple(
        refusal(
            ValueError,
            sentence,
            logits=np.ones((2, 3, 4)),
            labels=np.zeros(shape, dtype=np.int64),
            mask=np.ones(mask),
        )
        for sentence, shape, mask in (
            ("labels of a single sequence for 2", (1, 3), (2, 3)),
            ("labels of a single step for 3", (2, 1), (2, 3)),
            ("a mask of a single sequence for 2", (2, 3), (1, 3)),
            ("a mask of a single step for 3", (2, 3), (2, 1)),
            ("a mask without the axis of the sequences", (2, 3), (3,)),
            ("labels and mask with time first", (3, 2), (3, 2)),
            ("labels and mask of 2 steps for 3", (2, 2), (2, 2)),
        )
    ),
    cases=(
        case(
            logits=[[[0.0, 0.0], [np.log(3.0), 0.0], [5.0, 9.0]]],
            labels=[[1, 1, -100]],
            mask=np.array([[1, 1, 0]]),
        ),
        case(**UNEVEN),
        case(**{**UNEVEN, "mask": np.array([[True, True, False], [True, False, False]])}),
        case(**{**UNEVEN, "mask": np.zeros((2, 3), dtype=np.int64)}, tier="edge"),
        # A confident mistake costs as much as the scores differ.
        case(logits=[[[1000.0, -1000.0]]], labels=[[1]], mask=np.array([[1.0]]), tier="edge"),
    ),
    hints=(
        "A padded step may bear the label -100. How do you get the losses of the real steps "
        "without ever using it as an index?",
        "real = mask.astype(bool) picks the real steps out of logits and labels: logits[real] is "
        "(steps, K). From there on it is ordinary cross-entropy.",
        "z = logits[real]; z = z - z.max(axis=1, keepdims=True); losses = "
        "np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(z)), labels[real]]; their mean is the "
        "answer.",
    ),
)
