"""Backpropagation through time."""

from __future__ import annotations

import numpy as np
import torch

from grader.declare import (
    Exercise,
    absolute,
    array,
    assert_close,
    case,
    central_differences,
    floats,
    law,
    misconception,
    refusal,
    vjp,
)


def run(x, h0, Wx, Wh, b):
    h, states = h0, []
    for inputs in x.unbind(1):
        h = torch.tanh(inputs @ Wx + h @ Wh + b)
        states.append(h)
    return torch.stack(states, dim=1)


def reference(
    dhs: torch.Tensor,
    x: torch.Tensor,
    h0: torch.Tensor,
    Wx: torch.Tensor,
    Wh: torch.Tensor,
    b: torch.Tensor,
) -> tuple[torch.Tensor, ...]:
    return vjp(run, dhs, x, h0, Wx, Wh, b)


# --- laws -----------------------------------------------------------------------------------------


@law(other=array("N T H"))
def is_linear_in_the_upstream_gradient(rnn_backward, dhs, x, h0, Wx, Wh, b, other):
    """The gradients of a sum of two upstream gradients are the sums of their gradients."""
    first = rnn_backward(dhs, x, h0, Wx, Wh, b)
    second = rnn_backward(other, x, h0, Wx, Wh, b)
    both = rnn_backward(dhs + other, x, h0, Wx, Wh, b)
    expected = tuple(one + two for one, two in zip(first, second, strict=True))
    assert_close(both, expected, scale=1000.0, rtol=1e-11)


@law()
def a_zero_gradient_stays_zero(rnn_backward, dhs, x, h0, Wx, Wh, b):
    """If no state matters to the loss, then nothing that went into them does."""
    zeros = tuple(np.zeros(a.shape) for a in (x, h0, Wx, Wh, b))
    assert_close(rnn_backward(np.zeros(dhs.shape), x, h0, Wx, Wh, b), zeros)


@law()
def later_inputs_do_not_matter_to_earlier_states(rnn_backward, dhs, x, h0, Wx, Wh, b):
    """If only the first state matters to the loss, then only the first input does."""
    first = dhs.copy()
    first[:, 1:] = 0.0
    assert_close(rnn_backward(first, x, h0, Wx, Wh, b)[0][:, 1:], np.zeros(x[:, 1:].shape))


# --- mistakes -------------------------------------------------------------------------------------


def states_of(x, h0, Wx, Wh, b):
    """h_0, ..., h_T."""
    states = [h0]
    for t in range(x.shape[1]):
        states.append(np.tanh(x[:, t] @ Wx + states[t] @ Wh + b))
    return states


def back(dhs, x, h0, Wx, Wh, b, carried=None, old=None, slope=None):
    """``carried`` makes what the step before gets, ``old`` picks the state for dWh."""
    carried = carried or (lambda dz, total: dz @ Wh.T)
    slope = slope or (lambda h: 1.0 - h * h)
    states = states_of(x, h0, Wx, Wh, b)
    dx, carry = np.zeros(x.shape), np.zeros(h0.shape)
    dWx, dWh, db = np.zeros(Wx.shape), np.zeros(Wh.shape), np.zeros(b.shape)
    for t in reversed(range(x.shape[1])):
        total = dhs[:, t] + carry
        dz = total * slope(states[t + 1])
        dx[:, t] = dz @ Wx.T
        carry = carried(dz, total)
        dWx += x[:, t].T @ dz
        dWh += (states[t] if old is None else old(states, t)).T @ dz
        db += dz.sum(axis=0)
    return dx, carry, dWx, dWh, db


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


PLAIN = situation([1.0, -0.5], h0=0.5, Wx=0.5, Wh=0.5, dhs=np.array([[[1.0], [2.0]]]))
LONG = situation([1.0, -0.5, 0.25], h0=0.5, Wx=1.0, Wh=1.0, dhs=np.array([[[1.0], [2.0], [4.0]]]))
TWO_UNITS = {
    "dhs": np.array([[[1.0, 2.0], [3.0, -1.0]]]),
    "x": np.array([[[1.0], [0.5]]]),
    "h0": np.array([[0.5, -0.5]]),
    "Wx": np.array([[0.5, -0.5]]),
    "Wh": np.array([[0.0, 1.0], [-0.5, 0.0]]),
    "b": np.array([0.0, 0.25]),
}
PAIR = {
    "dhs": np.array([[[1.0], [2.0]], [[3.0], [-1.0]]]),
    "x": np.array([[[1.0], [0.5]], [[-1.0], [0.25]]]),
    "h0": np.array([[0.5], [0.0]]),
    "Wx": np.array([[0.5]]),
    "Wh": np.array([[1.0]]),
    "b": np.array([0.0]),
}


@misconception(witness=PLAIN)
def forgets_what_later_steps_hand_back(dhs, x, h0, Wx, Wh, b):
    """Each step used its own dhs alone. A state also matters through the states after it: add what
    the following step hands back, dz @ Wh.T."""
    dx, _, dWx, dWh, db = back(dhs, x, h0, Wx, Wh, b, carried=lambda dz, total: 0.0 * dz)
    dz = dhs[:, 0] * (1.0 - states_of(x, h0, Wx, Wh, b)[1] ** 2)
    return dx, dz @ Wh.T, dWx, dWh, db


@misconception(witness=PLAIN)
def forgets_the_direct_gradients(dhs, x, h0, Wx, Wh, b):
    """Only the last state's gradient went back. Every state may matter to the loss directly: add
    dhs[:, t] at every step."""
    last = dhs.copy()
    last[:, :-1] = 0.0
    return back(last, x, h0, Wx, Wh, b)


@misconception(witness=PLAIN)
def forgets_the_slope_of_tanh(dhs, x, h0, Wx, Wh, b):
    """The gradients went past tanh as if it were not there. Multiply by its slope, 1 - h_t**2, at
    every step."""
    return back(dhs, x, h0, Wx, Wh, b, slope=np.ones_like)


@misconception(witness=PLAIN)
def carries_back_past_tanh(dhs, x, h0, Wx, Wh, b):
    """What is handed back skipped tanh: it was computed before the slope was multiplied. Carry
    dz @ Wh.T, with the slope in dz."""
    return back(dhs, x, h0, Wx, Wh, b, carried=lambda dz, total: total @ Wh.T)


@misconception(witness=PLAIN)
def multiplies_the_new_states(dhs, x, h0, Wx, Wh, b):
    """dWh was computed with the states after each step. Wh met the state before the step:
    h_(t-1).T @ dz_t, with h0 at the first one."""
    return back(dhs, x, h0, Wx, Wh, b, old=lambda states, t: states[t + 1])


@misconception(witness=PLAIN)
def forgets_the_first_state(dhs, x, h0, Wx, Wh, b):
    """The first step's part of dWh is missing: the state before it is h0, which need not be
    zero."""
    return back(dhs, x, h0, Wx, Wh, b, old=lambda states, t: states[t] if t else 0.0 * h0)


@misconception(witness=PLAIN)
def keeps_the_first_step_only(dhs, x, h0, Wx, Wh, b):
    """The gradients of the weights hold what the first step gave. All steps share the weights, so
    their gradients add up: use +=."""
    dx, dh0, *_ = back(dhs, x, h0, Wx, Wh, b)
    h = states_of(x, h0, Wx, Wh, b)[1]
    carry = back(dhs[:, 1:], x[:, 1:], h, Wx, Wh, b)[1]
    dz = (dhs[:, 0] + carry) * (1.0 - h * h)
    return dx, dh0, x[:, 0].T @ dz, h0.T @ dz, dz.sum(axis=0)


@misconception(witness=LONG)
def reaches_back_one_step_only(dhs, x, h0, Wx, Wh, b):
    """A gradient went back by a single step and no further. What is handed back is part of the
    gradient that the step before hands back in its turn."""
    states = states_of(x, h0, Wx, Wh, b)
    direct = [dhs[:, t] * (1.0 - states[t + 1] ** 2) for t in range(x.shape[1])]
    total = dhs.copy()
    for t in range(x.shape[1] - 1):
        total[:, t] += direct[t + 1] @ Wh.T
    dx, _, dWx, dWh, db = back(total, x, h0, Wx, Wh, b, carried=lambda dz, total: 0.0 * dz)
    return dx, (total[:, 0] * (1.0 - states[1] ** 2)) @ Wh.T, dWx, dWh, db


@misconception(witness=TWO_UNITS)
def forgets_to_transpose_the_weights_of_the_state(dhs, x, h0, Wx, Wh, b):
    """The gradient was handed back through Wh. The way back uses the weights the other way round,
    Wh.T; Wh is square, so that the shape does not tell."""
    return back(dhs, x, h0, Wx, Wh, b, carried=lambda dz, total: dz @ Wh)


@misconception(witness=PAIR)
def averages_over_the_examples(dhs, x, h0, Wx, Wh, b):
    """The gradients of the weights were divided by N. A mean belongs to the loss, whose gradient
    dhs already contains it."""
    dx, dh0, *weights = back(dhs, x, h0, Wx, Wh, b)
    return dx, dh0, *(w / len(x) for w in weights)


@misconception(witness=LONG)
def averages_over_the_steps(dhs, x, h0, Wx, Wh, b):
    """The gradients of the weights were divided by T. The steps' gradients add up."""
    dx, dh0, *weights = back(dhs, x, h0, Wx, Wh, b)
    return dx, dh0, *(w / x.shape[1] for w in weights)


@misconception(witness=LONG)
def leaves_the_first_state_without_a_gradient(dhs, x, h0, Wx, Wh, b):
    """dh0 came as zeros. The state before the first step matters like any other: dh0 is what the
    first step hands back."""
    dx, dh0, *weights = back(dhs, x, h0, Wx, Wh, b)
    return dx, 0.0 * dh0, *weights


@misconception(witness=LONG)
def forgets_the_upstream_gradient(dhs, x, h0, Wx, Wh, b):
    """dhs had no effect: these are the gradients of the sum of all states. Add dhs[:, t] to what is
    carried, not ones."""
    return back(np.ones_like(dhs), x, h0, Wx, Wh, b)


EXERCISE = Exercise(
    inputs={
        "dhs": array("N T H", floats(-10, 10), floats(-10, 10, special=(0.0,))),
        "x": array("N T D", floats(-2, 2), floats(-10, 10, special=(0.0,))),
        "h0": array("N H", floats(-1, 1), floats(-1, 1, special=(0.0,))),
        "Wx": array("D H", floats(-1, 1), floats(-3, 3, special=(0.0,))),
        "Wh": array("H H", floats(-1, 1), floats(-3, 3, special=(0.0,))),
        "b": array("H", floats(-1, 1), floats(-3, 3, special=(0.0,))),
    },
    reference=reference,
    # Rounding errors of the products: where tanh is saturated, 1 - h * h knows no more.
    accuracy=absolute(100.0),
    second_source=central_differences(run, wrt=("x", "h0", "Wx", "Wh", "b"), upstream="dhs"),
    sizes={"N": (1, 3), "T": (1, 4), "D": (1, 3), "H": (1, 3)},
    ordinary=60,
    edge=24,
    laws=(
        is_linear_in_the_upstream_gradient,
        a_zero_gradient_stays_zero,
        later_inputs_do_not_matter_to_earlier_states,
    ),
    misconceptions=(
        forgets_what_later_steps_hand_back,
        forgets_the_direct_gradients,
        forgets_the_slope_of_tanh,
        carries_back_past_tanh,
        multiplies_the_new_states,
        forgets_the_first_state,
        keeps_the_first_step_only,
        reaches_back_one_step_only,
        forgets_to_transpose_the_weights_of_the_state,
        averages_over_the_examples,
        averages_over_the_steps,
        leaves_the_first_state_without_a_gradient,
        forgets_the_upstream_gradient,
    ),
    refusals=tuple(
        refusal(
            ValueError,
            sentence,
            dhs=np.ones(dhs),
            x=np.ones(x),
            h0=np.ones(h0),
            Wx=np.ones((1, 2)),
            Wh=np.ones((2, 2)),
            b=np.ones(2),
        )
        for sentence, dhs, x, h0 in (
            ("2 sequences against a single state", (2, 3, 2), (2, 3, 1), (1, 2)),
            ("a single sequence against 2 states", (2, 3, 2), (1, 3, 1), (2, 2)),
            ("gradients of a single sequence against 2", (1, 3, 2), (2, 3, 1), (2, 2)),
            ("gradients of 2 sequences against a single one", (2, 3, 2), (1, 3, 1), (1, 2)),
            ("gradients of a single step against 3", (2, 1, 2), (2, 3, 1), (2, 2)),
            ("gradients of 3 steps against a single one", (2, 3, 2), (2, 1, 1), (2, 2)),
            ("gradients of 4 steps against 3", (2, 4, 2), (2, 3, 1), (2, 2)),
            ("time first in the gradients", (3, 2, 2), (2, 3, 1), (2, 2)),
        )
    ),
    cases=(
        case(**situation([0.0, 0.0], Wx=2.0, Wh=3.0, dhs=np.array([[[5.0], [7.0]]]))),
        # The vanishing gradient: only the last of eight states matters, and little comes back.
        case(
            **situation([0.5] * 8, Wx=1.0, Wh=0.5, dhs=np.array([0.0] * 7 + [1.0]).reshape(1, 8, 1))
        ),
        # A single step, and saturated states.
        case(**situation([0.5], h0=0.5, Wh=-2.0, dhs=np.array([[[3.0]]])), tier="edge"),
        case(
            **situation([10.0, -10.0], h0=-1.0, Wx=3.0, Wh=3.0, dhs=np.array([[[1.0], [2.0]]])),
            tier="edge",
        ),
    ),
    hints=(
        "On how many ways does the first state of three reach the loss? Where must the way back "
        "begin, then?",
        "Run the forward pass again and keep all states, h0 included. Then walk from the last step "
        "to the first and keep in a variable what each step hands back to the one before it.",
        "dz = (dhs[:, t] + carry) * (1 - h_t**2); dx[:, t] = dz @ Wx.T; dWx += x[:, t].T @ dz; "
        "dWh += h_(t-1).T @ dz; db += dz.sum(axis=0); carry = dz @ Wh.T, dh0 is the last carry.",
    ),
)
