"""Probabilities at every step of a sequence."""

from __future__ import annotations

import numpy as np
import torch

from grader.declare import (
    Exercise,
    absolute,
    array,
    assert_close,
    case,
    floats,
    law,
    misconception,
    refusal,
)


def reference(hs: torch.Tensor, Wy: torch.Tensor, by: torch.Tensor) -> torch.Tensor:
    return torch.softmax(torch.nn.functional.linear(hs, Wy.T, by), dim=-1)


def precise(m, hs, Wy, by):
    z = hs @ Wy + by
    weights = m.exp(z - z.max(axis=-1, keepdims=True))
    return weights / weights.sum(axis=-1, keepdims=True)


# --- laws -----------------------------------------------------------------------------------------


@law(edge=10)
def every_step_is_a_distribution(rnn_outputs, hs, Wy, by):
    """The probabilities of each step are at least 0 and add up to 1."""
    y = rnn_outputs(hs, Wy, by)
    assert_close(y.sum(axis=-1), np.ones(hs.shape[:2]))
    assert_close(np.minimum(y, 0.0), np.zeros((*hs.shape[:2], len(by))))


@law()
def steps_do_not_see_one_another(rnn_outputs, hs, Wy, by):
    """Reading the states from the end gives the same probabilities from the end."""
    backwards = rnn_outputs(hs, Wy, by)[:, ::-1]
    assert_close(rnn_outputs(hs[:, ::-1].copy(), Wy, by), backwards, scale=1.0)


@law()
def a_state_of_zeros_leaves_the_bias(rnn_outputs, hs, Wy, by):
    """If all states are zero, then the odds of two classes are exp of their biases' difference."""
    y = rnn_outputs(np.zeros(hs.shape), Wy, by)
    expected = np.zeros(y.shape) + np.exp(by) / np.exp(by).sum()
    assert_close(y, expected, scale=1.0)


# --- mistakes -------------------------------------------------------------------------------------


def softmax(z, axis=-1):
    weights = np.exp(z - z.max(axis=axis, keepdims=True))
    return weights / weights.sum(axis=axis, keepdims=True)


STEPS = {
    "hs": np.array([[[1.0], [2.0]], [[0.5], [-1.0]]]),
    "Wy": np.array([[1.0, 0.0]]),
    "by": np.array([0.0, 0.5]),
}


@misconception(witness=STEPS)
def normalises_over_time(hs, Wy, by):
    """The probabilities of a class add up to 1 over the steps. Softmax runs over the classes, the
    last axis, so that each step adds up to 1."""
    return softmax(hs @ Wy + by, axis=1)


@misconception(witness=STEPS)
def normalises_over_the_examples(hs, Wy, by):
    """The probabilities add up to 1 over the examples. Softmax runs over the classes, the last
    axis."""
    return softmax(hs @ Wy + by, axis=0)


@misconception(witness=STEPS)
def normalises_over_everything(hs, Wy, by):
    """All the probabilities together add up to 1. Each step of each sequence is a distribution of
    its own: sum over the last axis with keepdims=True."""
    z = hs @ Wy + by
    weights = np.exp(z - z.max())
    return weights / weights.sum()


@misconception(witness=STEPS)
def forgets_the_bias(hs, Wy, by):
    """The bias is missing. Each class adds its own entry of by to its score."""
    return softmax(hs @ Wy)


@misconception(witness=STEPS)
def returns_the_scores(hs, Wy, by):
    """These are the scores before softmax. Turn them into probabilities."""
    return hs @ Wy + by


@misconception(witness=STEPS)
def answers_for_the_last_step_only(hs, Wy, by):
    """Only the last step was answered. There is an answer at every step: (N, T, K)."""
    return softmax(hs[:, -1] @ Wy + by)


@misconception(witness=STEPS)
def squashes_each_score_alone(hs, Wy, by):
    """Each score went through sigmoid by itself, so that a step does not add up to 1. Use softmax
    over the classes."""
    return 0.5 * (1.0 + np.tanh(0.5 * (hs @ Wy + by)))


@misconception(witness=STEPS)
def squashes_the_scores_first(hs, Wy, by):
    """The scores went through tanh before softmax. They enter softmax as they are."""
    return softmax(np.tanh(hs @ Wy + by))


@misconception(witness={**STEPS, "Wy": np.array([[1000.0, 0.0]])})
def exponentiates_raw_scores(hs, Wy, by):
    """exp(1000) overflows to inf and exp(-1000) is 0; inf / inf and 0 / 0 are nan. Subtract each
    step's largest score first: that changes no probability."""
    weights = np.exp(hs @ Wy + by)
    return weights / weights.sum(axis=-1, keepdims=True)


EXERCISE = Exercise(
    inputs={
        "hs": array("N T H", floats(-1, 1), floats(-1, 1, special=(0.0,))),
        "Wy": array("H K", floats(-3, 3), floats(-1000, 1000, special=(0.0,))),
        "by": array("K", floats(-3, 3), floats(-1000, 1000, special=(0.0,))),
    },
    reference=reference,
    # Rounding errors of 1; 8 of them, since exp(z - logsumexp(z)) rounds large scores once more.
    accuracy=absolute(8.0),
    second_source=precise,
    sizes={"N": (1, 4), "T": (1, 4), "H": (1, 3), "K": (1, 4)},
    ordinary=80,
    laws=(
        every_step_is_a_distribution,
        steps_do_not_see_one_another,
        a_state_of_zeros_leaves_the_bias,
    ),
    misconceptions=(
        normalises_over_time,
        normalises_over_the_examples,
        normalises_over_everything,
        forgets_the_bias,
        returns_the_scores,
        answers_for_the_last_step_only,
        squashes_each_score_alone,
        squashes_the_scores_first,
        exponentiates_raw_scores,
    ),
    refusals=(
        refusal(
            ValueError,
            "states of 2 numbers against weights for 3",
            hs=np.ones((1, 2, 2)),
            Wy=np.ones((3, 2)),
            by=np.ones(2),
        ),
        refusal(
            ValueError,
            "states of a single number against weights for 3",
            hs=np.ones((1, 2, 1)),
            Wy=np.ones((3, 2)),
            by=np.ones(2),
        ),
    ),
    cases=(
        case(hs=[[[0.0], [1.0]]], Wy=[[np.log(3.0), 0.0]], by=[0.0, 0.0]),
        case(hs=[[[1.0], [-1.0]]], Wy=[[1000.0, -1000.0]], by=[0.0, 0.0], tier="edge"),
        # A single class is certain.
        case(hs=[[[1.0], [-1.0]]], Wy=[[5.0]], by=[3.0], tier="edge"),
    ),
    hints=(
        "NumPy's @ works on the last axis of (N, T, H). Which axis holds the classes afterwards?",
        "Compute the scores, subtract each step's largest one, exponentiate, and divide by the sum "
        "over the last axis.",
        "z = hs @ Wy + by; w = np.exp(z - z.max(axis=-1, keepdims=True)); "
        "return w / w.sum(axis=-1, keepdims=True)",
    ),
)
