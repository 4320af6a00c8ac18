"""One step of torch.nn.GRUCell from its own weights."""

from __future__ import annotations

import numpy as np
import torch

from grader.declare import (
    Exercise,
    array,
    assert_close,
    case,
    floats,
    law,
    misconception,
    refusal,
)


def reference(
    x: torch.Tensor,
    h_prev: torch.Tensor,
    weight_ih: torch.Tensor,
    weight_hh: torch.Tensor,
    bias_ih: torch.Tensor,
    bias_hh: torch.Tensor,
) -> torch.Tensor:
    return torch.gru_cell(x, h_prev, weight_ih, weight_hh, bias_ih, bias_hh)


def precise(m, x, h_prev, weight_ih, weight_hh, bias_ih, bias_hh):
    """Entry by entry; 1 - z as sigmoid of the opposite, so that nothing cancels."""
    n, size = h_prev.shape
    out = np.empty((n, size), dtype=object)
    for row in range(n):
        for k in range(size):
            from_x = [
                sum(x[row] * weight_ih[part * size + k]) + bias_ih[part * size + k]
                for part in range(3)
            ]
            from_h = [
                sum(h_prev[row] * weight_hh[part * size + k]) + bias_hh[part * size + k]
                for part in range(3)
            ]
            r = 1 / (1 + m.exp(-(from_x[0] + from_h[0])))
            update = from_x[1] + from_h[1]
            candidate = m.tanh(from_x[2] + r * from_h[2])
            out[row, k] = candidate / (1 + m.exp(update)) + h_prev[row, k] / (1 + m.exp(-update))
    return out


def weights_for_x(x, h_prev):
    return 3 * h_prev.shape[1], x.shape[1]


def weights_for_h(h_prev):
    return 3 * h_prev.shape[1], h_prev.shape[1]


def biases(h_prev):
    return (3 * h_prev.shape[1],)


# --- laws -----------------------------------------------------------------------------------------


def shifted(bias, r=0.0, z=0.0):
    """The stacked bias with the parts of both gates raised."""
    size = len(bias) // 3
    return bias + np.repeat([r, z, 0.0], size)


@law()
def an_open_update_gate_keeps_the_past(
    torch_gru_cell, x, h_prev, weight_ih, weight_hh, bias_ih, bias_hh
):
    """With the update gate (the second of the three parts) driven to 1, the hidden state stays what
    it was: in PyTorch z multiplies the past."""
    stays = shifted(bias_ih, z=1000.0)
    assert_close(torch_gru_cell(x, h_prev, weight_ih, weight_hh, stays, bias_hh), h_prev)


@law()
def a_closed_reset_gate_hides_the_past_and_its_bias(
    torch_gru_cell, x, h_prev, weight_ih, weight_hh, bias_ih, bias_hh
):
    """With both gates driven to 0, only x and bias_ih are left in the candidate: the reset gate
    hides the hidden part together with its bias."""
    size = h_prev.shape[1]
    closed = shifted(bias_ih, r=-1000.0, z=-1000.0)
    expected = np.tanh(x @ weight_ih[2 * size :].T + bias_ih[2 * size :])
    answer = torch_gru_cell(x, h_prev, weight_ih, weight_hh, closed, bias_hh)
    assert_close(answer, expected, scale=1.0)


# --- mistakes -------------------------------------------------------------------------------------


def sigmoid(z):
    return 0.5 * (1.0 + np.tanh(0.5 * z))


def parts(x, weight, bias):
    return np.split(x @ weight.T + bias, 3, axis=1)


def situation(x, h_prev, weight_ih=(0.0, 0.0, 0.0), weight_hh=(0.0, 0.0, 0.0), **given):
    """One unit with one input."""
    return {
        "x": np.array([[x]]),
        "h_prev": np.array([[h_prev]]),
        "weight_ih": np.array(weight_ih)[:, None],
        "weight_hh": np.array(weight_hh)[:, None],
        "bias_ih": np.array(given.get("bias_ih", (0.0, 0.0, 0.0))),
        "bias_hh": np.array(given.get("bias_hh", (0.0, 0.0, 0.0))),
    }


def two_units(weight, bias):
    """Two units; the first candidate reads the second unit's past, unless the weights differ."""
    return {
        "x": np.array([[0.0]]),
        "h_prev": np.array([[1.0, 0.5]]),
        "weight_ih": np.zeros((6, 1)),
        "weight_hh": np.concatenate([np.zeros((4, 2)), np.array(weight)]),
        "bias_ih": np.array(bias),
        "bias_hh": np.zeros(6),
    }


@misconception(witness=situation(0.0, 0.5, bias_ih=(2.0, -1.0, 1.0)))
def reads_the_update_gate_first(x, h_prev, weight_ih, weight_hh, bias_ih, bias_hh):
    """The three parts were read in the order z, r, n. PyTorch stacks them r, z, n: the reset gate
    first, then the update gate, then the candidate."""
    x_z, x_r, x_n = parts(x, weight_ih, bias_ih)
    h_z, h_r, h_n = parts(h_prev, weight_hh, bias_hh)
    z, r = sigmoid(x_z + h_z), sigmoid(x_r + h_r)
    return (1.0 - z) * np.tanh(x_n + r * h_n) + z * h_prev


@misconception(witness=situation(0.0, 0.5, bias_ih=(1.0, 2.0, 3.0)))
def reads_the_candidate_first(x, h_prev, weight_ih, weight_hh, bias_ih, bias_hh):
    """The three parts were read in the order n, r, z. PyTorch stacks them r, z, n: the reset gate
    first, then the update gate, and the candidate last."""
    x_n, x_r, x_z = parts(x, weight_ih, bias_ih)
    h_n, h_r, h_z = parts(h_prev, weight_hh, bias_hh)
    z, r = sigmoid(x_z + h_z), sigmoid(x_r + h_r)
    return (1.0 - z) * np.tanh(x_n + r * h_n) + z * h_prev


@misconception(witness=situation(0.0, 0.5, bias_ih=(0.0, 2.0, 1.0)))
def lets_the_update_gate_replace(x, h_prev, weight_ih, weight_hh, bias_ih, bias_hh):
    """z and 1 - z changed places. In PyTorch z says how much is *kept*: z multiplies the past,
    1 - z the candidate."""
    x_r, x_z, x_n = parts(x, weight_ih, bias_ih)
    h_r, h_z, h_n = parts(h_prev, weight_hh, bias_hh)
    r, z = sigmoid(x_r + h_r), sigmoid(x_z + h_z)
    return z * np.tanh(x_n + r * h_n) + (1.0 - z) * h_prev


@misconception(
    witness={
        **two_units([[0.0, 2.0], [0.0, 0.0]], [1.0, -1.0, 0.0, 0.0, 0.0, 0.0]),
        "bias_hh": np.array([0.0, 0.0, 0.0, 0.0, 3.0, 0.0]),
    }
)
def leaves_the_hidden_bias_outside(x, h_prev, weight_ih, weight_hh, bias_ih, bias_hh):
    """The candidate's hidden bias stood outside the brackets. The reset gate multiplies the whole
    hidden part, r * (h_prev @ U_n.T + d_n), bias included."""
    size = h_prev.shape[1]
    x_r, x_z, x_n = parts(x, weight_ih, bias_ih)
    h_r, h_z, h_n = parts(h_prev, weight_hh, bias_hh)
    r, z = sigmoid(x_r + h_r), sigmoid(x_z + h_z)
    d_n = bias_hh[2 * size :]
    return (1.0 - z) * np.tanh(x_n + r * (h_n - d_n) + d_n) + z * h_prev


@misconception(
    witness={
        **two_units([[0.0, 2.0], [0.0, 0.0]], [1.0, -1.0, 0.0, 0.0, 0.0, 0.0]),
        "bias_hh": np.array([0.0, 0.0, 0.0, 0.0, 2.0, 0.0]),
    }
)
def resets_before_the_product(x, h_prev, weight_ih, weight_hh, bias_ih, bias_hh):
    """The past was reset before the matrix product, (r * h_prev) @ U_n.T, as in the papers. PyTorch
    multiplies by r afterwards, r * (h_prev @ U_n.T + d_n)."""
    size = h_prev.shape[1]
    x_r, x_z, x_n = parts(x, weight_ih, bias_ih)
    h_r, h_z, _ = parts(h_prev, weight_hh, bias_hh)
    r, z = sigmoid(x_r + h_r), sigmoid(x_z + h_z)
    hidden = (r * h_prev) @ weight_hh[2 * size :].T + r * bias_hh[2 * size :]
    return (1.0 - z) * np.tanh(x_n + hidden) + z * h_prev


@misconception(
    witness={
        **two_units([[0.0, 2.0], [0.0, 0.0]], [1.0, -1.0, 0.0, 0.0, 0.0, 0.0]),
        "bias_hh": np.array([0.0, 0.0, 0.0, 0.0, 1.0, 0.0]),
    }
)
def resets_as_the_papers_do(x, h_prev, weight_ih, weight_hh, bias_ih, bias_hh):
    """The past was reset before the matrix product, and its bias not at all, as in the papers.
    PyTorch multiplies the finished hidden part by r: r * (h_prev @ U_n.T + d_n)."""
    size = h_prev.shape[1]
    x_r, x_z, x_n = parts(x, weight_ih, bias_ih)
    h_r, h_z, _ = parts(h_prev, weight_hh, bias_hh)
    r, z = sigmoid(x_r + h_r), sigmoid(x_z + h_z)
    hidden = (r * h_prev) @ weight_hh[2 * size :].T + bias_hh[2 * size :]
    return (1.0 - z) * np.tanh(x_n + hidden) + z * h_prev


@misconception(witness=situation(0.0, 1.0, weight_hh=(0.0, 0.0, 2.0)))
def ignores_the_reset_gate(x, h_prev, weight_ih, weight_hh, bias_ih, bias_hh):
    """The candidate saw the whole past. Its hidden part is multiplied by the reset gate r first."""
    _, x_z, x_n = parts(x, weight_ih, bias_ih)
    _, h_z, h_n = parts(h_prev, weight_hh, bias_hh)
    z = sigmoid(x_z + h_z)
    return (1.0 - z) * np.tanh(x_n + h_n) + z * h_prev


@misconception(witness=situation(1.0, 0.5, weight_ih=(0.0, 0.0, 1.0)))
def resets_the_input_too(x, h_prev, weight_ih, weight_hh, bias_ih, bias_hh):
    """The reset gate scaled the whole sum inside tanh. It multiplies the hidden part only; what
    comes from x passes untouched."""
    x_r, x_z, x_n = parts(x, weight_ih, bias_ih)
    h_r, h_z, h_n = parts(h_prev, weight_hh, bias_hh)
    r, z = sigmoid(x_r + h_r), sigmoid(x_z + h_z)
    return (1.0 - z) * np.tanh(r * (x_n + h_n)) + z * h_prev


@misconception(witness=situation(0.0, 0.5, bias_hh=(0.0, 1.0, 3.0)))
def forgets_the_hidden_biases(x, h_prev, weight_ih, weight_hh, bias_ih, bias_hh):
    """bias_hh is missing. PyTorch has two biases, one on the side of x and one on the side of the
    hidden state, and both are added."""
    x_r, x_z, x_n = parts(x, weight_ih, bias_ih)
    h_r, h_z, h_n = parts(h_prev, weight_hh, np.zeros_like(bias_hh))
    r, z = sigmoid(x_r + h_r), sigmoid(x_z + h_z)
    return (1.0 - z) * np.tanh(x_n + r * h_n) + z * h_prev


@misconception(witness=situation(0.0, 0.5, bias_ih=(0.0, 1.0, -2.0)))
def forgets_the_input_biases(x, h_prev, weight_ih, weight_hh, bias_ih, bias_hh):
    """bias_ih is missing. PyTorch has two biases, one on the side of x and one on the side of the
    hidden state, and both are added."""
    x_r, x_z, x_n = parts(x, weight_ih, np.zeros_like(bias_ih))
    h_r, h_z, h_n = parts(h_prev, weight_hh, bias_hh)
    r, z = sigmoid(x_r + h_r), sigmoid(x_z + h_z)
    return (1.0 - z) * np.tanh(x_n + r * h_n) + z * h_prev


@misconception(witness=two_units([[0.0, 2.0], [0.0, 0.0]], [0.0] * 6))
def forgets_to_transpose_the_square_weights(x, h_prev, weight_ih, weight_hh, bias_ih, bias_hh):
    """The three square parts of weight_hh were not transposed, and the shape did not tell. A row
    of weight_hh belongs to one *new* unit: h_prev @ weight_hh.T."""
    turned = np.concatenate([part.T for part in np.split(weight_hh, 3)])
    x_r, x_z, x_n = parts(x, weight_ih, bias_ih)
    h_r, h_z, h_n = parts(h_prev, turned, bias_hh)
    r, z = sigmoid(x_r + h_r), sigmoid(x_z + h_z)
    return (1.0 - z) * np.tanh(x_n + r * h_n) + z * h_prev


WEIGHTS = floats(-1, 1)
LARGE_WEIGHTS = floats(-30, 30, special=(0.0,))

EXERCISE = Exercise(
    inputs={
        "x": array("N D", floats(-2, 2), floats(-100, 100, special=(0.0,))),
        # A hidden state that began within [-1, 1] stays there.
        "h_prev": array("N H", floats(-1, 1), floats(-1, 1, special=(0.0,))),
        "weight_ih": array(weights_for_x, WEIGHTS, LARGE_WEIGHTS),
        "weight_hh": array(weights_for_h, WEIGHTS, LARGE_WEIGHTS),
        "bias_ih": array(biases, WEIGHTS, LARGE_WEIGHTS),
        "bias_hh": array(biases, WEIGHTS, LARGE_WEIGHTS),
    },
    reference=reference,
    accuracy="absolute",  # rounding errors of 1: what 1 - z can be known to
    second_source=precise,
    sizes={"N": (1, 5), "D": (1, 4), "H": (1, 4)},
    laws=(an_open_update_gate_keeps_the_past, a_closed_reset_gate_hides_the_past_and_its_bias),
    misconceptions=(
        reads_the_update_gate_first,
        reads_the_candidate_first,
        lets_the_update_gate_replace,
        leaves_the_hidden_bias_outside,
        resets_before_the_product,
        resets_as_the_papers_do,
        ignores_the_reset_gate,
        resets_the_input_too,
        forgets_the_hidden_biases,
        forgets_the_input_biases,
        forgets_to_transpose_the_square_weights,
    ),
    refusals=(
        refusal(
            ValueError,
            "2 examples in x against a single hidden state",
            **{**situation(1.0, 0.5), "x": np.ones((2, 1))},
        ),
        refusal(
            ValueError,
            "a single example in x against 2 hidden states",
            **{**situation(1.0, 0.5), "h_prev": np.ones((2, 1))},
        ),
        refusal(
            ValueError,
            "3 examples in x against 2 hidden states",
            **{**situation(1.0, 0.5), "x": np.ones((3, 1)), "h_prev": np.ones((2, 1))},
        ),
    ),
    cases=(
        case(
            **situation(
                5.0,
                6.0,
                weight_hh=(0.0, 0.0, 1.0),
                bias_ih=(0.0, 0.0, -4.0),
                bias_hh=(0.0, 0.0, 2.0),
            )
        ),
        # Saturated gates and candidates: exp(1000) is not a number to divide by.
        case(**situation(1.0, -0.5, weight_ih=(1000.0, -1000.0, 1000.0)), tier="edge"),
        case(**situation(-1.0, 0.5, weight_ih=(1000.0, -1000.0, 1000.0)), tier="edge"),
    ),
    hints=(
        "Two matrix products give all three parts at once: one of x, one of h_prev. How do you cut "
        "them into thirds, and which third is which gate?",
        "Add the thirds of both sides for the two gates. For the candidate keep them apart: the "
        "reset gate multiplies the whole hidden side, its bias included, before the two meet.",
        "n = np.tanh(x_n + r * h_n) with h_n = h_prev @ U_n.T + d_n, and the new state is "
        "(1 - z) * n + z * h_prev.",
    ),
)
