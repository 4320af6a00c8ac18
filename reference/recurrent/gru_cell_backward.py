"""Backpropagation through one step of a gated recurrent unit, as the papers write it."""

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
    record,
    refusal,
    vjp,
)


def cell(x, c_prev, params):
    def sums(name, state):
        return x @ params[f"W{name}"] + state @ params[f"U{name}"] + params[f"b{name}"]

    u = torch.sigmoid(sums("u", c_prev))
    r = torch.sigmoid(sums("r", c_prev))
    return u * torch.tanh(sums("c", r * c_prev)) + (1.0 - u) * c_prev


def reference(
    dc: torch.Tensor, x: torch.Tensor, c_prev: torch.Tensor, params: dict[str, torch.Tensor]
) -> tuple[torch.Tensor, torch.Tensor, dict[str, torch.Tensor]]:
    return vjp(cell, dc, x, c_prev, params)


# --- laws -----------------------------------------------------------------------------------------


@law(other=array("N H"))
def is_linear_in_the_upstream_gradient(gru_cell_backward, dc, x, c_prev, params, other):
    """The gradients of a sum of two upstream gradients are the sums of their gradients."""
    first = gru_cell_backward(dc, x, c_prev, params)
    second = gru_cell_backward(other, x, c_prev, params)
    both = gru_cell_backward(dc + other, x, c_prev, params)
    grads = {name: first[2][name] + second[2][name] for name in params}
    expected = (first[0] + second[0], first[1] + second[1], grads)
    assert_close(both, expected, scale=100.0, rtol=1e-11)


@law()
def a_zero_gradient_stays_zero(gru_cell_backward, dc, x, c_prev, params):
    """If the new memory does not matter to the loss, then nothing that went into it does."""
    grads = {name: np.zeros(array.shape) for name, array in params.items()}
    expected = (np.zeros(x.shape), np.zeros(c_prev.shape), grads)
    assert_close(gru_cell_backward(np.zeros(dc.shape), x, c_prev, params), expected)


@law()
def a_closed_update_gate_hands_the_gradient_on(gru_cell_backward, dc, x, c_prev, params):
    """With bu = -1000 the memory was kept as it was, so that its gradient is dc, and nothing else
    gets any."""
    closed = {**params, "bu": params["bu"] - 1000.0}
    grads = {name: np.zeros(array.shape) for name, array in params.items()}
    expected = (np.zeros(x.shape), dc, grads)
    assert_close(gru_cell_backward(dc, x, c_prev, closed), expected, scale=10.0)


# --- mistakes -------------------------------------------------------------------------------------


def sigmoid(z):
    return 0.5 * (1.0 + np.tanh(0.5 * z))


def sums(params, name, x, state):
    return x @ params[f"W{name}"] + state @ params[f"U{name}"] + params[f"b{name}"]


WAYS = ("kept", "candidate", "update", "reset")


def back(dc, x, c_prev, params, ways=WAYS, replace=None, seen=None):
    """``ways`` lead to the old memory; ``replace`` changes the parts of the way back by name."""
    u, r = sigmoid(sums(params, "u", x, c_prev)), sigmoid(sums(params, "r", x, c_prev))
    c_tilde = np.tanh(sums(params, "c", x, r * c_prev))
    part = {
        "dc": dc,
        "through the candidate": u,
        "slope of the candidate": 1.0 - c_tilde**2,
        "through the gate": c_tilde - c_prev,
        "slope of u": u * (1.0 - u),
        "slope of r": r * (1.0 - r),
        "Uc": params["Uc"].T,
        "kept": 1.0 - u,
    }
    part.update(replace(u, r, c_tilde) if replace else {})
    dz_c = part["dc"] * part["through the candidate"] * part["slope of the candidate"]
    d_reset = dz_c @ part["Uc"]
    dz_u = part["dc"] * part["through the gate"] * part["slope of u"]
    dz_r = d_reset * c_prev * part["slope of r"]
    reached = {
        "kept": part["dc"] * part["kept"],
        "candidate": d_reset * r,
        "update": dz_u @ params["Uu"].T,
        "reset": dz_r @ params["Ur"].T,
    }
    grads, dx = {}, np.zeros(x.shape)
    state = {"u": c_prev, "r": c_prev, "c": r * c_prev if seen is None else seen(r)}
    for name, dz in (("u", dz_u), ("r", dz_r), ("c", dz_c)):
        grads[f"W{name}"], grads[f"U{name}"] = x.T @ dz, state[name].T @ dz
        grads[f"b{name}"] = dz.sum(axis=0)
        dx += dz @ params[f"W{name}"].T
    return dx, sum(reached[way] for way in ways), grads


def situation(x, c_prev, **given):
    """Parameters of one unit with one input; what is not given is 0."""
    params = {}
    for name in "urc":
        params[f"W{name}"] = np.array([[given.pop(f"W{name}", 0.0)]])
        params[f"U{name}"] = np.array([[given.pop(f"U{name}", 0.0)]])
        params[f"b{name}"] = np.array([given.pop(f"b{name}", 0.0)])
    return {**given, "x": np.array([[x]]), "c_prev": np.array([[c_prev]]), "params": params}


ALL = {"Wu": 0.5, "Uu": 1.0, "bu": -0.5, "Wr": 1.0, "Ur": -0.5, "br": 0.5, "Wc": 1.0, "Uc": 2.0}
ONE = situation(0.5, 1.0, dc=np.array([[4.0]]), **ALL)
PAIR = {
    "dc": np.array([[1.0], [3.0]]),
    "x": np.array([[0.5], [-1.0]]),
    "c_prev": np.array([[1.0], [0.5]]),
    "params": ONE["params"],
}
TWO_UNITS = {
    "dc": np.array([[1.0, -2.0]]),
    "x": np.array([[0.0]]),
    "c_prev": np.array([[1.0, 0.5]]),
    "params": {
        f"{kind}{name}": np.zeros(shape)
        for name in "urc"
        for kind, shape in (("W", (1, 2)), ("U", (2, 2)), ("b", 2))
    },
}
TWO_UNITS["params"]["Uc"] = np.array([[0.0, 2.0], [0.0, 0.0]])


@misconception(witness=ONE)
def forgets_the_memory_that_was_kept(dc, x, c_prev, params):
    """dc_prev lacks the direct way: (1 - u) * c_prev stayed in the memory, so dc * (1 - u) belongs
    to its gradient."""
    return back(dc, x, c_prev, params, ways=("candidate", "update", "reset"))


@misconception(witness=ONE)
def forgets_the_way_through_the_candidate(dc, x, c_prev, params):
    """dc_prev lacks the way through the candidate, which saw r * c_prev: add
    (dz_c @ Uc.T) * r."""
    return back(dc, x, c_prev, params, ways=("kept", "update", "reset"))


@misconception(witness=ONE)
def forgets_the_ways_through_the_gates(dc, x, c_prev, params):
    """dc_prev lacks the ways through the gates. Both looked at the old memory: add dz_u @ Uu.T and
    dz_r @ Ur.T."""
    return back(dc, x, c_prev, params, ways=("kept", "candidate"))


@misconception(witness=ONE)
def exchanges_keeping_and_replacing(dc, x, c_prev, params):
    """u and 1 - u changed places. Here the update gate says how much is *replaced*: the candidate
    gets dc * u, the old memory dc * (1 - u)."""

    def replace(u, r, c_tilde):
        return {
            "through the candidate": 1.0 - u,
            "kept": u,
            "through the gate": c_prev - c_tilde,
        }

    return back(dc, x, c_prev, params, replace=replace)


@misconception(witness=ONE)
def forgets_that_the_gate_closes_the_past(dc, x, c_prev, params):
    """The gradient of u has only c_tilde in it. u also stands in (1 - u) * c_prev: its slope is
    c_tilde - c_prev."""
    return back(dc, x, c_prev, params, replace=lambda u, r, c: {"through the gate": c})


@misconception(witness=ONE)
def forgets_the_slopes_of_the_gates(dc, x, c_prev, params):
    """The gates' gradients went past sigmoid as if it were not there. Multiply by its slope,
    u * (1 - u) and r * (1 - r)."""
    return back(
        dc, x, c_prev, params, replace=lambda u, r, c: {"slope of u": 1.0, "slope of r": 1.0}
    )


@misconception(witness=ONE)
def forgets_the_slope_of_the_candidate(dc, x, c_prev, params):
    """The candidate's gradient went past tanh as if it were not there. Multiply by its slope,
    1 - c_tilde**2."""
    return back(dc, x, c_prev, params, replace=lambda u, r, c: {"slope of the candidate": 1.0})


@misconception(witness=ONE)
def takes_the_slope_of_sigmoid_for_tanh(dc, x, c_prev, params):
    """The candidate's slope was taken to be c * (1 - c), which is that of sigmoid. The candidate
    came from tanh: 1 - c_tilde**2."""
    return back(
        dc, x, c_prev, params, replace=lambda u, r, c: {"slope of the candidate": c * (1.0 - c)}
    )


@misconception(witness=ONE)
def shows_the_candidate_the_whole_memory(dc, x, c_prev, params):
    """The gradient of Uc was computed with the whole memory. Uc met r * c_prev on the way forward:
    (r * c_prev).T @ dz_c."""
    return back(dc, x, c_prev, params, seen=lambda r: c_prev)


@misconception(witness=ONE)
def forgets_the_upstream_gradient(dc, x, c_prev, params):
    """dc had no effect: these are the gradients of the sum of the new memory. Multiply by dc."""
    return back(np.ones_like(dc), x, c_prev, params)


@misconception(witness=TWO_UNITS)
def forgets_to_transpose_the_weights_of_the_candidate(dc, x, c_prev, params):
    """The gradient came back through Uc. The way back uses the weights the other way round, Uc.T;
    Uc is square, so that the shape does not tell."""
    return back(dc, x, c_prev, params, replace=lambda u, r, c: {"Uc": params["Uc"]})


@misconception(witness=PAIR)
def averages_over_the_examples(dc, x, c_prev, params):
    """The gradients of the parameters were divided by N. A mean belongs to the loss, whose gradient
    dc already contains it."""
    dx, dc_prev, grads = back(dc, x, c_prev, params)
    return dx, dc_prev, {name: grad / len(x) for name, grad in grads.items()}


@misconception(witness=PAIR)
def leaves_the_bias_gradients_unsummed(dc, x, c_prev, params):
    """The gradients of the biases still have a row for every example. A bias was added to all
    rows: sum over them, axis=0."""
    dx, dc_prev, grads = back(dc, x, c_prev, params)
    parts = [
        back(dc[n], x[n], c_prev[n], params)[2] for n in (slice(k, k + 1) for k in range(len(x)))
    ]
    rows = {name: np.stack([part[name] for part in parts]) for name in ("bu", "br", "bc")}
    return dx, dc_prev, {**grads, **rows}


WEIGHTS = floats(-1, 1)
LARGE_WEIGHTS = floats(-10, 10, special=(0.0,))

EXERCISE = Exercise(
    inputs={
        "dc": array("N H", floats(-10, 10), floats(-10, 10, special=(0.0,))),
        "x": array("N D", floats(-2, 2), floats(-10, 10, special=(0.0,))),
        "c_prev": array("N H", floats(-1, 1), floats(-1, 1, special=(0.0,))),
        "params": record(
            {
                f"{kind}{name}": array(shape, WEIGHTS, LARGE_WEIGHTS)
                for name in "urc"
                for kind, shape in (("W", "D H"), ("U", "H H"), ("b", "H"))
            }
        ),
    },
    reference=reference,
    # Rounding errors of the products: where a gate is saturated, u * (1 - u) knows no more.
    accuracy=absolute(100.0),
    second_source=central_differences(cell, wrt=("x", "c_prev", "params"), upstream="dc"),
    sizes={"N": (1, 3), "D": (1, 3), "H": (1, 3)},
    ordinary=50,
    edge=20,
    laws=(
        is_linear_in_the_upstream_gradient,
        a_zero_gradient_stays_zero,
        a_closed_update_gate_hands_the_gradient_on,
    ),
    misconceptions=(
        forgets_the_memory_that_was_kept,
        forgets_the_way_through_the_candidate,
        forgets_the_ways_through_the_gates,
        exchanges_keeping_and_replacing,
        forgets_that_the_gate_closes_the_past,
        forgets_the_slopes_of_the_gates,
        forgets_the_slope_of_the_candidate,
        takes_the_slope_of_sigmoid_for_tanh,
        shows_the_candidate_the_whole_memory,
        forgets_the_upstream_gradient,
        forgets_to_transpose_the_weights_of_the_candidate,
        averages_over_the_examples,
        leaves_the_bias_gradients_unsummed,
    ),
    refusals=(
        refusal(
            ValueError,
            "a single row in dc against 2 in x and c_prev",
            **{**PAIR, "dc": np.ones((1, 1))},
        ),
        refusal(
            ValueError,
            "a single row in x against 2 in dc and c_prev",
            **{**PAIR, "x": np.ones((1, 1))},
        ),
        refusal(
            ValueError,
            "a single row in c_prev against 2 in dc and x",
            **{**PAIR, "c_prev": np.ones((1, 1))},
        ),
        refusal(
            ValueError,
            "2 rows in dc against a single one in x and c_prev",
            **{**ONE, "dc": np.ones((2, 1))},
        ),
        refusal(
            ValueError,
            "3 rows in dc against 2 in x and c_prev",
            **{**PAIR, "dc": np.ones((3, 1))},
        ),
    ),
    cases=(
        case(**situation(3.0, 8.0, Wc=1.0, Uc=1.0, bc=-7.0, dc=np.array([[10.0]]))),
        case(**PAIR),
        # Saturated gates: an open and a closed one.
        case(
            **situation(1.0, -0.5, Wu=1000.0, Wr=-1000.0, Wc=0.5, dc=np.array([[2.0]])), tier="edge"
        ),
        case(
            **situation(1.0, 0.5, Wu=-1000.0, Wr=1000.0, Wc=0.5, dc=np.array([[2.0]])), tier="edge"
        ),
    ),
    hints=(
        "Run the forward pass again and keep u, r and c_tilde. Which of them does c depend on "
        "directly, and which only through another one?",
        "Begin at the end: c = u * c_tilde + (1 - u) * c_prev gives the gradients of u, c_tilde "
        "and a first part of dc_prev. Then pass tanh, then r * c_prev, and last the two gates.",
        "dz_c = dc * u * (1 - c_tilde**2); dz_u = dc * (c_tilde - c_prev) * u * (1 - u); "
        "dz_r = (dz_c @ Uc.T) * c_prev * r * (1 - r); dc_prev = dc * (1 - u) + (dz_c @ Uc.T) * r + "
        "dz_u @ Uu.T + dz_r @ Ur.T.",
    ),
)
