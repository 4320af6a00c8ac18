"""The forward pass of a convolution layer, as deep learning means the word."""

from __future__ import annotations

import numpy as np
import torch

from grader.declare import (
    Exercise,
    array,
    assert_close,
    case,
    floats,
    integers,
    law,
    misconception,
    refusal,
    scalar,
)


def reference(
    x: torch.Tensor, W: torch.Tensor, b: torch.Tensor, stride: int = 1, padding: int = 0
) -> torch.Tensor:
    return torch.nn.functional.conv2d(x, W, b, stride=stride, padding=padding)


def kernel_fits(x, W, padding):
    """Every kernel at least once into the padded image."""
    return all(
        kernel <= image + 2 * padding
        for image, kernel in zip(x.shape[2:], W.shape[2:], strict=True)
    )


def pixel_by_pixel(m, x, W, b, stride=1, padding=0):
    """The definition; pixels outside the image are left out instead of being zeros."""
    n, _, height, width = x.shape
    filters, _, kernel_h, kernel_w = W.shape
    rows = range(-padding, height + padding - kernel_h + 1, stride)
    columns = range(-padding, width + padding - kernel_w + 1, stride)
    out = np.empty((n, filters, len(rows), len(columns)), dtype=object)
    out[...] = b[:, None, None]
    for i, top in enumerate(rows):
        for j, left in enumerate(columns):
            for u in range(max(0, -top), min(kernel_h, height - top)):
                for v in range(max(0, -left), min(kernel_w, width - left)):
                    out[:, :, i, j] = out[:, :, i, j] + x[:, :, top + u, left + v] @ W[:, :, u, v].T
    return out


# --- laws -----------------------------------------------------------------------------------------


@law(image=array("N C A B"), row=integers(0, 1), column=integers(0, 2), step=integers(1, 3))
def a_kernel_with_a_single_one_copies_pixels(conv2d_forward, image, row, column, step):
    """A kernel that is 0 except for a single 1 copies pixels: it only moves and thins the image."""
    channels, height, width = image.shape[1:]
    kernel = np.zeros((channels, channels, 2, 3))
    kernel[range(channels), range(channels), row, column] = 1.0
    expected = image[:, :, row : height - 1 + row : step, column : width - 2 + column : step]
    assert_close(conv2d_forward(image, kernel, np.zeros(channels), step), expected)


@law(shift=floats(-10, 10))
def a_bias_is_added_once_to_every_pixel(conv2d_forward, x, W, b, stride, padding, shift):
    """Raising every bias by one number raises every output pixel by that number, once."""
    lower = conv2d_forward(x, W, b, stride, padding)
    higher = conv2d_forward(x, W, b + shift, stride, padding)
    # Rounding errors are those of the sums, which may be much larger than the shift.
    scale = np.abs(x).sum() * np.abs(W).max(initial=0.0) + np.abs(b).max() + abs(shift)
    assert_close(higher, lower + shift, scale=scale, rtol=1e-12)


@law()
def padding_is_a_frame_of_zeros(conv2d_forward, x, W, b, stride, padding):
    """Padding by p is the same as putting p rows and columns of zeros around every image."""
    frame = ((0, 0), (0, 0), (padding, padding), (padding, padding))
    framed = conv2d_forward(np.pad(x, frame), W, b, stride, 0)
    scale = np.abs(x).sum() * np.abs(W).max(initial=0.0) + np.abs(b).max()
    assert_close(conv2d_forward(x, W, b, stride, padding), framed, scale=scale, rtol=1e-12)


# --- mistakes -------------------------------------------------------------------------------------


def pad(x, before, after):
    """Zeros above and left of every image, and below and right of it."""
    return np.pad(x, ((0, 0), (0, 0), (before, after), (before, after)))


def slide(p, W, stride, step=None):
    """Without bias; windows begin at multiples of ``step``, counted as if at ``stride``."""
    step = stride if step is None else step
    kernel_h, kernel_w = W.shape[2:]
    rows = (p.shape[2] - kernel_h) // stride + 1
    columns = (p.shape[3] - kernel_w) // stride + 1
    out = np.zeros((p.shape[0], W.shape[0], rows, columns))
    for i in range(rows):
        for j in range(columns):
            window = p[:, :, i * step : i * step + kernel_h, j * step : j * step + kernel_w]
            out[:, :, i, j] = np.tensordot(window, W, axes=((1, 2, 3), (1, 2, 3)))
    return out


@misconception(
    witness={"x": [[[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]]], "W": [[[[1.0, -1.0]]]], "b": [10.0]}
)
def flips_the_kernel(x, W, b, stride=1, padding=0):
    """The kernel was turned upside down and left to right, as convolution in mathematics does. In
    deep learning it stays as it is: W[0, 0] meets the top left pixel of the window."""
    return slide(pad(x, padding, padding), W[:, :, ::-1, ::-1], stride) + b[:, None, None]


@misconception(
    witness={
        "x": [[[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0], [7.0, 8.0, 9.0]]]],
        "W": [[[[1.0, 2.0]]]],
        "b": [0.0],
    }
)
def exchanges_the_kernels_height_and_width(x, W, b, stride=1, padding=0):
    """Height and width of the kernel changed places. In W the height comes first, as in x: rows of
    the kernel run along rows of the image. A square kernel hides this in the shape only."""
    turned = W.transpose(0, 1, 3, 2)
    return slide(pad(x, padding, padding), turned, stride) + b[:, None, None]


def fill(p, W, b, stride, rows, columns):
    """The right windows, but so many rows and columns of them as are asked for."""
    kernel_h, kernel_w = W.shape[2:]
    out = np.zeros((len(p), len(W), rows, columns))
    for i in range(rows):
        for j in range(columns):
            top, left = i * stride, j * stride
            window = p[:, :, top : top + kernel_h, left : left + kernel_w]
            # A window cut off to one pixel is broadcast, here as in window * W[o].
            out[:, :, i, j] = np.einsum("ncuv,ocuv->no", window, W) + b
    return out


WIDE = [[[[1.0, 2.0, 3.0, 4.0], [5.0, 6.0, 7.0, 8.0]]]]


@misconception(witness={"x": WIDE, "W": [[[[1.0, 2.0]]]], "b": [1.0]})
def computes_the_width_from_the_height(x, W, b, stride=1, padding=0):
    """The output's width was computed from the image's height, which only square images forgive.
    Use x.shape[3] for the width."""
    p = pad(x, padding, padding)
    rows = (p.shape[2] - W.shape[2]) // stride + 1
    return fill(p, W, b, stride, rows, (p.shape[2] - W.shape[3]) // stride + 1)


@misconception(witness={"x": WIDE, "W": [[[[2.0, 1.0]]]], "b": [2.0]})
def makes_the_output_square(x, W, b, stride=1, padding=0):
    """The output got as many columns as rows. Images and kernels need not be square: compute the
    width from x.shape[3] and W.shape[3]."""
    p = pad(x, padding, padding)
    rows = (p.shape[2] - W.shape[2]) // stride + 1
    return fill(p, W, b, stride, rows, rows)


@misconception(
    witness={"x": [[[[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]]], "W": [[[[3.0]]]], "b": [1.0]}
)
def puts_the_width_first(x, W, b, stride=1, padding=0):
    """The output came with its width before its height. The axes are (N, C_out, height, width)."""
    out = slide(pad(x, padding, padding), W, stride) + b[:, None, None]
    return out.transpose(0, 1, 3, 2)


@misconception(witness={"x": [[[[1.0, 2.0, 4.0, 8.0]]]], "W": [[[[1.0]]]], "b": [0.0], "stride": 2})
def ignores_the_stride(x, W, b, stride=1, padding=0):
    """The stride had no effect: every window was used, so that the output is too large. With stride
    s, output pixel (i, j) looks at the window that begins at (s * i, s * j)."""
    return slide(pad(x, padding, padding), W, 1) + b[:, None, None]


@misconception(witness={"x": [[[[1.0, 2.0, 4.0, 8.0]]]], "W": [[[[1.0]]]], "b": [1.0], "stride": 3})
def moves_by_one_pixel_whatever_the_stride(x, W, b, stride=1, padding=0):
    """The output has the right size, but its windows lie one pixel apart. Output pixel (i, j) looks
    at the window that begins at (stride * i, stride * j), not at (i, j)."""
    return slide(pad(x, padding, padding), W, stride, step=1) + b[:, None, None]


@misconception(witness={"x": [[[[1.0, 2.0]]]], "W": [[[[3.0]]]], "b": [5.0]})
def drops_the_bias(x, W, b, stride=1, padding=0):
    """The bias is missing. Every filter has one number b[o] that is added to each of its output
    pixels."""
    return slide(pad(x, padding, padding), W, stride)


@misconception(witness={"x": [[[[1.0]], [[2.0]]]], "W": [[[[1.0]], [[1.0]]]], "b": [10.0]})
def adds_the_bias_once_a_channel(x, W, b, stride=1, padding=0):
    """The bias was added once for every input channel. It belongs outside the sum over channels:
    once for each output pixel."""
    return slide(pad(x, padding, padding), W, stride) + (x.shape[1] * b)[:, None, None]


@misconception(witness={"x": [[[[1.0]], [[2.0]]]], "W": [[[[3.0]], [[5.0]]]], "b": [0.0]})
def keeps_the_last_channel_only(x, W, b, stride=1, padding=0):
    """Only the last input channel reached the output. A filter sums over all input channels: add
    (+=) what each channel gives instead of assigning (=) it."""
    return slide(pad(x[:, -1:], padding, padding), W[:, -1:], stride) + b[:, None, None]


@misconception(witness={"x": [[[[1.0]], [[2.0]]]], "W": [[[[7.0]], [[5.0]]]], "b": [0.0]})
def looks_at_the_first_channel_only(x, W, b, stride=1, padding=0):
    """Only the first input channel reached the output. A filter has one kernel for every input
    channel, and their results are summed."""
    return slide(pad(x[:, :1], padding, padding), W[:, :1], stride) + b[:, None, None]


@misconception(witness={"x": [[[[1.0]], [[2.0]]]], "W": [[[[2.0]], [[4.0]]]], "b": [3.0]})
def averages_over_the_channels(x, W, b, stride=1, padding=0):
    """The channels were averaged. A filter sums over its input channels and divides by nothing."""
    return slide(pad(x, padding, padding), W, stride) / x.shape[1] + b[:, None, None]


@misconception(witness={"x": [[[[2.0, 4.0]]]], "W": [[[[1.0]]]], "b": [1.0], "padding": 1})
def ignores_the_padding(x, W, b, stride=1, padding=0):
    """The padding had no effect: the image must get a frame of zeros, `padding` pixels wide, before
    the kernel slides over it."""
    return slide(x, W, stride) + b[:, None, None]


@misconception(witness={"x": [[[[2.0, 4.0]]]], "W": [[[[1.0]]]], "b": [0.0], "padding": 1})
def pads_below_and_right_only(x, W, b, stride=1, padding=0):
    """All of the padding went to the bottom and the right, so that the picture lies shifted. The
    zeros go around it: `padding` rows above and below, `padding` columns left and right."""
    return slide(pad(x, 0, 2 * padding), W, stride) + b[:, None, None]


@misconception(witness={"x": [[[[2.0, 4.0]]]], "W": [[[[2.0]]]], "b": [0.0], "padding": 1})
def pads_with_copies_of_the_edge(x, W, b, stride=1, padding=0):
    """The frame around the image was filled with copies of its edge. Padding means zeros here."""
    frame = ((0, 0), (0, 0), (padding, padding), (padding, padding))
    return slide(np.pad(x, frame, mode="edge"), W, stride) + b[:, None, None]


@misconception(witness={"x": [[[[2.0, 4.0]]]], "W": [[[[3.0]]]], "b": [1.0]})
def counts_the_padding_from_the_end(x, W, b, stride=1, padding=0):
    """The slice padding:-padding is empty when there is no padding, since -0 is 0. Count from the
    front: padding : padding + H, and likewise for the width."""
    n, channels, height, width = x.shape
    p = np.zeros((n, channels, height + 2 * padding, width + 2 * padding))
    p[:, :, padding:-padding, padding:-padding] = x
    return slide(p, W, stride) + b[:, None, None]


@misconception(witness={"x": [[[[2.0, 4.0]]]], "W": [[[[3.0]]]], "b": [0.0], "padding": 1})
def adds_half_of_the_padding(x, W, b, stride=1, padding=0):
    """The padding was added above and left of the image only. It goes on all four sides, so that
    the image grows by 2 * padding in height and in width."""
    return slide(pad(x, padding, 0), W, stride) + b[:, None, None]


EXERCISE = Exercise(
    inputs={
        "x": array("N C H W", floats(-10, 10), floats(-1e6, 1e6, special=(0.0,))),
        "W": array("F C K L", floats(-10, 10), floats(-1e3, 1e3, special=(0.0,))),
        "b": array("F", floats(-10, 10), floats(-1e6, 1e6, special=(0.0,))),
        "stride": scalar(integers(1, 3), integers(1, 5)),
        "padding": scalar(integers(0, 2), integers(0, 4)),
    },
    reference=reference,
    second_source=pixel_by_pixel,
    # Images and kernels are rarely square; small images need their padding to hold a kernel at all.
    sizes={
        "N": (1, 3),
        "C": (1, 3),
        "F": (1, 4),
        "H": (2, 7),
        "W": (2, 7),
        "K": (1, 4),
        "L": (1, 4),
        "A": (2, 4),
        "B": (3, 5),
    },
    where=kernel_fits,
    laws=(
        a_kernel_with_a_single_one_copies_pixels,
        a_bias_is_added_once_to_every_pixel,
        padding_is_a_frame_of_zeros,
    ),
    misconceptions=(
        flips_the_kernel,
        exchanges_the_kernels_height_and_width,
        computes_the_width_from_the_height,
        makes_the_output_square,
        puts_the_width_first,
        ignores_the_stride,
        moves_by_one_pixel_whatever_the_stride,
        drops_the_bias,
        adds_the_bias_once_a_channel,
        keeps_the_last_channel_only,
        looks_at_the_first_channel_only,
        averages_over_the_channels,
        ignores_the_padding,
        pads_below_and_right_only,
        pads_with_copies_of_the_edge,
        counts_the_padding_from_the_end,
        adds_half_of_the_padding,
    ),
    refusals=(
        refusal(
            ValueError,
            "2 channels in x against 3 in W",
            x=np.zeros((1, 2, 4, 5)),
            W=np.zeros((1, 3, 2, 2)),
            b=np.zeros(1),
            stride=1,
            padding=0,
        ),
        refusal(
            ValueError,
            "2 channels in x against 1 in W",
            x=np.zeros((1, 2, 4, 5)),
            W=np.zeros((3, 1, 2, 2)),
            b=np.zeros(3),
            stride=1,
            padding=0,
        ),
        refusal(
            ValueError,
            "1 channel in x against 2 in W",
            x=np.zeros((1, 1, 4, 5)),
            W=np.zeros((3, 2, 2, 2)),
            b=np.zeros(3),
            stride=1,
            padding=0,
        ),
        refusal(
            ValueError,
            "a kernel higher than the image",
            x=np.zeros((1, 1, 2, 5)),
            W=np.zeros((1, 1, 3, 2)),
            b=np.zeros(1),
            stride=1,
            padding=0,
        ),
        refusal(
            ValueError,
            "a kernel wider than the padded image",
            x=np.zeros((1, 1, 5, 1)),
            W=np.zeros((1, 1, 2, 4)),
            b=np.zeros(1),
            stride=2,
            padding=1,
        ),
        refusal(
            ValueError,
            "a stride of 0",
            x=np.zeros((1, 1, 3, 4)),
            W=np.zeros((1, 1, 2, 2)),
            b=np.zeros(1),
            stride=0,
            padding=0,
        ),
        refusal(
            ValueError,
            "a negative stride",
            x=np.zeros((1, 1, 3, 4)),
            W=np.zeros((1, 1, 2, 2)),
            b=np.zeros(1),
            stride=-1,
            padding=0,
        ),
        refusal(
            ValueError,
            "a negative padding",
            x=np.zeros((1, 1, 5, 6)),
            W=np.zeros((1, 1, 2, 2)),
            b=np.zeros(1),
            stride=1,
            padding=-1,
        ),
    ),
    cases=(
        # An edge between a bright and a dark half, found by the vertical edge kernel.
        case(
            x=[[[[10.0, 10.0, 10.0, 0.0, 0.0, 0.0]] * 4]],
            W=[[[[1.0, 0.0, -1.0]] * 3]],
            b=[0.0],
        ),
        # More padding than kernel: whole windows of zeros give the bias.
        case(x=[[[[2.0]]]], W=[[[[3.0]]]], b=[1.0], padding=2, tier="edge"),
        # A last row and column that no window reaches.
        case(
            x=np.arange(1.0, 31.0).reshape(1, 1, 5, 6),
            W=[[[[1.0, 2.0], [3.0, 4.0]]]],
            b=[0.5],
            stride=2,
            tier="edge",
        ),
    ),
    hints=(
        "Which pixels does the output pixel (i, j) look at when the stride is 2? And how large is "
        "the output then?",
        "Pad first: make an array of zeros and write the images into its middle. Then cut out the "
        "window of each (i, j) with slices, multiply by one filter and sum over channels, rows and "
        "columns.",
        "window = p[n, :, i * stride : i * stride + kH, j * stride : j * stride + kW]; "
        "out[n, o, i, j] = np.sum(window * W[o]) + b[o]",
    ),
)
