"""One step of a plain recurrent network."""

from __future__ import annotations

import numpy as np
import torch

from grader.declare import Exercise, array, assert_close, case, floats, law, misconception, refusal


def reference(
    x: torch.Tensor, h_prev: torch.Tensor, Wx: torch.Tensor, Wh: torch.Tensor, b: torch.Tensor
) -> torch.Tensor:
    linear = torch.nn.functional.linear
    return torch.tanh(linear(x, Wx.T, b) + linear(h_prev, Wh.T))


def entry_by_entry(m, x, h_prev, Wx, Wh, b):
    out = np.empty(h_prev.shape, dtype=object)
    for n, k in np.ndindex(out.shape):
        total = b[k]
        for i in range(x.shape[1]):
            total = total + x[n, i] * Wx[i, k]
        for j in range(h_prev.shape[1]):
            total = total + h_prev[n, j] * Wh[j, k]
        out[n, k] = m.tanh(total)
    return out


# --- laws -----------------------------------------------------------------------------------------


@law()
def the_opposite_of_everything_gives_the_opposite(rnn_cell_forward, x, h_prev, Wx, Wh, b):
    """tanh is odd: turning the signs of input, state and bias turns the sign of the answer."""
    mirrored = -rnn_cell_forward(x, h_prev, Wx, Wh, b)
    assert_close(rnn_cell_forward(-x, -h_prev, Wx, Wh, -b), mirrored, scale=1.0)


@law()
def without_recurrence_the_past_is_forgotten(rnn_cell_forward, x, h_prev, Wx, Wh, b):
    """With Wh = 0 the old state has no say: the answer is tanh(x @ Wx + b)."""
    nothing = np.zeros(Wh.shape)
    expected = np.tanh(x @ Wx + b)
    assert_close(rnn_cell_forward(x, h_prev, Wx, nothing, b), expected, scale=1.0)


# --- mistakes -------------------------------------------------------------------------------------


def situation(x, h_prev, Wx=0.0, Wh=0.0, b=0.0, **given):
    """One unit with one input."""
    arguments = {
        "x": np.array([[x]]),
        "h_prev": np.array([[h_prev]]),
        "Wx": np.array([[Wx]]),
        "Wh": np.array([[Wh]]),
        "b": np.array([b]),
    }
    return {**given, **arguments}


TWO_UNITS = {
    "x": np.array([[0.0]]),
    "h_prev": np.array([[1.0, 0.5]]),
    "Wx": np.zeros((1, 2)),
    "Wh": np.array([[0.0, 1.0], [0.0, 0.0]]),
    "b": np.array([0.25, 0.0]),
}


@misconception(witness=TWO_UNITS)
def transposes_the_weights_of_the_state(x, h_prev, Wx, Wh, b):
    """The state met transposed weights, h_prev @ Wh.T. Wh is square, so the shape does not tell:
    rows belong to the old state, columns to the new one, h_prev @ Wh."""
    return np.tanh(x @ Wx + h_prev @ Wh.T + b)


@misconception(witness=situation(1.0, 0.5, Wx=1.0, Wh=1.0, b=1.0))
def forgets_the_bias(x, h_prev, Wx, Wh, b):
    """The bias is missing: the sum inside tanh ends in + b."""
    return np.tanh(x @ Wx + h_prev @ Wh)


@misconception(witness=situation(1.0, 0.5, Wx=1.0, Wh=1.0, b=0.5))
def adds_the_bias_twice(x, h_prev, Wx, Wh, b):
    """The bias was added twice, once for the input and once for the state. There is a single b."""
    return np.tanh(x @ Wx + b + h_prev @ Wh + b)


@misconception(witness=situation(1.0, 0.5, Wx=1.0, Wh=2.0))
def forgets_the_past(x, h_prev, Wx, Wh, b):
    """The old state has no say in the new one. Add h_prev @ Wh inside tanh: that is the memory."""
    return np.tanh(x @ Wx + b)


@misconception(witness=situation(1.0, 0.5, Wx=0.5, Wh=0.5))
def adds_the_state_unweighted(x, h_prev, Wx, Wh, b):
    """The old state was added as it is. It goes through its own weights first, h_prev @ Wh."""
    return np.tanh(x @ Wx + h_prev + b)


@misconception(witness=situation(0.5, 0.5, Wx=0.5, Wh=0.5, b=0.125))
def adds_the_state_after_tanh(x, h_prev, Wx, Wh, b):
    """The state's part was added outside tanh. Sum everything first, then squash it once."""
    return np.tanh(x @ Wx + b) + h_prev @ Wh


@misconception(witness=situation(1.0, 0.5, Wx=1.0, Wh=-1.0))
def forgets_tanh(x, h_prev, Wx, Wh, b):
    """The sum was not squashed. A state lies between -1 and 1: take tanh of the sum."""
    return x @ Wx + h_prev @ Wh + b


@misconception(witness=situation(1.0, 0.5, Wx=2.0, Wh=-1.0))
def squashes_with_sigmoid(x, h_prev, Wx, Wh, b):
    """The sum went through sigmoid, so that the state is never negative. It takes tanh here."""
    return 0.5 * (1.0 + np.tanh(0.5 * (x @ Wx + h_prev @ Wh + b)))


@misconception(witness=situation(1.0, 0.5, Wx=2.0, Wh=-2.0))
def squashes_with_relu(x, h_prev, Wx, Wh, b):
    """The sum went through ReLU. It takes tanh here, which keeps a state within [-1, 1]."""
    return np.maximum(x @ Wx + h_prev @ Wh + b, 0.0)


EXERCISE = Exercise(
    inputs={
        "x": array("N D", floats(-2, 2), floats(-100, 100, special=(0.0,))),
        "h_prev": array("N H", floats(-1, 1), floats(-1, 1, special=(0.0,))),
        "Wx": array("D H", floats(-1, 1), floats(-30, 30, special=(0.0,))),
        "Wh": array("H H", floats(-1, 1), floats(-30, 30, special=(0.0,))),
        "b": array("H", floats(-1, 1), floats(-30, 30, special=(0.0,))),
    },
    reference=reference,
    accuracy="absolute",  # rounding errors of 1: tanh from exponentials is right too
    second_source=entry_by_entry,
    sizes={"N": (1, 5), "D": (1, 4), "H": (1, 4)},
    laws=(
        the_opposite_of_everything_gives_the_opposite,
        without_recurrence_the_past_is_forgotten,
    ),
    misconceptions=(
        transposes_the_weights_of_the_state,
        forgets_the_bias,
        adds_the_bias_twice,
        forgets_the_past,
        adds_the_state_unweighted,
        adds_the_state_after_tanh,
        forgets_tanh,
        squashes_with_sigmoid,
        squashes_with_relu,
    ),
    refusals=(
        refusal(
            ValueError,
            "2 examples in x against a single state",
            **{**situation(1.0, 0.5), "x": np.ones((2, 1))},
        ),
        refusal(
            ValueError,
            "a single example in x against 2 states",
            **{**situation(1.0, 0.5), "h_prev": np.ones((2, 1))},
        ),
        refusal(
            ValueError,
            "3 examples in x against 2 states",
            **{**situation(1.0, 0.5), "x": np.ones((3, 1)), "h_prev": np.ones((2, 1))},
        ),
    ),
    cases=(
        case(**situation(2.0, 0.5, Wx=3.0, Wh=-10.0, b=-1.0)),
        case(**situation(1.0, -0.5, Wx=1000.0), tier="edge"),
        case(**situation(-1.0, 0.5, Wx=1000.0), tier="edge"),
    ),
    hints=(
        "Which matrix products turn an input of D numbers and a state of H numbers into H numbers "
        "each?",
        "Add the two products and the bias, and squash the sum once. Compare the numbers of rows "
        "of x and h_prev before NumPy broadcasts one of them.",
        "h = np.tanh(x @ Wx + h_prev @ Wh + b)",
    ),
)
