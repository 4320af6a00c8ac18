"""Backpropagation through max pooling."""

from __future__ import annotations

import numpy as np
import torch

from grader.declare import (
    Exercise,
    array,
    assert_close,
    case,
    central_differences,
    computed,
    floats,
    law,
    misconception,
    refusal,
    vjp,
)


def pooled(x, size, stride):
    return torch.nn.functional.max_pool2d(x, size, stride)


def reference(dout: torch.Tensor, x: torch.Tensor, size: int, stride: int) -> torch.Tensor:
    # On equal pixels PyTorch too keeps the first.
    return vjp(lambda x: pooled(x, size, stride), dout, x)[0]


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


def fits(dout, x, size, stride):
    return dout.shape[2:] == tuple((n - size) // stride + 1 for n in x.shape[2:])


# --- laws -----------------------------------------------------------------------------------------


@law(other=array("N C P Q"))
def is_linear_in_the_upstream_gradient(max_pool2d_backward, dout, x, size, stride, other):
    """The gradient of a sum of two upstream gradients is the sum of their gradients."""
    first = max_pool2d_backward(dout, x, size, stride)
    second = max_pool2d_backward(other, x, size, stride)
    both = max_pool2d_backward(dout + other, x, size, stride)
    scale = float(np.abs(dout).sum() + np.abs(other).sum())
    assert_close(both, first + second, scale=scale, rtol=1e-12)


@law()
def a_zero_gradient_stays_zero(max_pool2d_backward, dout, x, size, stride):
    """If no output matters to the loss, then no pixel does: all zeros."""
    zero = np.zeros(dout.shape)
    assert_close(max_pool2d_backward(zero, x, size, stride), np.zeros(x.shape))


@law()
def nothing_is_lost(max_pool2d_backward, dout, x, size, stride):
    """Every window hands on all of its gradient, so that the sums of dx and dout are equal."""
    dx = max_pool2d_backward(dout, x, size, stride)
    assert_close(float(dx.sum()), float(dout.sum()), scale=float(np.abs(dout).sum()), rtol=1e-12)


@law()
def the_top_left_of_a_flat_window_gets_it_all(max_pool2d_backward, dout, x, size, stride):
    """On an image of a single grey all pixels are largest, and the first of each window gets its
    whole gradient."""
    expected = np.zeros(x.shape)
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            expected[:, :, i * stride, j * stride] += dout[:, :, i, j]
    assert_close(max_pool2d_backward(dout, np.full(x.shape, -2.0), size, stride), expected)


# --- mistakes -------------------------------------------------------------------------------------


def windows(dout, x, size, stride):
    """The window of each output pixel as slices, and its place in the output."""
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            top, left = i * stride, j * stride
            yield (..., slice(top, top + size), slice(left, left + size)), (..., i, j)


def chosen(window, last=False):
    """1 at the first (or the last) maximum of every window, 0 elsewhere."""
    flat = window.reshape(*window.shape[:2], -1)
    best = flat.shape[-1] - 1 - flat[..., ::-1].argmax(-1) if last else flat.argmax(-1)
    return (np.arange(flat.shape[-1]) == best[..., None]).astype(float).reshape(window.shape)


def back(dout, x, size, stride, weight=chosen, add=True):
    dx = np.zeros(x.shape)
    for window, place in windows(dout, x, size, stride):
        share = weight(x[window]) * dout[place][..., None, None]
        dx[window] = share + (dx[window] if add else 0.0)
    return dx


def equal_to_the_maximum(window):
    return (window == window.max(axis=(2, 3), keepdims=True)).astype(float)


TIED = {"dout": [[[[6.0]]]], "x": [[[[1.0, 5.0], [5.0, 2.0]]]], "size": 2, "stride": 1}
SHARED = {
    "dout": [[[[10.0, 1.0]]]],
    "x": [[[[1.0, 5.0, 4.0], [2.0, 3.0, 0.0]]]],
    "size": 2,
    "stride": 1,
}
PLAIN = {"dout": [[[[3.0]]]], "x": [[[[1.0, 5.0], [0.0, 2.0]]]], "size": 2, "stride": 1}


@misconception(witness=TIED)
def gives_it_to_every_maximum(dout, x, size, stride):
    """All pixels equal to the maximum got the whole gradient, so that more comes out than went in.
    Only the first of them counts: find it with argmax."""
    return back(dout, x, size, stride, equal_to_the_maximum)


@misconception(witness=TIED)
def splits_it_among_the_maxima(dout, x, size, stride):
    """The gradient was shared out among equal maxima. Here the first of them, row by row, gets all
    of it."""

    def weight(window):
        same = equal_to_the_maximum(window)
        return same / same.sum(axis=(2, 3), keepdims=True)

    return back(dout, x, size, stride, weight)


@misconception(witness=TIED)
def takes_the_last_maximum(dout, x, size, stride):
    """Of equal maxima the last one got the gradient: comparing with >= does this. Use > (or
    argmax), so that the first one stays."""
    return back(dout, x, size, stride, lambda window: chosen(window, last=True))


@misconception(witness={**TIED, "dout": [[[[9.0]]]]})
def reads_column_by_column(dout, x, size, stride):
    """The first maximum was looked for column by column. Read the window like a page: its top row
    from left to right, then the next row."""

    def weight(window):
        return chosen(window.swapaxes(2, 3)).swapaxes(2, 3)

    return back(dout, x, size, stride, weight)


@misconception(witness=SHARED)
def assigns_where_windows_overlap(dout, x, size, stride):
    """A pixel that is the largest of two windows kept the gradient of one. Add them up: +=, and
    np.add.at where the places come as arrays."""
    return back(dout, x, size, stride, add=False)


@misconception(
    witness={
        "dout": [[[[10.0, 1.0, 100.0]]]],
        "x": [[[[1.0, 2.0, 5.0, 4.0], [0.0] * 4]]],
        "size": 2,
        "stride": 1,
    }
)
def forgets_that_places_repeat(dout, x, size, stride):
    """dx[rows, columns] += dout adds only once where a place is named twice. Use np.add.at, or a
    loop over the windows."""
    dx = np.zeros(x.shape)
    for window, place in windows(dout, x, size, stride):
        share = chosen(x[window]) * dout[place][..., None, None]
        dx[window] = np.where(chosen(x[window]) > 0, share, dx[window])
    return dx


@misconception(witness=PLAIN)
def gives_every_pixel_the_gradient(dout, x, size, stride):
    """Every pixel of the window got the gradient. Only the largest one reached the output, so only
    it gets any."""
    return back(dout, x, size, stride, np.ones_like)


@misconception(witness=PLAIN)
def shares_it_out_evenly(dout, x, size, stride):
    """The gradient was shared out over the window, which is what average pooling does. Here the
    largest pixel gets all of it."""
    return back(dout, x, size, stride, lambda window: np.ones_like(window) / size**2)


@misconception(witness=PLAIN)
def forgets_the_upstream_gradient(dout, x, size, stride):
    """The maxima were only marked with 1. Each hands on the gradient of its window: multiply by
    dout."""
    return back(np.ones(dout.shape), x, size, stride)


@misconception(witness=PLAIN)
def multiplies_by_the_maximum(dout, x, size, stride):
    """The gradient was multiplied by the pixel's value. The output is the pixel itself, so its
    slope is 1."""
    return back(dout, x, size, stride, lambda window: chosen(window) * window)


@misconception(
    witness={
        **SHARED,
        "dout": [[[[10.0, 1.0, 4.0]]]],
        "x": [[[[1.0, 2.0, 3.0, 4.0, 9.0, 6.0], [0.0] * 6]]],
        "stride": 2,
    }
)
def ignores_the_stride(dout, x, size, stride):
    """The windows lie one pixel apart. Window (i, j) begins at (stride * i, stride * j)."""
    return back(dout, x, size, 1)


@misconception(witness=SHARED)
def takes_the_size_for_the_stride(dout, x, size, stride):
    """The windows lie side by side whatever the stride. Window (i, j) begins at
    (stride * i, stride * j); a window beyond the image is empty."""
    dx = np.zeros(x.shape)
    for window, place in windows(dout, x, size, size):
        if x[window].size:
            dx[window] += chosen(x[window]) * dout[place][..., None, None]
    return dx


EXERCISE = Exercise(
    inputs={
        "dout": array("N C P Q", floats(-10, 10), floats(-1e3, 1e3, special=(0.0,))),
        # Whole numbers between -3 and 3, so that windows often hold their maximum several times.
        "x": array(shape_of_x, floats(-3, 3, grid=1.0), floats(-1e3, 1e3, special=(0.0,))),
        "size": computed(planned_size),
        "stride": computed(planned_stride),
    },
    reference=reference,
    second_source=central_differences(pooled, wrt="x", upstream="dout"),
    sizes={"N": (1, 3), "C": (1, 3), "P": (1, 3), "Q": (1, 4)},
    where=fits,
    laws=(
        is_linear_in_the_upstream_gradient,
        a_zero_gradient_stays_zero,
        nothing_is_lost,
        the_top_left_of_a_flat_window_gets_it_all,
    ),
    misconceptions=(
        gives_it_to_every_maximum,
        splits_it_among_the_maxima,
        takes_the_last_maximum,
        reads_column_by_column,
        assigns_where_windows_overlap,
        forgets_that_places_repeat,
        gives_every_pixel_the_gradient,
        shares_it_out_evenly,
        forgets_the_upstream_gradient,
        multiplies_by_the_maximum,
        ignores_the_stride,
        takes_the_size_for_the_stride,
    ),
    refusals=tuple(
        refusal(ValueError, sentence, dout=np.ones(dout), x=np.ones(x), size=size, stride=stride)
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
        case(dout=[[[[10.0, 1.0]]]], x=[[[[1.0, 5.0, 5.0], [2.0, 3.0, 4.0]]]], size=2, stride=1),
        # Every window tied in its first row and its first column.
        case(
            dout=np.arange(1.0, 7.0).reshape(1, 1, 2, 3),
            x=np.ones((1, 1, 3, 4)),
            size=2,
            stride=1,
            tier="edge",
        ),
        # A last row and column that no window reaches, and the largest pixel among them.
        case(
            dout=[[[[1.0, -2.0]]]],
            x=[[[[3.0, 1.0, -2.0, -1.0, 9.0], [3.0, 0.0, -1.0, -5.0, 8.0], [7.0] * 5]]],
            size=2,
            stride=2,
            tier="edge",
        ),
    ),
    hints=(
        "Move a pixel of a window a little that is not the largest. What happens to the output? "
        "And what happens when the largest one is moved?",
        "Walk over the windows as in the forward pass. np.argmax finds the first maximum of a "
        "window, counted through its pixels row by row; how do you get its row and column back?",
        "window = x[n, c, top : top + size, left : left + size]; u, v = divmod(window.argmax(), "
        "size); dx[n, c, top + u, left + v] += dout[n, c, i, j].",
    ),
)
