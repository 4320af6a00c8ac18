"""Backpropagation through one step of a plain recurrent network."""

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


def cell(x, h_prev, Wx, Wh, b):
    return torch.tanh(x @ Wx + h_prev @ Wh + b)


def reference(
    dh: torch.Tensor,
    x: torch.Tensor,
    h_prev: torch.Tensor,
    Wx: torch.Tensor,
    Wh: torch.Tensor,
    b: torch.Tensor,
) -> tuple[torch.Tensor, ...]:
    return vjp(cell, dh, x, h_prev, Wx, Wh, b)


# --- laws -----------------------------------------------------------------------------------------


@law(other=array("N H"))
def is_linear_in_the_upstream_gradient(rnn_cell_backward, dh, x, h_prev, Wx, Wh, b, other):
    """The gradients of a sum of two upstream gradients are the sums of their gradients."""
    first = rnn_cell_backward(dh, x, h_prev, Wx, Wh, b)
    second = rnn_cell_backward(other, x, h_prev, Wx, Wh, b)
    both = rnn_cell_backward(dh + other, x, h_prev, Wx, Wh, b)
    expected = tuple(one + two for one, two in zip(first, second, strict=True))
    assert_close(both, expected, scale=100.0, rtol=1e-11)


@law()
def a_zero_gradient_stays_zero(rnn_cell_backward, dh, x, h_prev, Wx, Wh, b):
    """If the new state does not matter to the loss, then nothing that went into it does."""
    zeros = tuple(np.zeros(a.shape) for a in (x, h_prev, Wx, Wh, b))
    assert_close(rnn_cell_backward(np.zeros(dh.shape), x, h_prev, Wx, Wh, b), zeros)


@law()
def examples_add_up(rnn_cell_backward, dh, x, h_prev, Wx, Wh, b):
    """The gradients of the weights are the sums of what each example gives alone."""
    whole = rnn_cell_backward(dh, x, h_prev, Wx, Wh, b)
    rows = [slice(n, n + 1) for n in range(len(x))]
    alone = [rnn_cell_backward(dh[n], x[n], h_prev[n], Wx, Wh, b) for n in rows]
    expected = [sum(part[k] for part in alone) for k in (2, 3, 4)]
    assert_close(list(whole[2:]), expected, scale=100.0, rtol=1e-11)


# --- mistakes -------------------------------------------------------------------------------------


def back(dz, x, h_prev, Wx, Wh):
    """From the sum inside tanh to everything that it was made of."""
    return dz @ Wx.T, dz @ Wh.T, x.T @ dz, h_prev.T @ dz, dz.sum(axis=0)


def new_state(x, h_prev, Wx, Wh, b):
    return np.tanh(x @ Wx + h_prev @ Wh + b)


def right(dh, x, h_prev, Wx, Wh, b):
    h = new_state(x, h_prev, Wx, Wh, b)
    return back(dh * (1.0 - h * h), x, h_prev, Wx, Wh)


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


ONE = situation(1.0, 0.5, Wx=0.5, Wh=2.0, b=-1.0, dh=np.array([[4.0]]))
TWO = {
    "dh": np.array([[1.0], [3.0]]),
    "x": np.array([[1.0], [-2.0]]),
    "h_prev": np.array([[0.5], [0.25]]),
    "Wx": np.array([[0.5]]),
    "Wh": np.array([[1.0]]),
    "b": np.array([0.25]),
}
TWO_UNITS = {
    "dh": np.array([[1.0, 2.0]]),
    "x": np.array([[1.0]]),
    "h_prev": np.array([[0.5, -0.5]]),
    "Wx": np.array([[0.5, -0.5]]),
    "Wh": np.array([[0.0, 1.0], [-0.5, 0.0]]),
    "b": np.array([0.0, 0.25]),
}


@misconception(witness=ONE)
def forgets_the_slope_of_tanh(dh, x, h_prev, Wx, Wh, b):
    """The gradient went past tanh as if it were not there. Multiply dh by the slope, 1 - h**2,
    first."""
    return back(dh, x, h_prev, Wx, Wh)


@misconception(witness=ONE)
def forgets_the_square(dh, x, h_prev, Wx, Wh, b):
    """The slope of tanh was taken to be 1 - h. It is 1 - h**2, elementwise."""
    return back(dh * (1.0 - new_state(x, h_prev, Wx, Wh, b)), x, h_prev, Wx, Wh)


@misconception(witness=ONE)
def takes_the_slope_of_sigmoid(dh, x, h_prev, Wx, Wh, b):
    """The slope was taken to be h * (1 - h), which is that of sigmoid. That of tanh is 1 - h**2."""
    h = new_state(x, h_prev, Wx, Wh, b)
    return back(dh * h * (1.0 - h), x, h_prev, Wx, Wh)


@misconception(witness=ONE)
def takes_the_slope_at_the_old_state(dh, x, h_prev, Wx, Wh, b):
    """The slope was computed from the old state. tanh made the new one: compute h again and use
    1 - h**2."""
    return back(dh * (1.0 - h_prev**2), x, h_prev, Wx, Wh)


@misconception(witness=ONE)
def squashes_twice(dh, x, h_prev, Wx, Wh, b):
    """The slope was computed from tanh(h). h is the result of tanh already: 1 - h**2."""
    h = np.tanh(new_state(x, h_prev, Wx, Wh, b))
    return back(dh * (1.0 - h * h), x, h_prev, Wx, Wh)


@misconception(witness=ONE)
def multiplies_the_new_state(dh, x, h_prev, Wx, Wh, b):
    """dWh was computed with the new state. Wh met the old one on the way forward: h_prev.T @ dz."""
    h = new_state(x, h_prev, Wx, Wh, b)
    dz = dh * (1.0 - h * h)
    return dz @ Wx.T, dz @ Wh.T, x.T @ dz, h.T @ dz, dz.sum(axis=0)


@misconception(witness=ONE)
def forgets_the_upstream_gradient(dh, x, h_prev, Wx, Wh, b):
    """dh had no effect: these are the gradients of the sum of the new states. Multiply the slope by
    dh."""
    return right(np.ones_like(dh), x, h_prev, Wx, Wh, b)


@misconception(witness=TWO_UNITS)
def forgets_to_transpose_the_weights_of_the_state(dh, x, h_prev, Wx, Wh, b):
    """dh_prev was computed as dz @ Wh. The way back uses the weights the other way round, Wh.T; Wh
    is square, so that the shape does not tell."""
    h = new_state(x, h_prev, Wx, Wh, b)
    dz = dh * (1.0 - h * h)
    return dz @ Wx.T, dz @ Wh, x.T @ dz, h_prev.T @ dz, dz.sum(axis=0)


@misconception(witness=TWO_UNITS)
def transposes_the_gradient_of_the_weights_of_the_state(dh, x, h_prev, Wx, Wh, b):
    """dWh came transposed. Its rows belong to the old state, like those of Wh: h_prev.T @ dz."""
    dx, dh_prev, dWx, dWh, db = right(dh, x, h_prev, Wx, Wh, b)
    return dx, dh_prev, dWx, dWh.T, db


@misconception(witness=TWO)
def divides_by_the_number_of_examples(dh, x, h_prev, Wx, Wh, b):
    """The gradients of the weights were divided by N. A mean over the examples belongs to the loss,
    whose gradient dh already contains it."""
    dx, dh_prev, *weights = right(dh, x, h_prev, Wx, Wh, b)
    return dx, dh_prev, *(w / len(x) for w in weights)


@misconception(witness=TWO)
def leaves_the_bias_gradient_unsummed(dh, x, h_prev, Wx, Wh, b):
    """db still has a row for every example. The same b was added to all rows, so they are summed:
    dz.sum(axis=0)."""
    h = new_state(x, h_prev, Wx, Wh, b)
    return (*right(dh, x, h_prev, Wx, Wh, b)[:4], dh * (1.0 - h * h))


@misconception(witness={**ONE, "dh": np.array([[2.0]])})
def returns_the_weights_first(dh, x, h_prev, Wx, Wh, b):
    """The gradients came in another order. They follow the order of the arguments: dx, dh_prev,
    dWx, dWh, db."""
    dx, dh_prev, dWx, dWh, db = right(dh, x, h_prev, Wx, Wh, b)
    return dWx, dWh, db, dx, dh_prev


EXERCISE = Exercise(
    inputs={
        "dh": array("N H", floats(-10, 10), floats(-10, 10, special=(0.0,))),
        "x": array("N D", floats(-2, 2), floats(-10, 10, special=(0.0,))),
        "h_prev": array("N H", floats(-1, 1), floats(-1, 1, special=(0.0,))),
        "Wx": array("D H", floats(-1, 1), floats(-10, 10, special=(0.0,))),
        "Wh": array("H H", floats(-1, 1), floats(-10, 10, special=(0.0,))),
        "b": array("H", floats(-1, 1), floats(-10, 10, special=(0.0,))),
    },
    reference=reference,
    # Rounding errors of the products: where tanh is saturated, 1 - h * h knows no more.
    accuracy=absolute(100.0),
    second_source=central_differences(cell, wrt=("x", "h_prev", "Wx", "Wh", "b"), upstream="dh"),
    sizes={"N": (1, 4), "D": (1, 4), "H": (1, 4)},
    laws=(is_linear_in_the_upstream_gradient, a_zero_gradient_stays_zero, examples_add_up),
    misconceptions=(
        forgets_the_slope_of_tanh,
        forgets_the_square,
        takes_the_slope_of_sigmoid,
        takes_the_slope_at_the_old_state,
        squashes_twice,
        multiplies_the_new_state,
        forgets_the_upstream_gradient,
        forgets_to_transpose_the_weights_of_the_state,
        transposes_the_gradient_of_the_weights_of_the_state,
        divides_by_the_number_of_examples,
        leaves_the_bias_gradient_unsummed,
        returns_the_weights_first,
    ),
    refusals=(
        refusal(
            ValueError,
            "a single row in dh against 2 in x and h_prev",
            **{**TWO, "dh": np.ones((1, 1))},
        ),
        refusal(
            ValueError,
            "2 rows in dh and h_prev against a single one in x",
            **{**TWO, "x": np.ones((1, 1))},
        ),
        refusal(
            ValueError,
            "2 rows in dh and x against a single one in h_prev",
            **{**TWO, "h_prev": np.ones((1, 1))},
        ),
        refusal(
            ValueError, "3 rows in dh against 2 in x and h_prev", **{**TWO, "dh": np.ones((3, 1))}
        ),
        refusal(
            ValueError,
            "2 rows in dh against a single one in x and h_prev",
            **{**ONE, "dh": np.ones((2, 1))},
        ),
    ),
    cases=(
        case(**situation(2.0, 1.0, Wx=1.0, Wh=-2.0, dh=np.array([[10.0]]))),
        # Saturated: nothing comes through.
        case(**situation(10.0, 1.0, Wx=10.0, Wh=2.0, dh=np.array([[10.0]])), tier="edge"),
        case(**situation(-10.0, 1.0, Wx=10.0, Wh=2.0, dh=np.array([[-10.0]])), tier="edge"),
    ),
    hints=(
        "Write the step as z = x @ Wx + h_prev @ Wh + b and h = tanh(z). What is the slope of "
        "tanh, in terms of h?",
        "With dz = dh * slope this is an affine layer with two inputs. Each gradient has the shape "
        "of what it belongs to; which products have these shapes?",
        "h = np.tanh(x @ Wx + h_prev @ Wh + b); dz = dh * (1 - h * h); return dz @ Wx.T, "
        "dz @ Wh.T, x.T @ dz, h_prev.T @ dz, dz.sum(axis=0). Compare the numbers of rows first.",
    ),
)
