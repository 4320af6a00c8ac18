"""The affine layer: a weighted sum of the inputs and a bias for every output."""

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


def reference(x: torch.Tensor, W: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    return torch.nn.functional.linear(x, W.T, b)


def sums(m, x, W, b):
    """The definition, one number at a time."""
    out = np.empty((len(x), len(b)), dtype=object)
    for n, k in np.ndindex(out.shape):
        out[n, k] = b[k] + sum(x[n, i] * W[i, k] for i in range(len(W)))
    return out


def size(x, W, b):
    """How large the terms of the sums are, which may cancel."""
    return float((np.abs(x) @ np.abs(W) + np.abs(b)).max(initial=1.0))


@law()
def every_example_goes_its_own_way(affine_forward, x, W, b):
    """What comes out for one example does not depend on the others of its batch."""
    together = affine_forward(x, W, b)
    alone = [affine_forward(x[n : n + 1], W, b) for n in range(len(x))]
    assert_close(together, np.concatenate(alone), scale=size(x, W, b), rtol=1e-12)


@law()
def zeros_in_give_the_biases(affine_forward, x, W, b):
    """Where every input is 0, each output is its bias."""
    assert_close(affine_forward(0.0 * x, W, b), np.tile(b, (len(x), 1)), rtol=1e-15)


def check(x, W, b):
    if x.shape[1] != W.shape[0] or b.shape != (W.shape[1],):
        raise ValueError("shapes do not fit")


@misconception(witness={"x": [[1.0, 2.0]], "W": [[1.0, 3.0], [5.0, 7.0]], "b": [1.0, 2.0]})
def forgets_the_bias(x, W, b):
    """The bias was left out. Add b to every row: x @ W + b."""
    check(x, W, b)
    return x @ W


@misconception(witness={"x": [[1.0, 2.0]], "W": [[1.0, 4.0], [5.0, 7.0]], "b": [1.0, 2.0]})
def subtracts_the_bias(x, W, b):
    """The bias was subtracted, as if it were a threshold. It is added: x @ W + b."""
    check(x, W, b)
    return x @ W - b


@misconception(witness={"x": [[1.0, 2.0]], "W": [[1.0, 5.0], [6.0, 7.0]], "b": [1.0, 2.0]})
def transposes_the_weights(x, W, b):
    """The weights were transposed, as for PyTorch's layers. Here W is (D_in, D_out), a column for
    every output: x @ W."""
    check(x, W, b)
    return x @ W.T + b


@misconception(witness={"x": [[1.0, 2.0], [3.0, 4.0]], "W": [[1.0, 2.0], [3.0, 4.0]], "b": [1, 9]})
def adds_the_bias_to_the_columns(x, W, b):
    """Each example got a bias of its own. A bias belongs to an output, a column, and is the same
    for all examples: x @ W + b with b flat."""
    check(x, W, b)
    return x @ W + b[:, None]


@misconception(witness={"x": [[2.0, 2.0]], "W": [[1.0, 3.0], [6.0, 8.0]], "b": [1.0, 2.0]})
def adds_the_bias_first(x, W, b):
    """The bias was added to the inputs. It belongs to the outputs, after the multiplication."""
    check(x, W, b)
    return (x + b) @ W


@misconception(witness={"x": [[3.0, 2.0]], "W": [[1.0, 3.0], [6.0, 9.0]], "b": [1.0, 2.0]})
def multiplies_elementwise(x, W, b):
    """The inputs were multiplied with the weights elementwise, and nothing was summed. A layer is
    a matrix product: x @ W, not x * W."""
    check(x, W, b)
    return x * W + b


@misconception(witness={"x": [[3.0, 1.0]], "W": [[2.0, 3.0], [6.0, 9.0]], "b": [1.0, 5.0]})
def adds_all_biases_up(x, W, b):
    """Every output got the sum of all biases. Each output has a bias of its own: x @ W + b."""
    check(x, W, b)
    return x @ W + b.sum()


@misconception(witness={"x": [[-3.0, 1.0]], "W": [[2.0, 3.0], [5.0, 9.0]], "b": [0.0, -5.0]})
def cuts_off_negative_outputs(x, W, b):
    """Negative outputs were set to 0. An affine layer has no activation: return x @ W + b as it
    is."""
    check(x, W, b)
    return np.maximum(x @ W + b, 0.0)


EXERCISE = Exercise(
    inputs={
        "x": array("N D", floats(-10, 10), floats(-1e4, 1e4, special=(0.0,))),
        "W": array("D K", floats(-10, 10), floats(-1e4, 1e4, special=(0.0,))),
        "b": array("K", floats(-10, 10), floats(-1e6, 1e6, special=(0.0,))),
    },
    reference=reference,
    second_source=sums,
    empty="N",
    cases=(
        case(
            x=[[1.0, 2.0], [3.0, 4.0]],
            W=[[1.0, 0.0, 10.0], [0.0, 1.0, 100.0]],
            b=[0.5, 0.25, 0.0],
        ),
    ),
    laws=(every_example_goes_its_own_way, zeros_in_give_the_biases),
    misconceptions=(
        forgets_the_bias,
        subtracts_the_bias,
        transposes_the_weights,
        adds_the_bias_to_the_columns,
        adds_the_bias_first,
        multiplies_elementwise,
        adds_all_biases_up,
        cuts_off_negative_outputs,
    ),
    refusals=(
        refusal(
            ValueError,
            "3 features in x against 2 in W",
            x=np.ones((4, 3)),
            W=np.ones((2, 3)),
            b=np.ones(3),
        ),
        refusal(
            ValueError,
            "a single feature in x against 2 in W",
            x=np.ones((4, 1)),
            W=np.ones((2, 3)),
            b=np.ones(3),
        ),
        refusal(
            ValueError,
            "a single bias for 3 outputs",
            x=np.ones((4, 2)),
            W=np.ones((2, 3)),
            b=np.ones(1),
        ),
        refusal(
            ValueError,
            "3 biases for a single output",
            x=np.ones((4, 2)),
            W=np.ones((2, 1)),
            b=np.ones(3),
        ),
        refusal(
            ValueError,
            "biases in a matrix, a row for every example",
            x=np.ones((4, 2)),
            W=np.ones((2, 3)),
            b=np.ones((4, 3)),
        ),
    ),
    hints=(
        "Write down the shapes: which two axes meet when x (N, D_in) is multiplied with W "
        "(D_in, D_out), and which remain?",
        "The product is a matrix product, and a flat b of D_out numbers is added to every row by "
        "itself. Which wrong shapes of b would NumPy accept without a word?",
        "Raise ValueError unless b.shape == (W.shape[1],); then return x @ W + b.",
    ),
)
