"""A plain recurrent network over whole sequences."""

from __future__ import annotations

import numpy as np
import torch

from grader.declare import Exercise, array, assert_close, case, floats, law, misconception, refusal


def reference(
    x: torch.Tensor, h0: torch.Tensor, Wx: torch.Tensor, Wh: torch.Tensor, b: torch.Tensor
) -> torch.Tensor:
    h, states = h0, []
    for inputs in x.unbind(1):
        h = torch.tanh(inputs @ Wx + h @ Wh + b)
        states.append(h)
    return torch.stack(states, dim=1)


def precise(m, x, h0, Wx, Wh, b):
    h, states = h0, []
    for t in range(x.shape[1]):
        h = m.tanh(x[:, t] @ Wx + h @ Wh + b)
        states.append(h)
    return np.stack(states, axis=1)


# --- laws -----------------------------------------------------------------------------------------


@law(surprise=floats(-10, 10))
def the_future_does_not_change_the_past(rnn_forward, x, h0, Wx, Wh, b, surprise):
    """Another last input changes the last state only: no step knows what comes after it."""
    other = x.copy()
    other[:, -1] += surprise
    before = rnn_forward(x, h0, Wx, Wh, b)[:, :-1]
    assert_close(rnn_forward(other, h0, Wx, Wh, b)[:, :-1], before, scale=1.0, rtol=1e-12)


@law()
def without_recurrence_every_step_stands_alone(rnn_forward, x, h0, Wx, Wh, b):
    """With Wh = 0 nothing is remembered: every state is tanh(x_t @ Wx + b)."""
    nothing = np.zeros(Wh.shape)
    assert_close(rnn_forward(x, h0, Wx, nothing, b), np.tanh(x @ Wx + b), scale=1.0)


# --- mistakes -------------------------------------------------------------------------------------


def run(x, h0, Wx, Wh, b, act=np.tanh):
    h, states = h0, []
    for t in range(x.shape[1]):
        h = act(x[:, t] @ Wx + h @ Wh + b)
        states.append(h)
    return np.stack(states, axis=1)


def situation(x, h0=0.0, Wx=1.0, Wh=0.0, b=0.0, **given):
    """One sequence of a unit with one input; ``x`` lists its steps."""
    arguments = {
        "x": np.array(x, dtype=float).reshape(1, -1, 1),
        "h0": np.array([[h0]]),
        "Wx": np.array([[Wx]]),
        "Wh": np.array([[Wh]]),
        "b": np.array([b]),
    }
    return {**given, **arguments}


TWO_UNITS = {
    "x": np.zeros((1, 2, 1)),
    "h0": np.array([[1.0, 0.5]]),
    "Wx": np.zeros((1, 2)),
    "Wh": np.array([[0.0, 1.0], [0.0, 0.0]]),
    "b": np.array([0.25, 0.0]),
}


@misconception(witness=situation([1.0, 2.0], h0=0.5, Wh=1.0))
def ignores_the_first_state(x, h0, Wx, Wh, b):
    """The network began with a state of zeros. The state before the first step is h0."""
    return run(x, np.zeros_like(h0), Wx, Wh, b)


@misconception(witness=situation([1.0, 2.0], h0=0.5, Wh=2.0))
def starts_anew_at_every_step(x, h0, Wx, Wh, b):
    """Every step began with h0, so that nothing is remembered. Each step begins with the state that
    the step before it left behind."""
    states = [np.tanh(x[:, t] @ Wx + h0 @ Wh + b) for t in range(x.shape[1])]
    return np.stack(states, axis=1)


@misconception(witness=situation([1.0, 2.0], Wh=1.0))
def returns_the_last_state_only(x, h0, Wx, Wh, b):
    """Only the last state came back. Keep the state of every step: (N, T, H)."""
    return run(x, h0, Wx, Wh, b)[:, -1]


@misconception(witness=situation([1.0, 2.0], h0=0.25, Wh=1.0))
def returns_the_first_state_too(x, h0, Wx, Wh, b):
    """h0 came back as the first of T + 1 states. Return the states after each step only."""
    return np.concatenate([h0[:, None], run(x, h0, Wx, Wh, b)], axis=1)


@misconception(witness=situation([1.0, 2.0], h0=0.75, Wh=1.0))
def returns_the_states_before_each_step(x, h0, Wx, Wh, b):
    """Each state stands one step too late: h0 came first, and the last one is missing. Keep the
    state after it was replaced."""
    return np.concatenate([h0[:, None], run(x, h0, Wx, Wh, b)[:, :-1]], axis=1)


@misconception(witness=situation([1.0, 3.0], Wh=1.0))
def puts_time_first(x, h0, Wx, Wh, b):
    """The states came as (T, N, H). Sequences are (N, T, H) here: stack along axis 1."""
    return run(x, h0, Wx, Wh, b).swapaxes(0, 1)


@misconception(
    witness={
        **situation([1.0]),
        "x": np.array([[[1.0], [0.0]], [[3.0], [1.0]]]),
        "h0": np.zeros((2, 1)),
        "Wh": np.array([[1.0]]),
    }
)
def runs_over_the_examples(x, h0, Wx, Wh, b):
    """The loop ran over the first axis, the examples, as if they were the steps. Time is axis 1:
    step t of all examples together is x[:, t]."""
    return run(x.swapaxes(0, 1), h0, Wx, Wh, b).swapaxes(0, 1)


@misconception(witness=situation([1.0, 4.0], Wh=1.0))
def runs_backwards(x, h0, Wx, Wh, b):
    """The sequence was read from its end. The first step reads x[:, 0]."""
    return run(x[:, ::-1], h0, Wx, Wh, b)[:, ::-1]


@misconception(witness=TWO_UNITS)
def transposes_the_weights_of_the_state(x, h0, Wx, Wh, b):
    """The state met transposed weights. Rows of Wh belong to the old state, columns to the new one:
    h @ Wh."""
    return run(x, h0, Wx, Wh.T, b)


@misconception(witness=situation([1.0, 2.0], Wh=1.0, b=1.0))
def forgets_the_bias(x, h0, Wx, Wh, b):
    """The bias is missing: every sum inside tanh ends in + b."""
    return run(x, h0, Wx, Wh, 0.0 * b)


@misconception(witness=situation([1.0, 0.5], Wh=1.0, b=0.125))
def forgets_tanh(x, h0, Wx, Wh, b):
    """The states were not squashed. Each step takes tanh of its sum."""
    return run(x, h0, Wx, Wh, b, act=lambda z: z)


@misconception(witness=situation([1.0, 0.5], Wh=1.0, b=0.25))
def squashes_the_output_only(x, h0, Wx, Wh, b):
    """The state was carried on before tanh and squashed only for the answer. The squashed state is
    the one that the next step sees."""
    return np.tanh(run(x, h0, Wx, Wh, b, act=lambda z: z))


EXERCISE = Exercise(
    inputs={
        "x": array("N T D", floats(-2, 2), floats(-100, 100, special=(0.0,))),
        "h0": array("N H", floats(-1, 1), floats(-1, 1, special=(0.0,))),
        "Wx": array("D H", floats(-1, 1), floats(-4, 4, special=(0.0,))),
        "Wh": array("H H", floats(-1, 1), floats(-4, 4, special=(0.0,))),
        "b": array("H", floats(-1, 1), floats(-4, 4, special=(0.0,))),
    },
    reference=reference,
    accuracy="absolute",  # rounding errors of 1: tanh from exponentials is right too
    second_source=precise,
    sizes={"N": (1, 4), "T": (1, 5), "D": (1, 3), "H": (1, 4)},
    ordinary=80,
    laws=(the_future_does_not_change_the_past, without_recurrence_every_step_stands_alone),
    misconceptions=(
        ignores_the_first_state,
        starts_anew_at_every_step,
        returns_the_last_state_only,
        returns_the_first_state_too,
        returns_the_states_before_each_step,
        puts_time_first,
        runs_over_the_examples,
        runs_backwards,
        transposes_the_weights_of_the_state,
        forgets_the_bias,
        forgets_tanh,
        squashes_the_output_only,
    ),
    refusals=(
        refusal(
            ValueError,
            "2 sequences against a single state",
            **{**situation([1.0, 2.0]), "x": np.ones((2, 2, 1))},
        ),
        refusal(
            ValueError,
            "a single sequence against 2 states",
            **{**situation([1.0, 2.0]), "h0": np.ones((2, 1))},
        ),
        refusal(
            ValueError,
            "3 sequences against 2 states",
            **{**situation([1.0, 2.0]), "x": np.ones((3, 2, 1)), "h0": np.ones((2, 1))},
        ),
    ),
    cases=(
        case(**situation([1.0, 0.0, 0.0], Wh=1.0)),
        # A single step, and saturated states.
        case(**situation([0.5], h0=0.5, Wh=-2.0, b=0.25), tier="edge"),
        case(**situation([100.0, -100.0, 0.0], h0=-1.0, Wx=4.0, Wh=4.0), tier="edge"),
    ),
    hints=(
        "What does the second step need that the first one computed?",
        "Keep the current state in a variable, begin with h0, and let a loop over t replace it. "
        "Which axis of x is time?",
        "h = np.tanh(x[:, t] @ Wx + h @ Wh + b) for t in range(T); collect every h in a list and "
        "return np.stack(states, axis=1).",
    ),
)
