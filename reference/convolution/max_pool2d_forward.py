"""The forward pass of max pooling."""

from __future__ import annotations

import numpy as np
import torch

from grader.declare import (
    Exercise,
    array,
    assert_close,
    assert_equal,
    case,
    floats,
    integers,
    law,
    misconception,
    refusal,
    scalar,
)


def reference(x: torch.Tensor, size: int, stride: int) -> torch.Tensor:
    return torch.nn.functional.max_pool2d(x, size, stride)


def fits(x, size):
    """At least one window."""
    return size <= min(x.shape[2:])


def by_definition(m, x, size, stride):
    rows, columns = ((n - size) // stride + 1 for n in x.shape[2:])
    out = np.zeros((*x.shape[:2], rows, columns), dtype=object)
    for i in range(rows):
        for j in range(columns):
            for n in range(x.shape[0]):
                for c in range(x.shape[1]):
                    top, left = i * stride, j * stride
                    window = x[n, c, top : top + size, left : left + size]
                    out[n, c, i, j] = max(window.ravel().tolist())
    return out


# --- laws -----------------------------------------------------------------------------------------


@law(rise=floats(-10, 10, grid=0.5))
def brightening_the_image_brightens_the_answer(max_pool2d_forward, x, size, stride, rise):
    """Adding one number to every pixel adds it to every answer, negative ones included."""
    expected = max_pool2d_forward(x, size, stride) + rise
    assert_close(max_pool2d_forward(x + rise, size, stride), expected, scale=20.0, rtol=1e-12)


@law()
def a_window_of_one_pixel_thins_the_image(max_pool2d_forward, x, stride):
    """With windows of a single pixel nothing is compared: every stride-th pixel is kept."""
    assert_equal(max_pool2d_forward(x, 1, stride), x[:, :, ::stride, ::stride])


# --- mistakes -------------------------------------------------------------------------------------


def windows(x, size, stride, step=None):
    """``(N, C, P, Q, size, size)``; windows lie ``step`` apart, counted as if at ``stride``."""
    step = stride if step is None else step
    rows, columns = ((n - size) // stride + 1 for n in x.shape[2:])
    out = np.zeros((*x.shape[:2], rows, columns, size, size))
    for i in range(rows):
        for j in range(columns):
            top, left = i * step, j * step
            out[:, :, i, j] = x[:, :, top : top + size, left : left + size]
    return out


def rounded_up(x, size, stride):
    """The same with windows that hang over the edge; what is not there is nan."""
    rows, columns = (-(-(n - size) // stride) + 1 for n in x.shape[2:])
    height, width = (rows - 1) * stride + size, (columns - 1) * stride + size
    over = ((0, 0), (0, 0), (0, max(0, height - x.shape[2])), (0, max(0, width - x.shape[3])))
    return windows(np.pad(x, over, constant_values=np.nan), size, stride)


@misconception(witness={"x": [[[[2.0, 1.0], [3.0, 6.0]]]], "size": 2, "stride": 1})
def averages_the_window(x, size, stride):
    """This is the mean of every window, average pooling. Keep the largest pixel instead."""
    return windows(x, size, stride).mean(axis=(4, 5))


@misconception(witness={"x": [[[[2.0, 1.0], [3.0, 6.0]]]], "size": 2, "stride": 1})
def keeps_the_smallest(x, size, stride):
    """The smallest pixel was kept. Max pooling keeps the largest."""
    return windows(x, size, stride).min(axis=(4, 5))


@misconception(witness={"x": [[[[2.0, 1.0], [3.0, 6.0]]]], "size": 2, "stride": 1})
def keeps_the_first(x, size, stride):
    """The top left pixel of each window was kept, whatever stands beside it. Compare all pixels of
    the window."""
    return windows(x, size, stride)[..., 0, 0]


@misconception(witness={"x": [[[[-1.0, -2.0], [-3.0, -6.0]]]], "size": 2, "stride": 1})
def starts_from_zero(x, size, stride):
    """Windows of negative pixels gave 0. The search for the maximum began at 0, or at a frame of
    zeros: begin at -inf, or at the first pixel of the window."""
    return np.maximum(windows(x, size, stride).max(axis=(4, 5)), 0.0)


@misconception(witness={"x": [[[[1.0, -5.0], [3.0, 2.0]]]], "size": 2, "stride": 1})
def compares_magnitudes(x, size, stride):
    """The pixel furthest from 0 was kept. The largest is meant, signs and all: 3 is larger
    than -5."""
    w = windows(x, size, stride)
    w = w.reshape(*w.shape[:4], -1)
    best = np.abs(w).argmax(axis=-1)
    return np.take_along_axis(w, best[..., None], axis=-1)[..., 0]


@misconception(witness={"x": [[[[1.0, 2.0]], [[4.0, 3.0]]]], "size": 1, "stride": 1})
def mixes_the_channels(x, size, stride):
    """The maximum was taken over the channels too. Every channel is pooled by itself, so that the
    output has as many."""
    out = windows(x, size, stride).max(axis=(4, 5))
    return np.repeat(out.max(axis=1, keepdims=True), x.shape[1], axis=1)


@misconception(
    witness={
        "x": [[[[1.0, 2.0, 4.0, 8.0, 5.0], [3.0, 0.0, 7.0, 1.0, 6.0]]]],
        "size": 2,
        "stride": 1,
    }
)
def takes_the_size_for_the_stride(x, size, stride):
    """The windows lie side by side whatever the stride. Window (i, j) begins at
    (stride * i, stride * j), so that windows overlap where the stride is smaller than the size."""
    return windows(x, size, size).max(axis=(4, 5))


@misconception(
    witness={
        "x": [[[[1.0, 2.0, 4.0, 8.0, 5.0], [3.0, 0.0, 7.0, 1.0, 6.0]]]],
        "size": 1,
        "stride": 2,
    }
)
def takes_the_stride_for_the_size(x, size, stride):
    """The windows are as large as the stride. Their height and width are `size`."""
    return windows(x, min(stride, *x.shape[2:]), stride).max(axis=(4, 5))


@misconception(
    witness={
        "x": [[[[1.0, 2.0, 4.0, 8.0, 5.0], [3.0, 0.0, 7.0, 1.0, 6.0]]]],
        "size": 2,
        "stride": 2,
    }
)
def counts_windows_that_hang_over(x, size, stride):
    """A window that hangs over the edge was counted. Windows stay inside the image: round down,
    (n - size) // stride + 1."""
    return np.nanmax(rounded_up(x, size, stride), axis=(4, 5))


@misconception(
    witness={
        "x": [[[[1.0, 2.0, 4.0, 8.0, 5.0], [3.0, 0.0, 7.0, 1.0, 6.0]]]],
        "size": 1,
        "stride": 3,
    }
)
def moves_by_one_pixel_whatever_the_stride(x, size, stride):
    """The output has the right size, but its windows lie one pixel apart. Window (i, j) begins at
    (stride * i, stride * j), not at (i, j)."""
    return windows(x, size, stride, step=1).max(axis=(4, 5))


@misconception(
    witness={
        "x": [[[[1.0, 2.0, 4.0, 8.0, 5.0], [3.0, 0.0, 7.0, 1.0, 6.0]]]],
        "size": 1,
        "stride": 1,
    }
)
def computes_the_width_from_the_height(x, size, stride):
    """The output's width was computed from the image's height, which only square images forgive.
    Use x.shape[3] for the width."""
    out = windows(x, size, stride).max(axis=(4, 5))
    side = out.shape[2]
    if out.shape[3] < side:
        raise IndexError("a window beyond the image")
    return out[:, :, :, :side]


@misconception(witness={"x": [[[[1.0, 2.0, 4.0]]]], "size": 1, "stride": 1})
def puts_the_width_first(x, size, stride):
    """The output came with its width before its height. The axes are (N, C, height, width)."""
    return windows(x, size, stride).max(axis=(4, 5)).transpose(0, 1, 3, 2)


EXERCISE = Exercise(
    inputs={
        # Halves between -4 and 4: ties are frequent.
        "x": array("N C H W", floats(-4, 4, grid=0.5), floats(-1e6, 1e6, special=(0.0,))),
        "size": scalar(integers(1, 3), integers(1, 4)),
        "stride": scalar(integers(1, 3), integers(1, 5)),
    },
    reference=reference,
    second_source=by_definition,
    accuracy="exact",  # a pixel of the input comes out as it is
    sizes={"N": (1, 3), "C": (1, 3), "H": (1, 6), "W": (1, 6)},
    where=fits,
    laws=(brightening_the_image_brightens_the_answer, a_window_of_one_pixel_thins_the_image),
    misconceptions=(
        averages_the_window,
        keeps_the_smallest,
        keeps_the_first,
        starts_from_zero,
        compares_magnitudes,
        mixes_the_channels,
        takes_the_size_for_the_stride,
        takes_the_stride_for_the_size,
        counts_windows_that_hang_over,
        moves_by_one_pixel_whatever_the_stride,
        computes_the_width_from_the_height,
        puts_the_width_first,
    ),
    refusals=(
        refusal(
            ValueError, "a window higher than the images", x=np.ones((1, 2, 2, 5)), size=3, stride=1
        ),
        refusal(
            ValueError, "a window wider than the images", x=np.ones((1, 2, 5, 2)), size=3, stride=3
        ),
        refusal(ValueError, "a stride of 0", x=np.ones((1, 1, 4, 5)), size=2, stride=0),
        refusal(ValueError, "a negative stride", x=np.ones((1, 1, 4, 5)), size=2, stride=-1),
    ),
    cases=(
        # 2 by 2 windows side by side, and 3 by 3 windows with stride 2 that overlap (AlexNet's).
        case(x=np.arange(1.0, 17.0).reshape(1, 1, 4, 4)[:, :, ::-1], size=2, stride=2),
        case(x=(np.arange(35.0) * 11 % 17 - 8).reshape(1, 1, 5, 7), size=3, stride=2),
        # Gaps between the windows, and one window as large as the image.
        case(x=(np.arange(30.0) * 7 % 13 - 6).reshape(1, 1, 5, 6), size=1, stride=4, tier="edge"),
        case(x=-np.arange(1.0, 10.0).reshape(1, 1, 3, 3), size=3, stride=2, tier="edge"),
    ),
    hints=(
        "Draw an image of 5 by 6 and windows of 2 by 2 with stride 2. How many fit, and what "
        "becomes of the last row?",
        "The output has (n - size) // stride + 1 pixels along each side of n. Cut the window of "
        "each (i, j) out of all the images at once, with slices of the last two axes.",
        "out[:, :, i, j] = x[:, :, i * stride : i * stride + size, j * stride : j * stride + size]"
        ".max(axis=(2, 3))",
    ),
)
