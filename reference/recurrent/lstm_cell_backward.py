"""Backpropagation through one step of a long short-term memory."""

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


def cell(x, h_prev, c_prev, params):
    def sums(name):
        return x @ params[f"W{name}"] + h_prev @ params[f"U{name}"] + params[f"b{name}"]

    f, i, o = (torch.sigmoid(sums(name)) for name in "fio")
    c = f * c_prev + i * torch.tanh(sums("g"))
    return o * torch.tanh(c), c


def reference(
    dh: torch.Tensor,
    dc: torch.Tensor,
    x: torch.Tensor,
    h_prev: torch.Tensor,
    c_prev: torch.Tensor,
    params: dict[str, torch.Tensor],
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, dict[str, torch.Tensor]]:
    return vjp(cell, (dh, dc), x, h_prev, c_prev, params)


# --- laws -----------------------------------------------------------------------------------------


@law()
def what_comes_from_h_and_from_c_adds_up(lstm_cell_backward, dh, dc, x, h_prev, c_prev, params):
    """The gradients of both upstream gradients together are the sums of those of each alone."""
    nothing = np.zeros(dh.shape)
    first = lstm_cell_backward(dh, nothing, x, h_prev, c_prev, params)
    second = lstm_cell_backward(nothing, dc, x, h_prev, c_prev, params)
    both = lstm_cell_backward(dh, dc, x, h_prev, c_prev, params)
    grads = {name: first[3][name] + second[3][name] for name in params}
    expected = (*(first[k] + second[k] for k in range(3)), grads)
    assert_close(both, expected, scale=100.0, rtol=1e-11)


@law(factor=floats(-4, 4))
def is_linear_in_the_upstream_gradients(
    lstm_cell_backward, dh, dc, x, h_prev, c_prev, params, factor
):
    """Multiplying both upstream gradients by a number multiplies all gradients by it."""
    once = lstm_cell_backward(dh, dc, x, h_prev, c_prev, params)
    scaled = lstm_cell_backward(factor * dh, factor * dc, x, h_prev, c_prev, params)
    grads = {name: factor * once[3][name] for name in params}
    expected = (*(factor * once[k] for k in range(3)), grads)
    assert_close(scaled, expected, scale=100.0, rtol=1e-11)


@law()
def zero_gradients_stay_zero(lstm_cell_backward, dh, x, h_prev, c_prev, params):
    """If neither state matters to the loss, then nothing that went into them does."""
    nothing = np.zeros(dh.shape)
    grads = {name: np.zeros(array.shape) for name, array in params.items()}
    expected = (np.zeros(x.shape), np.zeros(dh.shape), np.zeros(dh.shape), grads)
    assert_close(lstm_cell_backward(nothing, nothing, x, h_prev, c_prev, params), expected)


# --- mistakes -------------------------------------------------------------------------------------


def sigmoid(z):
    return 0.5 * (1.0 + np.tanh(0.5 * z))


def sums(params, name, x, h):
    return x @ params[f"W{name}"] + h @ params[f"U{name}"] + params[f"b{name}"]


def back(dh, dc, x, h_prev, c_prev, params, replace=None, turn=True, state=None):
    """``replace`` changes parts of the way back by name."""
    f, i, o = (sigmoid(sums(params, name, x, h_prev)) for name in "fio")
    g = np.tanh(sums(params, "g", x, h_prev))
    c = f * c_prev + i * g
    part = {
        "dc": dc,
        "slope at c": 1.0 - np.tanh(c) ** 2,
        "shown": np.tanh(c),
        "f meets": c_prev,
        "i meets": g,
        "slope of g": 1.0 - g**2,
        "slopes": [s * (1.0 - s) for s in (f, i, o)],
        "kept": f,
    }
    part.update(replace(f, i, o, g, c) if replace else {})
    d = part["dc"] + dh * o * part["slope at c"]
    slopes = part["slopes"]
    dz = {
        "f": d * part["f meets"] * slopes[0],
        "i": d * part["i meets"] * slopes[1],
        "o": dh * part["shown"] * slopes[2],
        "g": d * i * part["slope of g"],
    }
    dx, dh_prev, grads = np.zeros(x.shape), np.zeros(h_prev.shape), {}
    for name in "fiog":
        U = params[f"U{name}"]
        dx += dz[name] @ params[f"W{name}"].T
        dh_prev += dz[name] @ (U.T if turn else U)
        grads[f"W{name}"] = x.T @ dz[name]
        grads[f"U{name}"] = (h_prev if state is None else state).T @ dz[name]
        grads[f"b{name}"] = dz[name].sum(axis=0)
    return dx, dh_prev, d * part["kept"], grads


def situation(x, h_prev, c_prev, **given):
    """Parameters of one unit with one input; what is not given is 0."""
    params = {}
    for name in "fiog":
        params[f"W{name}"] = np.array([[given.pop(f"W{name}", 0.0)]])
        params[f"U{name}"] = np.array([[given.pop(f"U{name}", 0.0)]])
        params[f"b{name}"] = np.array([given.pop(f"b{name}", 0.0)])
    states = {"h_prev": np.array([[h_prev]]), "c_prev": np.array([[c_prev]])}
    return {**given, "x": np.array([[x]]), **states, "params": params}


BOTH = {"dh": np.array([[2.0]]), "dc": np.array([[4.0]])}
PLAIN = situation(
    0.5,
    0.5,
    1.0,
    **BOTH,
    **{
        "Wf": 0.5,
        "Uf": 1.0,
        "bf": 1.0,
        "Wi": 1.0,
        "Ui": -0.5,
        "bi": -1.0,
        "Wo": -1.0,
        "Uo": 2.0,
        "bo": 0.5,
        "Wg": 2.0,
        "Ug": -1.0,
        "bg": 0.25,
    },
)
TWO_UNITS = {
    "dh": np.array([[1.0, -2.0]]),
    "dc": np.array([[3.0, 0.5]]),
    "x": np.array([[0.5]]),
    "h_prev": np.array([[1.0, 0.5]]),
    "c_prev": np.array([[1.0, 2.0]]),
    "params": {
        f"{kind}{name}": (
            np.array([[0.0, 2.0], [0.0, 0.0]])
            if kind == "U"
            else np.zeros((1, 2) if kind == "W" else 2)
        )
        for name in "fiog"
        for kind in "WUb"
    },
}
PAIR = {
    "dh": np.array([[1.0], [-2.0]]),
    "dc": np.array([[3.0], [0.5]]),
    "x": np.array([[0.5], [-1.0]]),
    "h_prev": np.array([[0.5], [0.25]]),
    "c_prev": np.array([[1.0], [-1.0]]),
    "params": PLAIN["params"],
}


@misconception(witness=PLAIN)
def forgets_the_gradient_of_the_memory(dh, dc, x, h_prev, c_prev, params):
    """dc had no effect. The memory matters on two ways: through h, and through the following steps,
    which is dc. Add both."""
    return back(dh, 0.0 * dc, x, h_prev, c_prev, params)


@misconception(witness=PLAIN)
def forgets_the_way_through_h(dh, dc, x, h_prev, c_prev, params):
    """The memory got dc only. It also matters through h = o * tanh(c): add
    dh * o * (1 - tanh(c)**2)."""
    return back(dh, dc, x, h_prev, c_prev, params, lambda f, i, o, g, c: {"slope at c": 0.0})


@misconception(witness=PLAIN)
def forgets_the_slope_of_the_last_tanh(dh, dc, x, h_prev, c_prev, params):
    """dh went past tanh(c) as if it were not there. Multiply by its slope, 1 - tanh(c)**2, on the
    way to the memory."""
    return back(dh, dc, x, h_prev, c_prev, params, lambda f, i, o, g, c: {"slope at c": 1.0})


@misconception(witness=PLAIN)
def takes_the_slope_from_the_memory_itself(dh, dc, x, h_prev, c_prev, params):
    """The slope was computed as 1 - c**2. The slope of tanh is 1 - tanh(c)**2."""
    return back(dh, dc, x, h_prev, c_prev, params, lambda f, i, o, g, c: {"slope at c": 1.0 - c**2})


@misconception(witness=PLAIN)
def gives_the_output_gate_the_memory(dh, dc, x, h_prev, c_prev, params):
    """The output gate's gradient was computed with c. It met tanh(c) on the way forward."""
    return back(dh, dc, x, h_prev, c_prev, params, lambda f, i, o, g, c: {"shown": c})


@misconception(witness=PLAIN)
def gives_the_forget_gate_the_new_memory(dh, dc, x, h_prev, c_prev, params):
    """The forget gate's gradient was computed with the new memory. It met the old one: c_prev."""
    return back(dh, dc, x, h_prev, c_prev, params, lambda f, i, o, g, c: {"f meets": c})


@misconception(witness=PLAIN)
def forgets_the_slopes_of_the_gates(dh, dc, x, h_prev, c_prev, params):
    """The gates' gradients went past sigmoid as if it were not there. Multiply each by its slope,
    s * (1 - s)."""
    return back(dh, dc, x, h_prev, c_prev, params, lambda f, i, o, g, c: {"slopes": [1.0] * 3})


@misconception(witness=PLAIN)
def copies_the_slope_of_the_forget_gate(dh, dc, x, h_prev, c_prev, params):
    """All three gates used the slope of the forget gate: a line was copied and not changed. Each
    has its own, f * (1 - f), i * (1 - i), o * (1 - o)."""
    return back(
        dh, dc, x, h_prev, c_prev, params, lambda f, i, o, g, c: {"slopes": [f * (1.0 - f)] * 3}
    )


@misconception(witness=PLAIN)
def forgets_the_slope_of_the_candidate(dh, dc, x, h_prev, c_prev, params):
    """The candidate's gradient went past tanh as if it were not there. Multiply by its slope,
    1 - g**2."""
    return back(dh, dc, x, h_prev, c_prev, params, lambda f, i, o, g, c: {"slope of g": 1.0})


@misconception(witness=PLAIN)
def takes_the_candidate_for_a_gate(dh, dc, x, h_prev, c_prev, params):
    """The candidate's slope was taken to be g * (1 - g), which is that of sigmoid. The candidate
    came from tanh: 1 - g**2."""
    return back(
        dh, dc, x, h_prev, c_prev, params, lambda f, i, o, g, c: {"slope of g": g * (1.0 - g)}
    )


@misconception(witness=PLAIN)
def hands_the_memory_back_unscaled(dh, dc, x, h_prev, c_prev, params):
    """dc_prev lacks the forget gate. Only f of the old memory was kept: dc_prev = d * f."""
    return back(dh, dc, x, h_prev, c_prev, params, lambda f, i, o, g, c: {"kept": 1.0})


@misconception(witness=PLAIN)
def multiplies_the_memory(dh, dc, x, h_prev, c_prev, params):
    """The gradients of the U matrices were computed with the memory. They met the hidden state on
    the way forward: h_prev.T @ dz."""
    return back(dh, dc, x, h_prev, c_prev, params, state=c_prev)


@misconception(witness=PLAIN)
def takes_ones_for_dh(dh, dc, x, h_prev, c_prev, params):
    """dh had no effect: ones stood in its place. Multiply by dh wherever the gradient comes through
    h."""
    return back(np.ones_like(dh), dc, x, h_prev, c_prev, params)


@misconception(witness=TWO_UNITS)
def forgets_to_transpose_the_weights_of_the_state(dh, dc, x, h_prev, c_prev, params):
    """dh_prev was computed with U instead of U.T. The U matrices are square, so that the shape does
    not tell."""
    return back(dh, dc, x, h_prev, c_prev, params, turn=False)


@misconception(witness=PAIR)
def averages_over_the_examples(dh, dc, x, h_prev, c_prev, params):
    """The gradients of the parameters were divided by N. A mean belongs to the loss, whose gradient
    already contains it."""
    *states, grads = back(dh, dc, x, h_prev, c_prev, params)
    return *states, {name: grad / len(x) for name, grad in grads.items()}


WEIGHTS = floats(-1, 1)
LARGE_WEIGHTS = floats(-10, 10, special=(0.0,))

EXERCISE = Exercise(
    inputs={
        "dh": array("N H", floats(-10, 10), floats(-10, 10, special=(0.0,))),
        "dc": array("N H", floats(-10, 10), floats(-10, 10, special=(0.0,))),
        "x": array("N D", floats(-2, 2), floats(-10, 10, special=(0.0,))),
        "h_prev": array("N H", floats(-1, 1), floats(-1, 1, special=(0.0,))),
        "c_prev": array("N H", floats(-2, 2), floats(-10, 10, special=(0.0,))),
        "params": record(
            {
                f"{kind}{name}": array(shape, WEIGHTS, LARGE_WEIGHTS)
                for name in "fiog"
                for kind, shape in (("W", "D H"), ("U", "H H"), ("b", "H"))
            }
        ),
    },
    reference=reference,
    # Rounding errors of the products: where a gate is saturated, s * (1 - s) knows no more.
    accuracy=absolute(100.0),
    second_source=central_differences(
        cell, wrt=("x", "h_prev", "c_prev", "params"), upstream=("dh", "dc")
    ),
    sizes={"N": (1, 3), "D": (1, 3), "H": (1, 3)},
    ordinary=50,
    edge=20,
    laws=(
        what_comes_from_h_and_from_c_adds_up,
        is_linear_in_the_upstream_gradients,
        zero_gradients_stay_zero,
    ),
    misconceptions=(
        forgets_the_gradient_of_the_memory,
        forgets_the_way_through_h,
        forgets_the_slope_of_the_last_tanh,
        takes_the_slope_from_the_memory_itself,
        gives_the_output_gate_the_memory,
        gives_the_forget_gate_the_new_memory,
        forgets_the_slopes_of_the_gates,
        copies_the_slope_of_the_forget_gate,
        forgets_the_slope_of_the_candidate,
        takes_the_candidate_for_a_gate,
        hands_the_memory_back_unscaled,
        multiplies_the_memory,
        takes_ones_for_dh,
        forgets_to_transpose_the_weights_of_the_state,
        averages_over_the_examples,
    ),
    refusals=(
        *(
            refusal(
                ValueError, f"a single row in {name} against 2", **{**PAIR, name: np.ones((1, 1))}
            )
            for name in ("dh", "dc", "x", "h_prev", "c_prev")
        ),
        *(
            refusal(
                ValueError,
                f"2 rows in {name} against a single one",
                **{**PLAIN, name: np.ones((2, 1))},
            )
            for name in ("dh", "dc", "x", "h_prev", "c_prev")
        ),
    ),
    cases=(
        case(**situation(0.0, 1.0, 0.0, Wg=3.0, **BOTH)),
        case(**PAIR),
        # An open memory hands its gradient on unchanged; a closed one hands nothing back.
        case(**situation(1.0, 0.5, -0.5, Wf=1000.0, Wi=-1000.0, Wo=-1000.0, **BOTH), tier="edge"),
        case(**situation(1.0, 0.5, 0.5, Wf=-1000.0, Wi=1000.0, Wo=1000.0, **BOTH), tier="edge"),
    ),
    hints=(
        "Run the forward pass again and keep f, i, o, g and tanh(c). On which two ways does the "
        "memory c reach the loss?",
        "d = dc + what comes through h. From c = f * c_prev + i * g the gradients of f, i, g and "
        "c_prev follow; o gets its own from h. Then multiply each by the slope of its sigmoid or "
        "tanh.",
        "d = dc + dh * o * (1 - tanh(c)**2); dz_f = d * c_prev * f * (1 - f); dz_i = d * g * i * "
        "(1 - i); dz_o = dh * tanh(c) * o * (1 - o); dz_g = d * i * (1 - g**2); dc_prev = d * f.",
    ),
)
