"""The windows of a matrix back into images, overlaps added up."""

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
)


def reference(
    cols: torch.Tensor,
    x_shape: tuple[int, int, int, int],
    kernel_h: int,
    kernel_w: int,
    stride: int = 1,
    padding: int = 0,
) -> torch.Tensor:
    n, _, height, width = x_shape
    blocks = cols.reshape(n, -1, cols.shape[1]).transpose(1, 2)  # (N, C * k, L)
    return torch.nn.functional.fold(
        blocks, (height, width), (kernel_h, kernel_w), stride=stride, padding=padding
    )


def entry_by_entry(m, cols, x_shape, kernel_h, kernel_w, stride=1, padding=0):
    """The definition; what falls outside the image is lost."""
    n, channels, height, width = x_shape
    out = np.zeros(x_shape, dtype=object)
    tops = range(-padding, height + padding - kernel_h + 1, stride)
    lefts = range(-padding, width + padding - kernel_w + 1, stride)
    places = [(k, top, left) for k in range(n) for top in tops for left in lefts]
    for row, (k, top, left) in enumerate(places):
        entries = iter(cols[row])
        for c in range(channels):
            for i in range(top, top + kernel_h):
                for j in range(left, left + kernel_w):
                    entry = next(entries)
                    if 0 <= i < height and 0 <= j < width:
                        out[k, c, i, j] += entry
    return out


# --- inputs ---------------------------------------------------------------------------------------


def divisor(rng, whole):
    return int(rng.choice([d for d in range(1, whole + 1) if whole % d == 0]))


def plan(cols):
    """A shape of images, a window, a stride and a padding that give a matrix of this shape.

    Decided by the numbers in cols, so that all the arguments follow from it.
    """
    rng = np.random.default_rng([*cols.shape, *np.ravel(cols).view(np.uint64).tolist()])
    rows, columns = cols.shape
    n, kernel_h = divisor(rng, rows), divisor(rng, columns)
    down, kernel_w = divisor(rng, rows // n), divisor(rng, columns // kernel_h)
    across, channels = rows // n // down, columns // kernel_h // kernel_w
    stride = int(rng.choice([1, 1, 1, 2, 3]))
    padding = int(rng.choice([0, 0, 0, 1, 2]))
    # Up to stride - 1 pixels at the bottom and at the right are left over.
    height = (down - 1) * stride + kernel_h + int(rng.integers(0, stride))
    width = (across - 1) * stride + kernel_w + int(rng.integers(0, stride))
    padding = min(padding, (height - 1) // 2, (width - 1) // 2)
    shape = (n, channels, height - 2 * padding, width - 2 * padding)
    return shape, kernel_h, kernel_w, stride, padding


def planned_shape(cols):
    return plan(cols)[0]


def planned_height(cols):
    return plan(cols)[1]


def planned_width(cols):
    return plan(cols)[2]


def planned_stride(cols):
    return plan(cols)[3]


def planned_padding(cols):
    return plan(cols)[4]


def fits(cols, x_shape, kernel_h, kernel_w, stride, padding):
    """Whether these windows give a matrix of this shape."""
    n, channels, height, width = x_shape
    rows = (height + 2 * padding - kernel_h) // stride + 1
    columns = (width + 2 * padding - kernel_w) // stride + 1
    fitting = rows >= 1 and columns >= 1
    return fitting and cols.shape == (n * rows * columns, channels * kernel_h * kernel_w)


# --- laws -----------------------------------------------------------------------------------------


@law(other=array("R S"))
def sums_stay_sums(col2im, cols, x_shape, kernel_h, kernel_w, stride, padding, other):
    """The images of a sum of two matrices are the sums of their images."""
    first = col2im(cols, x_shape, kernel_h, kernel_w, stride, padding)
    second = col2im(other, x_shape, kernel_h, kernel_w, stride, padding)
    both = col2im(cols + other, x_shape, kernel_h, kernel_w, stride, padding)
    scale = float(np.abs(cols).sum() + np.abs(other).sum())
    assert_close(both, first + second, scale=scale, rtol=1e-12)


@law(ordinary=60)  # Most draws have no frame.
def the_frame_is_cut_off(col2im, cols, x_shape, kernel_h, kernel_w, stride, padding):
    """Padding p gives the middle of the larger images that come without padding."""
    n, channels, height, width = x_shape
    large = (n, channels, height + 2 * padding, width + 2 * padding)
    whole = col2im(cols, large, kernel_h, kernel_w, stride, 0)
    middle = whole[:, :, padding : padding + height, padding : padding + width]
    scale = float(np.abs(cols).sum())
    found = col2im(cols, x_shape, kernel_h, kernel_w, stride, padding)
    assert_close(found, middle, scale=scale, rtol=1e-12)


# --- mistakes -------------------------------------------------------------------------------------


def put_back(cols, x_shape, kernel_h, kernel_w, stride, padding, add=True, step=None, order=None):
    """The padded images; ``order`` names the axes of the matrix where they are not nijcuv."""
    n, channels, height, width = x_shape
    step = stride if step is None else step
    rows = (height + 2 * padding - kernel_h) // stride + 1
    columns = (width + 2 * padding - kernel_w) // stride + 1
    sizes = {"n": n, "i": rows, "j": columns, "c": channels, "u": kernel_h, "v": kernel_w}
    order = order or "nijcuv"
    w = np.einsum(f"{order}->nijcuv", cols.reshape([sizes[axis] for axis in order]))
    p = np.zeros((n, channels, height + 2 * padding, width + 2 * padding))
    for i in range(rows):
        for j in range(columns):
            down = slice(i * step, i * step + kernel_h)
            across = slice(j * step, j * step + kernel_w)
            p[:, :, down, across] = w[:, i, j] + (p[:, :, down, across] if add else 0.0)
    return p


def cut(p, x_shape, padding):
    return p[:, :, padding : padding + x_shape[2], padding : padding + x_shape[3]]


OVERLAP = {
    "cols": [[1.0, 2.0, 4.0, 5.0], [20.0, 30.0, 50.0, 60.0]],
    "x_shape": (1, 1, 2, 3),
    "kernel_h": 2,
    "kernel_w": 2,
}
CHANNELS = {
    "cols": [[1.0, 2.0, 3.0, 4.0], [5.0, 6.0, 7.0, 8.0]],
    "x_shape": (1, 2, 1, 3),
    "kernel_h": 1,
    "kernel_w": 2,
}
PLACES = {
    "cols": [[1.0], [2.0], [3.0], [4.0], [5.0], [6.0], [7.0], [8.0]],
    "x_shape": (2, 1, 2, 2),
    "kernel_h": 1,
    "kernel_w": 1,
}


@misconception(witness=OVERLAP)
def assigns_where_windows_overlap(cols, x_shape, kernel_h, kernel_w, stride=1, padding=0):
    """A pixel that lies in two windows kept the entry of one. Add them up: use +=, starting from
    zeros."""
    p = put_back(cols, x_shape, kernel_h, kernel_w, stride, padding, add=False)
    return cut(p, x_shape, padding)


@misconception(witness=OVERLAP)
def averages_where_windows_overlap(cols, x_shape, kernel_h, kernel_w, stride=1, padding=0):
    """The entries of a pixel were averaged, so that im2col is undone. Gradients add up: divide by
    nothing."""
    p = put_back(cols, x_shape, kernel_h, kernel_w, stride, padding)
    count = put_back(np.ones(cols.shape), x_shape, kernel_h, kernel_w, stride, padding)
    return cut(p / np.maximum(count, 1.0), x_shape, padding)


@misconception(witness=OVERLAP)
def reads_windows_column_by_column(cols, x_shape, kernel_h, kernel_w, stride=1, padding=0):
    """Each row was read as a window written column by column. It was written line by line: u, v,
    with v fastest."""
    p = put_back(cols, x_shape, kernel_h, kernel_w, stride, padding, order="nijcvu")
    return cut(p, x_shape, padding)


@misconception(witness=CHANNELS)
def reads_the_channel_last(cols, x_shape, kernel_h, kernel_w, stride=1, padding=0):
    """The columns were read with the channel last. All pixels of the first channel come first: the
    order is c, u, v."""
    p = put_back(cols, x_shape, kernel_h, kernel_w, stride, padding, order="nijuvc")
    return cut(p, x_shape, padding)


@misconception(witness=PLACES)
def walks_column_by_column(cols, x_shape, kernel_h, kernel_w, stride=1, padding=0):
    """The rows were read as positions walked column by column. The order is n, i, j, with j
    fastest."""
    p = put_back(cols, x_shape, kernel_h, kernel_w, stride, padding, order="njicuv")
    return cut(p, x_shape, padding)


@misconception(witness=PLACES)
def reads_the_image_last(cols, x_shape, kernel_h, kernel_w, stride=1, padding=0):
    """The rows were read with the image last. All windows of the first image come first: the order
    is n, i, j."""
    p = put_back(cols, x_shape, kernel_h, kernel_w, stride, padding, order="ijncuv")
    return cut(p, x_shape, padding)


@misconception(
    witness={
        "cols": [[1.0], [2.0]],
        "x_shape": (1, 1, 1, 4),
        "kernel_h": 1,
        "kernel_w": 1,
        "stride": 2,
    }
)
def moves_by_one_pixel_whatever_the_stride(cols, x_shape, kernel_h, kernel_w, stride=1, padding=0):
    """The windows lie one pixel apart. Window (i, j) begins at (stride * i, stride * j)."""
    p = put_back(cols, x_shape, kernel_h, kernel_w, stride, padding, step=1)
    return cut(p, x_shape, padding)


FRAMED = {
    "cols": np.arange(1.0, 10.0).reshape(9, 1),
    "x_shape": (1, 1, 1, 1),
    "kernel_h": 1,
    "kernel_w": 1,
    "padding": 1,
}


@misconception(witness=FRAMED)
def forgets_to_cut_the_frame_off(cols, x_shape, kernel_h, kernel_w, stride=1, padding=0):
    """The images still have their frame of padding. Return the middle, in the shape x_shape."""
    return put_back(cols, x_shape, kernel_h, kernel_w, stride, padding)


@misconception(witness=FRAMED)
def cuts_from_the_corner(cols, x_shape, kernel_h, kernel_w, stride=1, padding=0):
    """The frame was cut off at the bottom and the right only. It lies all around: the image begins
    at row `padding` and column `padding`."""
    p = put_back(cols, x_shape, kernel_h, kernel_w, stride, padding)
    return p[:, :, : x_shape[2], : x_shape[3]]


@misconception(witness={**OVERLAP, "cols": [[1.0, 2.0, 4.0, 5.0], [20.0, 30.0, 50.0, 70.0]]})
def counts_the_frame_from_the_end(cols, x_shape, kernel_h, kernel_w, stride=1, padding=0):
    """The slice padding:-padding is empty when there is no padding, since -0 is 0. Cut the middle
    out with padding : padding + H, and likewise for the width."""
    p = put_back(cols, x_shape, kernel_h, kernel_w, stride, padding)
    return p[:, :, padding:-padding, padding:-padding]


EXERCISE = Exercise(
    inputs={
        "cols": array("R S", floats(-10, 10), floats(-1e6, 1e6, special=(0.0,))),
        "x_shape": computed(planned_shape),
        "kernel_h": computed(planned_height),
        "kernel_w": computed(planned_width),
        "stride": computed(planned_stride),
        "padding": computed(planned_padding),
    },
    reference=reference,
    second_source=entry_by_entry,
    sizes={"R": (1, 12), "S": (1, 12)},
    where=fits,
    ordinary=70,
    laws=(sums_stay_sums, the_frame_is_cut_off),
    misconceptions=(
        assigns_where_windows_overlap,
        averages_where_windows_overlap,
        reads_windows_column_by_column,
        reads_the_channel_last,
        walks_column_by_column,
        reads_the_image_last,
        moves_by_one_pixel_whatever_the_stride,
        forgets_to_cut_the_frame_off,
        cuts_from_the_corner,
        counts_the_frame_from_the_end,
    ),
    refusals=tuple(
        refusal(
            ValueError,
            sentence,
            cols=np.ones(cols),
            x_shape=x_shape,
            kernel_h=kernel_h,
            kernel_w=kernel_w,
            stride=stride,
            padding=padding,
        )
        for sentence, cols, x_shape, kernel_h, kernel_w, stride, padding in (
            ("a transposed matrix", (4, 6), (1, 1, 3, 4), 2, 2, 1, 0),
            ("a matrix cut otherwise", (12, 2), (1, 1, 3, 4), 2, 2, 1, 0),
            ("a row too few", (5, 4), (1, 1, 3, 4), 2, 2, 1, 0),
            ("a column too many", (6, 5), (1, 1, 3, 4), 2, 2, 1, 0),
            ("a window wider than the images", (0, 6), (1, 1, 4, 2), 2, 3, 1, 0),
            ("a window higher than the images", (0, 6), (1, 1, 2, 4), 3, 2, 1, 0),
            ("a stride of 0", (6, 4), (1, 1, 3, 4), 2, 2, 0, 0),
            ("a negative stride", (1, 4), (1, 1, 2, 2), 2, 2, -1, 0),
            ("a negative padding", (2, 4), (1, 1, 4, 5), 2, 2, 1, -1),
        )
    ),
    cases=(
        case(**OVERLAP),
        # Windows of ones count how many windows every pixel lies in.
        case(cols=np.ones((6, 4)), x_shape=(1, 1, 3, 4), kernel_h=2, kernel_w=2),
        # A frame wider than the images, which most windows do not even touch.
        case(
            cols=np.arange(1.0, 49.0).reshape(24, 2) % 11.0,
            x_shape=(1, 1, 1, 2),
            kernel_h=2,
            kernel_w=1,
            padding=2,
            tier="edge",
        ),
        # A frame, gaps between the windows, and pixels left over.
        case(
            cols=np.arange(1.0, 13.0).reshape(6, 2),
            x_shape=(1, 1, 3, 6),
            kernel_h=2,
            kernel_w=1,
            stride=3,
            padding=1,
            tier="edge",
        ),
    ),
    hints=(
        "Which rows of the matrix hold the pixel in the middle of an image, and how many are they?",
        "Reshape cols back to one axis for each of n, i, j, c, u, v. Then walk over the windows "
        "and add each to its place in an array of zeros, with the frame of padding.",
        "w = cols.reshape(N, H_out, W_out, C, kernel_h, kernel_w); p[:, :, top : top + kernel_h, "
        "left : left + kernel_w] += w[:, i, j] with top = stride * i and left = stride * j; at the "
        "end return p[:, :, padding : padding + H, padding : padding + W].",
    ),
)
