"""Every window of the images as a row of a matrix."""

from __future__ import annotations

import numpy as np
import torch

from grader.declare import (
    Exercise,
    array,
    assert_equal,
    case,
    floats,
    integers,
    law,
    misconception,
    refusal,
    scalar,
)


def reference(
    x: torch.Tensor, kernel_h: int, kernel_w: int, stride: int = 1, padding: int = 0
) -> torch.Tensor:
    kernel = (kernel_h, kernel_w)
    blocks = torch.nn.functional.unfold(x, kernel, stride=stride, padding=padding)
    return blocks.transpose(1, 2).reshape(-1, x.shape[1] * kernel_h * kernel_w)  # (N * L, C * k)


def window_fits(x, kernel_h, kernel_w, padding):
    return kernel_h <= x.shape[2] + 2 * padding and kernel_w <= x.shape[3] + 2 * padding


def row_by_row(m, x, kernel_h, kernel_w, stride=1, padding=0):
    """The definition; pixels outside the image are zeros."""
    height, width = x.shape[2:]
    rows = []
    for image in x:
        for top in range(-padding, height + padding - kernel_h + 1, stride):
            for left in range(-padding, width + padding - kernel_w + 1, stride):
                rows.append(
                    [
                        channel[i, j] if 0 <= i < height and 0 <= j < width else 0
                        for channel in image
                        for i in range(top, top + kernel_h)
                        for j in range(left, left + kernel_w)
                    ]
                )
    return np.array(rows, dtype=object)


# --- laws -----------------------------------------------------------------------------------------


@law()
def the_first_column_is_the_top_left_pixels(im2col, x, kernel_h, kernel_w, stride, padding):
    """Column 0 holds the top left pixel of every window in the first channel, image by image and
    line by line."""
    frame = ((0, 0), (0, 0), (padding, padding), (padding, padding))
    p = np.pad(x, frame)[:, 0]
    corners = p[:, : p.shape[1] - kernel_h + 1 : stride, : p.shape[2] - kernel_w + 1 : stride]
    cols = im2col(x, kernel_h, kernel_w, stride, padding)
    assert_equal(cols[:, 0], corners.reshape(-1))


@law()
def a_window_of_the_whole_image_is_the_image_in_a_row(im2col, x):
    """If the window is as large as the image there is one row an image, and it holds the image."""
    n, _, height, width = x.shape
    assert_equal(im2col(x, height, width), x.reshape(n, -1))


# --- mistakes -------------------------------------------------------------------------------------


def pad(x, before, after):
    return np.pad(x, ((0, 0), (0, 0), (before, after), (before, after)))


def windows(p, kernel_h, kernel_w, stride, step=None):
    """``(N, C, H_out, W_out, kernel_h, kernel_w)``, ``step`` apart, counted as if at ``stride``."""
    step = stride if step is None else step
    rows = (p.shape[2] - kernel_h) // stride + 1
    columns = (p.shape[3] - kernel_w) // stride + 1
    out = np.zeros((*p.shape[:2], rows, columns, kernel_h, kernel_w))
    for i in range(rows):
        for j in range(columns):
            top, left = i * step, j * step
            out[:, :, i, j] = p[:, :, top : top + kernel_h, left : left + kernel_w]
    return out


def matrix(w, order=(0, 2, 3, 1, 4, 5)):
    """Three axes for the rows, three for the columns."""
    turned = w.transpose(order)
    rows, columns = np.prod(turned.shape[:3]), np.prod(turned.shape[3:])
    return np.ascontiguousarray(turned).reshape(rows, columns)


PICTURE = np.arange(1.0, 13.0).reshape(1, 2, 2, 3)
PAIR = np.arange(1.0, 13.0).reshape(2, 1, 2, 3)


@misconception(witness={"x": PICTURE, "kernel_h": 2, "kernel_w": 2})
def puts_the_channel_last(x, kernel_h, kernel_w, stride=1, padding=0):
    """The columns are ordered by place first and channel last. All pixels of the first channel come
    first: the order is c, u, v."""
    return matrix(windows(pad(x, padding, padding), kernel_h, kernel_w, stride), (0, 2, 3, 4, 5, 1))


@misconception(witness={"x": PICTURE, "kernel_h": 2, "kernel_w": 2})
def reads_windows_column_by_column(x, kernel_h, kernel_w, stride=1, padding=0):
    """Each window was read column by column. Read it line by line: u, v, with v fastest."""
    return matrix(windows(pad(x, padding, padding), kernel_h, kernel_w, stride), (0, 2, 3, 1, 5, 4))


@misconception(witness={"x": PICTURE, "kernel_h": 1, "kernel_w": 2})
def walks_column_by_column(x, kernel_h, kernel_w, stride=1, padding=0):
    """The positions were walked column by column. The rows are ordered n, i, j, with j fastest:
    from left to right, then the next line."""
    return matrix(windows(pad(x, padding, padding), kernel_h, kernel_w, stride), (0, 3, 2, 1, 4, 5))


@misconception(witness={"x": PAIR, "kernel_h": 2, "kernel_w": 2})
def puts_the_position_before_the_image(x, kernel_h, kernel_w, stride=1, padding=0):
    """The rows are ordered by position first and image last. All windows of the first image come
    first: the order is n, i, j."""
    return matrix(windows(pad(x, padding, padding), kernel_h, kernel_w, stride), (2, 3, 0, 1, 4, 5))


@misconception(witness={"x": PICTURE, "kernel_h": 2, "kernel_w": 2})
def transposes_the_matrix(x, kernel_h, kernel_w, stride=1, padding=0):
    """The matrix is transposed: every window became a column. Here each is a row."""
    return matrix(windows(pad(x, padding, padding), kernel_h, kernel_w, stride)).T.copy()


@misconception(witness={"x": PICTURE, "kernel_h": 1, "kernel_w": 1})
def reshapes_without_moving_axes(x, kernel_h, kernel_w, stride=1, padding=0):
    """The windows were reshaped without bringing their axes into order. reshape only cuts the
    numbers anew: use transpose first, to n, i, j, c, u, v."""
    return matrix(
        windows(pad(x, padding, padding), kernel_h, kernel_w, stride), (0, 1, 2, 3, 4, 5)
    ).reshape(-1, x.shape[1] * kernel_h * kernel_w)


@misconception(witness={"x": PICTURE, "kernel_h": 1, "kernel_w": 3})
def exchanges_height_and_width(x, kernel_h, kernel_w, stride=1, padding=0):
    """Height and width of the window changed places. kernel_h counts rows, kernel_w columns."""
    return matrix(windows(pad(x, padding, padding), kernel_w, kernel_h, stride))


@misconception(witness={"x": PICTURE, "kernel_h": 1, "kernel_w": 1, "stride": 2})
def moves_by_one_pixel_whatever_the_stride(x, kernel_h, kernel_w, stride=1, padding=0):
    """The windows lie one pixel apart. Window (i, j) begins at (stride * i, stride * j)."""
    return matrix(windows(pad(x, padding, padding), kernel_h, kernel_w, stride, step=1))


@misconception(witness={"x": PICTURE, "kernel_h": 1, "kernel_w": 2, "stride": 2})
def ignores_the_stride(x, kernel_h, kernel_w, stride=1, padding=0):
    """The stride had no effect: every window has a row. With stride s only every s-th does."""
    return matrix(windows(pad(x, padding, padding), kernel_h, kernel_w, 1))


@misconception(witness={"x": PICTURE, "kernel_h": 2, "kernel_w": 2, "padding": 1})
def ignores_the_padding(x, kernel_h, kernel_w, stride=1, padding=0):
    """The padding had no effect: the images get a frame of zeros before the windows are cut."""
    return matrix(windows(x, kernel_h, kernel_w, stride))


@misconception(witness={"x": PICTURE, "kernel_h": 2, "kernel_w": 3, "padding": 1})
def pads_below_and_right_only(x, kernel_h, kernel_w, stride=1, padding=0):
    """All of the padding went below and to the right. The zeros go around the image: `padding` rows
    above and below, `padding` columns left and right."""
    return matrix(windows(pad(x, 0, 2 * padding), kernel_h, kernel_w, stride))


@misconception(witness={"x": PICTURE, "kernel_h": 2, "kernel_w": 1})
def flips_the_windows(x, kernel_h, kernel_w, stride=1, padding=0):
    """Every window stands on its head. Leave it as it is: its top left pixel comes first."""
    w = windows(pad(x, padding, padding), kernel_h, kernel_w, stride)
    return matrix(w[..., ::-1, ::-1])


EXERCISE = Exercise(
    inputs={
        "x": array("N C H W", floats(-10, 10), floats(-1e6, 1e6, special=(0.0,))),
        "kernel_h": scalar(integers(1, 3), integers(1, 4)),
        "kernel_w": scalar(integers(1, 3), integers(1, 4)),
        "stride": scalar(integers(1, 3), integers(1, 4)),
        "padding": scalar(integers(0, 2), integers(0, 3)),
    },
    reference=reference,
    accuracy="exact",  # pixels are copied
    second_source=row_by_row,
    sizes={"N": (1, 3), "C": (1, 3), "H": (1, 4), "W": (1, 5)},
    where=window_fits,
    ordinary=70,
    laws=(
        the_first_column_is_the_top_left_pixels,
        a_window_of_the_whole_image_is_the_image_in_a_row,
    ),
    misconceptions=(
        puts_the_channel_last,
        reads_windows_column_by_column,
        walks_column_by_column,
        puts_the_position_before_the_image,
        transposes_the_matrix,
        reshapes_without_moving_axes,
        exchanges_height_and_width,
        moves_by_one_pixel_whatever_the_stride,
        ignores_the_stride,
        ignores_the_padding,
        pads_below_and_right_only,
        flips_the_windows,
    ),
    refusals=tuple(
        refusal(
            ValueError,
            sentence,
            x=np.ones(x),
            kernel_h=kernel_h,
            kernel_w=kernel_w,
            stride=stride,
            padding=padding,
        )
        for sentence, x, kernel_h, kernel_w, stride, padding in (
            ("a window higher than the images", (1, 1, 2, 5), 3, 2, 1, 0),
            ("a window wider than the padded images", (1, 1, 5, 1), 2, 4, 2, 1),
            ("a stride of 0", (1, 1, 3, 4), 2, 2, 0, 0),
            ("a negative stride", (1, 1, 3, 4), 2, 2, -1, 0),
            ("a negative padding", (1, 1, 5, 6), 2, 2, 1, -1),
        )
    ),
    cases=(
        case(x=[[[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]]], kernel_h=2, kernel_w=2),
        case(x=np.arange(1.0, 25.0).reshape(1, 2, 3, 4), kernel_h=2, kernel_w=3),
        # A frame wider than the window, and pixels left over.
        case(x=[[[[5.0]]]], kernel_h=1, kernel_w=2, padding=2, tier="edge"),
        case(
            x=np.arange(1.0, 31.0).reshape(1, 1, 5, 6),
            kernel_h=2,
            kernel_w=1,
            stride=4,
            tier="edge",
        ),
    ),
    hints=(
        "How many windows are there in all images together, and how many numbers are in each?",
        "Collect the windows in an array with one axis for each of n, i, j, c, u, v, in this "
        "order. Then one reshape makes the matrix; why must the order be right before it?",
        "windows[:, i, j] = p[:, :, stride * i : stride * i + kernel_h, stride * j : stride * j + "
        "kernel_w] with windows of shape (N, H_out, W_out, C, kernel_h, kernel_w); then "
        "windows.reshape(N * H_out * W_out, -1).",
    ),
)
