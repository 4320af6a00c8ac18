"""The gradients of PReLU by its input and by its slopes."""

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


def reference(
    dout: torch.Tensor, x: torch.Tensor, a: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor]:
    return vjp(torch.nn.functional.prelu, dout, x, a)


def per_channel(x, a):
    """The slopes in a shape that lines up with axis 1."""
    return a.reshape((1, -1) + (1,) * (x.ndim - 2))


def all_but_the_channels(x):
    return (0, *range(2, x.ndim))


def second_source(m, dout, x, a):
    dx = m.where(x > 0, dout, per_channel(x, a) * dout)
    products = m.where(x > 0, m.number(0.0), dout * x)
    return dx, products.sum(axis=all_but_the_channels(x))


def gradients(dout, x, a):
    dx = np.where(x > 0, dout, per_channel(x, a) * dout)
    return dx, (dout * np.minimum(x, 0.0)).sum(axis=all_but_the_channels(x))


@law(edge=10)
def passes_through_where_x_is_positive(prelu_backward, dout, x, a):
    """If no number is negative, the gradient goes through unchanged and the slopes get none."""
    dx, da = prelu_backward(dout, np.abs(x) + 1.0, a)
    assert_close(dx, dout, rtol=1e-12)
    assert_close(da, np.zeros_like(a))


@law()
def agrees_on_scaling_x_and_scaling_a(prelu_backward, dout, x, a):
    """Where all numbers are negative, x and a enter as a product: x * dx and a * da have the same
    sum in each channel."""
    x = -np.abs(x) - 0.1
    dx, da = prelu_backward(dout, x, a)
    assert_close(a * da, (x * dx).sum(axis=all_but_the_channels(x)), scale=1000.0)


D = [[1.0, -2.0], [3.0, 4.0]]
X = [[-2.0, -1.0], [3.0, -4.0]]
A = [0.5, 0.25]
SMALL = {"dout": D, "x": X, "a": A}


@misconception(witness=SMALL)
def averages_over_the_examples(dout, x, a):
    """da is divided by the number of examples. The loss already has its mean, if it takes one:
    here gradients are added up."""
    dx, da = gradients(dout, x, a)
    return dx, da / x.shape[0]


@misconception(witness=SMALL)
def leaves_the_examples_apart(dout, x, a):
    """da has a row for every example. All examples were made with the same slopes, so add up over
    axis 0 too: da has the shape of a."""
    products = dout * np.minimum(x, 0.0)
    return gradients(dout, x, a)[0], products.sum(axis=tuple(range(2, x.ndim)))


@misconception(witness=SMALL)
def adds_up_over_the_channels(dout, x, a):
    """All channels got one common sum. Every channel has its own slope: sum over all axes but
    axis 1."""
    dx, da = gradients(dout, x, a)
    return dx, np.full_like(a, da.sum())


@misconception(witness=SMALL)
def looks_at_the_sign_of_dout(dout, x, a):
    """The slope was chosen by the sign of dout. It is x that decides on which side of the kink an
    entry was in the forward pass."""
    dx = np.where(dout > 0, dout, per_channel(x, a) * dout)
    return dx, gradients(dout, x, a)[1]


@misconception(witness=SMALL)
def counts_positive_numbers_for_a(dout, x, a):
    """da sums dout * x over all entries. Where x > 0 the slope a was not used, so those add
    nothing."""
    return gradients(dout, x, a)[0], (dout * x).sum(axis=all_but_the_channels(x))


@misconception(witness=SMALL)
def forgets_x_in_the_slopes_gradient(dout, x, a):
    """da sums dout alone. The derivative of a[c] * x by a[c] is x: multiply by it."""
    taken = np.where(x > 0, 0.0, dout)
    return gradients(dout, x, a)[0], taken.sum(axis=all_but_the_channels(x))


@misconception(witness=SMALL)
def forgets_dout(dout, x, a):
    """These are the slopes of PReLU by itself. The chain rule multiplies them by the gradient that
    comes in, dout."""
    return gradients(np.ones_like(dout), x, a)


@misconception(witness=SMALL)
def stops_at_negative_numbers(dout, x, a):
    """dx is 0 where x is negative, as with ReLU. PReLU lets a[c] * dout through there."""
    return np.where(x > 0, dout, 0.0), gradients(dout, x, a)[1]


@misconception(witness=SMALL)
def passes_dout_on_unscaled(dout, x, a):
    """dx is dout everywhere. Where x is not positive, it is multiplied by the slope of its
    channel."""
    return np.array(dout), gradients(dout, x, a)[1]


@misconception(witness={"dout": [[1.0, 2.0]], "x": [[0.0, -1.0]], "a": A})
def passes_dout_on_at_0(dout, x, a):
    """At x = 0 the whole of dout goes through. There the slope is a[c], as for negative x: compare
    with x > 0."""
    return np.where(x >= 0, dout, per_channel(x, a) * dout), gradients(dout, x, a)[1]


@misconception(witness=SMALL)
def returns_the_slopes_gradient_first(dout, x, a):
    """The two gradients come in the wrong order. They follow the order of the forward arguments:
    dx first, then da."""
    dx, da = gradients(dout, x, a)
    return da, dx


@misconception(witness=SMALL)
def multiplies_the_slopes_gradient_by_a(dout, x, a):
    """da has a factor a[c] too many: the derivative of a[c] * x by a[c] is x alone."""
    dx, da = gradients(dout, x, a)
    return dx, da * a


@misconception(witness=SMALL)
def flips_the_sign_of_the_slopes_gradient(dout, x, a):
    """da has the wrong sign: the size |x| was used where x itself, which is negative there,
    belongs."""
    dx, da = gradients(dout, x, a)
    return dx, -da


EXERCISE = Exercise(
    inputs={
        "dout": array("N C ...", floats(-10, 10), floats(-100, 100, special=(0.0,))),
        "x": array("N C ...", floats(-10, 10), floats(-1000, 1000, special=(0.0,))),
        "a": array("C", floats(-2, 2), floats(-5, 5, special=(0.0, 1.0))),
    },
    reference=reference,
    second_source=second_source,
    sizes={"N": (1, 4), "C": (1, 4)},
    cases=(
        case(dout=[[1.0, 2.0], [3.0, 4.0]], x=[[-2.0, -2.0], [3.0, -4.0]], a=A),
        case(
            dout=np.arange(1.0, 17.0).reshape(2, 2, 2, 2),
            x=np.linspace(-4, 3.5, 16).reshape(2, 2, 2, 2),
            a=A,
        ),
        case(dout=[[1.0, 2.0]], x=[[0.0, 0.0]], a=A, tier="edge"),
    ),
    refusals=(
        refusal(
            ValueError,
            "one slope for three channels",
            dout=np.ones((2, 3)),
            x=-np.ones((2, 3)),
            a=np.ones(1),
        ),
        refusal(
            ValueError,
            "one slope per pixel of a row instead of per channel",
            dout=np.ones((2, 3, 4, 5)),
            x=-np.ones((2, 3, 4, 5)),
            a=np.ones(5),
        ),
        refusal(
            ValueError,
            "dout of one example for two",
            dout=np.ones((1, 3)),
            x=-np.ones((2, 3)),
            a=np.ones(3),
        ),
        refusal(
            ValueError,
            "dout of two examples for one",
            dout=np.ones((2, 3)),
            x=-np.ones((1, 3)),
            a=np.ones(3),
        ),
    ),
    laws=(passes_through_where_x_is_positive, agrees_on_scaling_x_and_scaling_a),
    misconceptions=(
        averages_over_the_examples,
        leaves_the_examples_apart,
        adds_up_over_the_channels,
        looks_at_the_sign_of_dout,
        counts_positive_numbers_for_a,
        forgets_x_in_the_slopes_gradient,
        forgets_dout,
        stops_at_negative_numbers,
        passes_dout_on_unscaled,
        passes_dout_on_at_0,
        returns_the_slopes_gradient_first,
        multiplies_the_slopes_gradient_by_a,
        flips_the_sign_of_the_slopes_gradient,
    ),
    hints=(
        "Take one entry alone, once positive and once negative: what is the derivative of its "
        "output by x, and by its slope?",
        "One slope made many outputs, so their gradients add up over every axis but the channels'. "
        "dx has the shape of x; a must be lined up with axis 1, as in the forward pass.",
        "dx is np.where(x > 0, dout, slopes * dout) with slopes of shape (1, C, 1, ...); da is the "
        "sum of dout * np.minimum(x, 0) over axis 0 and the axes from 2 on.",
    ),
)
