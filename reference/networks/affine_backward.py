"""Backpropagation through an affine layer."""

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
    vjp,
)


def affine(x: torch.Tensor, W: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    return torch.nn.functional.linear(x, W.T, b)


def reference(
    dout: torch.Tensor, x: torch.Tensor, W: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    # The gradients do not depend on the bias, so any will do.
    return vjp(affine, dout, x, W, W.new_zeros(W.shape[1]))


def sums(m, dout, x, W):
    """The definition, one number at a time."""
    n, d_in = x.shape
    d_out = W.shape[1]
    dx, dW, db = (np.zeros(shape, dtype=object) for shape in ((n, d_in), (d_in, d_out), (d_out,)))
    for row in range(n):
        for k in range(d_out):
            db[k] += dout[row, k]
            for i in range(d_in):
                dx[row, i] += dout[row, k] * W[i, k]
                dW[i, k] += x[row, i] * dout[row, k]
    return dx, dW, db


@law()
def examples_add_up(affine_backward, dout, x, W):
    """dW and db of a batch are the sums of what each example gives alone; nothing is averaged."""
    _, dW, db = affine_backward(dout, x, W)
    alone = [affine_backward(dout[n : n + 1], x[n : n + 1], W) for n in range(len(x))]
    # Rounding errors are those of the terms, which may cancel.
    assert_close(dW, sum(part[1] for part in alone), scale=100.0 * len(x), rtol=1e-12)
    assert_close(db, sum(part[2] for part in alone), scale=10.0 * len(x), rtol=1e-12)


@law()
def inputs_and_weights_share_the_loss(affine_backward, dout, x, W):
    """sum(dx * x), sum(dW * W) and sum(dout * (x @ W)) are one and the same number."""
    dx, dW, _ = affine_backward(dout, x, W)
    scale = float(np.sum(np.abs(dout) * (np.abs(x) @ np.abs(W))))
    whole = float(np.sum(dout * (x @ W)))
    assert_close(float(np.sum(dx * x)), whole, scale=scale, rtol=1e-12)
    assert_close(float(np.sum(dW * W)), whole, scale=scale, rtol=1e-12)


@misconception(
    witness={
        "dout": [[1.0, 2.0]],
        "x": [[3.0, 5.0]],
        "W": [[1.0, 10.0], [100.0, 1000.0]],
    }
)
def forgets_to_transpose_the_weights(dout, x, W):
    """dx was computed as dout @ W. The way back uses the weights the other way round, dout @ W.T;
    square weights hide that in the shape, not in the numbers."""
    return dout @ W, x.T @ dout, dout.sum(axis=0)


@misconception(witness={"dout": [[1.0, 2.0]], "x": [[3.0, 4.0]], "W": [[5.0, 6.0], [7.0, 8.0]]})
def transposes_the_gradient_of_the_weights(dout, x, W):
    """dW came transposed, as dout.T @ x. It has the shape of W, (D_in, D_out): x.T @ dout."""
    return dout @ W.T, dout.T @ x, dout.sum(axis=0)


@misconception(witness={"dout": [[1.0], [2.0]], "x": [[3.0], [4.0]], "W": [[5.0]]})
def sums_the_bias_over_the_outputs(dout, x, W):
    """db was summed over the outputs of each example (axis 1). b was added to every row, so its
    gradient is the sum over the rows: axis 0, one number an output."""
    return dout @ W.T, x.T @ dout, dout.sum(axis=1)


@misconception(witness={"dout": [[1.0], [3.0]], "x": [[1.0], [1.0]], "W": [[2.0]]})
def divides_by_the_number_of_examples(dout, x, W):
    """dW and db were divided by N. A mean over the examples belongs to the loss, whose gradient
    dout already contains it; here it is a plain sum."""
    return dout @ W.T, x.T @ dout / len(x), dout.mean(axis=0)


@misconception(witness={"dout": [[2.0], [4.0]], "x": [[1.0], [2.0]], "W": [[3.0]]})
def averages_the_bias_gradient(dout, x, W):
    """db was averaged over the examples. Every row was moved by b, so the gradients of all rows
    are summed: dout.sum(axis=0)."""
    return dout @ W.T, x.T @ dout, dout.mean(axis=0)


@misconception(witness={"dout": [[5.0], [6.0]], "x": [[1.0], [2.0]], "W": [[7.0]]})
def adds_all_of_the_bias_gradient_up(dout, x, W):
    """db was summed up into a single number. Every output has a bias of its own: sum over the
    examples only, axis=0."""
    return dout @ W.T, x.T @ dout, dout.sum()


@misconception(witness={"dout": [[1.0], [9.0]], "x": [[1.0], [2.0]], "W": [[3.0]]})
def leaves_the_bias_gradient_unsummed(dout, x, W):
    """db still has one row for every example. b has a single row that was added to all of them, so
    the rows of dout are summed: dout.sum(axis=0)."""
    return dout @ W.T, x.T @ dout, dout.copy()


@misconception(witness={"dout": [[1.0], [7.0]], "x": [[2.0], [3.0]], "W": [[4.0]]})
def keeps_a_batch_axis_on_the_bias_gradient(dout, x, W):
    """db came as a row, (1, D_out). It has the shape of b, (D_out,): leave keepdims out."""
    return dout @ W.T, x.T @ dout, dout.sum(axis=0, keepdims=True)


@misconception(witness={"dout": [[2.0]], "x": [[3.0]], "W": [[5.0]]})
def returns_the_weights_first(dout, x, W):
    """The gradients came in another order. They follow the order of the forward pass's arguments,
    x, W, b: return dx, dW, db."""
    return x.T @ dout, dout @ W.T, dout.sum(axis=0)


EXERCISE = Exercise(
    inputs={
        "dout": array("N K", floats(-10, 10), floats(-1e4, 1e4, special=(0.0,))),
        "x": array("N D", floats(-10, 10), floats(-1e4, 1e4, special=(0.0,))),
        "W": array("D K", floats(-10, 10), floats(-1e4, 1e4, special=(0.0,))),
    },
    reference=reference,
    second_source=sums,
    empty="N",
    laws=(examples_add_up, inputs_and_weights_share_the_loss),
    misconceptions=(
        forgets_to_transpose_the_weights,
        transposes_the_gradient_of_the_weights,
        sums_the_bias_over_the_outputs,
        divides_by_the_number_of_examples,
        averages_the_bias_gradient,
        adds_all_of_the_bias_gradient_up,
        leaves_the_bias_gradient_unsummed,
        keeps_a_batch_axis_on_the_bias_gradient,
        returns_the_weights_first,
    ),
    refusals=(
        refusal(
            ValueError,
            "3 rows in dout against 2 in x",
            dout=np.ones((3, 2)),
            x=np.ones((2, 4)),
            W=np.ones((4, 2)),
        ),
        refusal(
            ValueError,
            "a single row in dout against 3 in x",
            dout=np.ones((1, 2)),
            x=np.ones((3, 4)),
            W=np.ones((4, 2)),
        ),
        refusal(
            ValueError,
            "3 rows in dout against a single one in x",
            dout=np.ones((3, 2)),
            x=np.ones((1, 4)),
            W=np.ones((4, 2)),
        ),
        refusal(
            ValueError,
            "1 output in dout against 2 in W",
            dout=np.ones((3, 1)),
            x=np.ones((3, 4)),
            W=np.ones((4, 2)),
        ),
    ),
    cases=(
        case(dout=[[1.0], [10.0]], x=[[1.0, 2.0], [3.0, 4.0]], W=[[5.0], [6.0]]),
        # Square, so that nothing but the numbers can tell a transpose.
        case(
            dout=[[1.0, 2.0], [3.0, -4.0]], x=[[1.0, -2.0], [0.5, 3.0]], W=[[2.0, 7.0], [-1.0, 4.0]]
        ),
    ),
    hints=(
        "A gradient always has the shape of what it is the gradient of. Which products of dout, x "
        "and W, transposed or not, have the shapes of x and of W?",
        "One entry of b is added to a whole column of out. If it grows by a little, which entries "
        "of out grow with it?",
        "dx = dout @ W.T; dW = x.T @ dout; db sums dout over the examples.",
    ),
)
