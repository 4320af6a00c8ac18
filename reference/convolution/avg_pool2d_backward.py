"""Backpropagation through average pooling."""

from __future__ import annotations

import numpy as np
import torch

from grader.declare import (
    Exercise,
    array,
    assert_close,
    case,
    computed,
    floats,
    law,
    misconception,
    refusal,
    vjp,
)


def reference(
    dout: torch.Tensor, x_shape: tuple[int, int, int, int], size: int, stride: int
) -> torch.Tensor:
    def pooled(x: torch.Tensor) -> torch.Tensor:
        return torch.nn.functional.avg_pool2d(x, size, stride)

    return vjp(pooled, dout, dout.new_zeros(tuple(x_shape)))[0]


def shares(m, dout, x_shape, size, stride):
    """The definition, one window at a time."""
    dx = np.zeros(x_shape, dtype=object)
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            for u in range(size):
                for v in range(size):
                    dx[:, :, i * stride + u, j * stride + v] += dout[:, :, i, j] / size**2
    return dx


# --- inputs ---------------------------------------------------------------------------------------


def plan(dout):
    """A size, a stride and a shape of x under which dout has the shape of the output.

    Decided by the numbers in dout, so that all the arguments follow from it.
    """
    rng = np.random.default_rng([*dout.shape, *np.ravel(dout).view(np.uint64).tolist()])
    size, stride = int(rng.integers(1, 4)), int(rng.integers(1, 4))
    # Up to stride - 1 pixels at the bottom and at the right are left over.
    sides = [(n - 1) * stride + size + int(rng.integers(0, stride)) for n in dout.shape[2:]]
    return size, stride, (*dout.shape[:2], *sides)


def planned_size(dout):
    return plan(dout)[0]


def planned_stride(dout):
    return plan(dout)[1]


def shape_of_x(dout):
    return plan(dout)[2]


def fits(dout, x_shape, size, stride):
    return dout.shape[2:] == tuple((n - size) // stride + 1 for n in x_shape[2:])


# --- laws -----------------------------------------------------------------------------------------


@law(other=array("N C P Q"))
def is_linear_in_the_upstream_gradient(avg_pool2d_backward, dout, x_shape, size, stride, other):
    """The gradient of a sum of two upstream gradients is the sum of their gradients."""
    first = avg_pool2d_backward(dout, x_shape, size, stride)
    second = avg_pool2d_backward(other, x_shape, size, stride)
    both = avg_pool2d_backward(dout + other, x_shape, size, stride)
    scale = float(np.abs(dout).sum() + np.abs(other).sum())
    assert_close(both, first + second, scale=scale, rtol=1e-12)


@law()
def a_zero_gradient_stays_zero(avg_pool2d_backward, dout, x_shape, size, stride):
    """If no output matters to the loss, then no pixel does: all zeros."""
    zero = np.zeros(dout.shape)
    assert_close(avg_pool2d_backward(zero, x_shape, size, stride), np.zeros(x_shape))


@law()
def nothing_is_lost(avg_pool2d_backward, dout, x_shape, size, stride):
    """Every window hands on all of its gradient, so that the sums of dx and dout are equal."""
    dx = avg_pool2d_backward(dout, x_shape, size, stride)
    assert_close(float(dx.sum()), float(dout.sum()), scale=float(np.abs(dout).sum()), rtol=1e-12)


# --- mistakes -------------------------------------------------------------------------------------


def back(dout, x_shape, size, stride, add=True, share=None):
    """``share`` is what each pixel of a window gets of its gradient."""
    share = np.full((size, size), 1.0 / size**2) if share is None else share
    dx = np.zeros(x_shape)
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            top, left = i * stride, j * stride
            window = dx[:, :, top : top + size, left : left + size]
            gain = dout[:, :, i, j, None, None] * share[: window.shape[2], : window.shape[3]]
            window[...] = gain + (window if add else 0.0)
    return dx


SHARED = {"dout": [[[[4.0, 40.0]]]], "x_shape": (1, 1, 2, 3), "size": 2, "stride": 1}
PLAIN = {"dout": [[[[12.0]]]], "x_shape": (1, 1, 2, 3), "size": 2, "stride": 2}


@misconception(witness=SHARED)
def assigns_where_windows_overlap(dout, x_shape, size, stride):
    """A pixel that lies in two windows kept the share of one. Add them up: use +=, starting from
    zeros."""
    return back(dout, x_shape, size, stride, add=False)


@misconception(witness=PLAIN)
def forgets_to_divide(dout, x_shape, size, stride):
    """Every pixel got the whole gradient of its window. The mean divided by size * size, and so
    must the gradient."""
    return back(dout, x_shape, size, stride, share=np.ones((size, size)))


@misconception(witness=PLAIN)
def divides_by_the_side(dout, x_shape, size, stride):
    """The gradient was divided by `size`. A window has size * size pixels."""
    return back(dout, x_shape, size, stride, share=np.full((size, size), 1.0 / size))


@misconception(witness=PLAIN)
def gives_it_to_the_first_pixel(dout, x_shape, size, stride):
    """The top left pixel of each window got the whole gradient. All pixels of a window had an equal
    part in its mean, and get an equal part of its gradient."""
    return back(dout, x_shape, size, stride, share=np.eye(size * size)[0].reshape(size, size))


@misconception(witness=PLAIN)
def forgets_the_upstream_gradient(dout, x_shape, size, stride):
    """dout had no effect: every window handed on 1. Each hands on its own entry of dout, divided by
    size * size."""
    return back(np.ones(dout.shape), x_shape, size, stride)


@misconception(witness=PLAIN)
def shares_it_out_over_the_whole_image(dout, x_shape, size, stride):
    """The gradients were shared out over the whole image. A window hands its gradient on to its own
    pixels only."""
    whole = dout.sum(axis=(2, 3), keepdims=True) / (x_shape[2] * x_shape[3])
    return np.broadcast_to(whole, x_shape).copy()


@misconception(witness={"dout": [[[[4.0, 8.0]]]], "x_shape": (1, 1, 2, 5), "size": 1, "stride": 3})
def ignores_the_stride(dout, x_shape, size, stride):
    """The windows lie one pixel apart. Window (i, j) begins at (stride * i, stride * j)."""
    return back(dout, x_shape, size, 1)


@misconception(witness={**SHARED, "dout": [[[[4.0, 20.0]]]]})
def takes_the_size_for_the_stride(dout, x_shape, size, stride):
    """The windows lie side by side whatever the stride, as if every gradient were simply repeated
    size times. Window (i, j) begins at (stride * i, stride * j); windows may overlap."""
    return back(dout, x_shape, size, size)


@misconception(witness=PLAIN)
def returns_the_windows_only(dout, x_shape, size, stride):
    """The answer lacks the pixels that no window reached. It has the shape x_shape, with zeros
    there."""
    rows, columns = ((n - 1) * stride + size for n in dout.shape[2:])
    return back(dout, x_shape, size, stride)[:, :, :rows, :columns]


EXERCISE = Exercise(
    inputs={
        "dout": array("N C P Q", floats(-10, 10), floats(-1e3, 1e3, special=(0.0,))),
        "x_shape": computed(shape_of_x),
        "size": computed(planned_size),
        "stride": computed(planned_stride),
    },
    reference=reference,
    second_source=shares,
    sizes={"N": (1, 3), "C": (1, 3), "P": (1, 3), "Q": (1, 4)},
    where=fits,
    laws=(
        is_linear_in_the_upstream_gradient,
        a_zero_gradient_stays_zero,
        nothing_is_lost,
    ),
    misconceptions=(
        assigns_where_windows_overlap,
        forgets_to_divide,
        divides_by_the_side,
        gives_it_to_the_first_pixel,
        forgets_the_upstream_gradient,
        shares_it_out_over_the_whole_image,
        ignores_the_stride,
        takes_the_size_for_the_stride,
        returns_the_windows_only,
    ),
    refusals=tuple(
        refusal(ValueError, sentence, dout=np.ones(dout), x_shape=x, size=size, stride=stride)
        for sentence, dout, x, size, stride in (
            ("1 example in dout against 2 in x", (1, 3, 2, 2), (2, 3, 4, 5), 2, 2),
            ("2 examples in dout against 1 in x", (2, 3, 2, 2), (1, 3, 4, 5), 2, 2),
            ("1 channel in dout against 3 in x", (2, 1, 2, 2), (2, 3, 4, 5), 2, 2),
            ("a row too few in dout", (2, 3, 1, 2), (2, 3, 4, 5), 2, 2),
            ("a column too few in dout", (2, 3, 2, 1), (2, 3, 4, 5), 2, 2),
            ("a column too many in dout", (2, 3, 2, 3), (2, 3, 4, 5), 2, 2),
            ("a row too many in dout", (2, 3, 3, 2), (2, 3, 4, 5), 2, 2),
            ("rows for columns in dout", (2, 3, 3, 2), (2, 3, 4, 6), 2, 2),
            ("channels for examples in dout", (3, 2, 2, 2), (2, 3, 4, 5), 2, 2),
            ("a window higher than the images", (1, 1, 0, 3), (1, 1, 2, 5), 3, 1),
            ("a window wider than the images", (1, 1, 3, 0), (1, 1, 5, 2), 3, 1),
            ("a stride of 0", (1, 1, 2, 2), (1, 1, 2, 2), 1, 0),
            ("a negative stride", (1, 1, 3, 3), (1, 1, 3, 3), 1, -1),
        )
    ),
    cases=(
        case(dout=[[[[4.0, 40.0]]]], x_shape=(1, 1, 2, 3), size=2, stride=1),
        # AlexNet's 3 by 3 windows with stride 2, with a row and a column left over.
        case(dout=np.arange(1.0, 7.0).reshape(1, 1, 2, 3), x_shape=(1, 1, 6, 8), size=3, stride=2),
        case(
            dout=np.arange(1.0, 7.0).reshape(1, 1, 2, 3),
            x_shape=(1, 1, 5, 9),
            size=1,
            stride=4,
            tier="edge",
        ),
    ),
    hints=(
        "By how much does the mean of four pixels grow when one of them grows by 1?",
        "Make an array of zeros of shape x_shape and walk over the windows as in the forward pass. "
        "What does a pixel get that lies in two windows?",
        "dx[:, :, top : top + size, left : left + size] += dout[:, :, i, j, None, None] / size**2 "
        "with top = i * stride and left = j * stride.",
    ),
)
