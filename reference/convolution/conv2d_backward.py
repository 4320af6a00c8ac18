"""Backpropagation through a convolution layer."""

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


def convolved(x, W, stride=1, padding=0):
    return torch.nn.functional.conv2d(x, W, stride=stride, padding=padding)


def reference(
    dout: torch.Tensor, x: torch.Tensor, W: torch.Tensor, stride: int = 1, padding: int = 0
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    def layer(x: torch.Tensor, W: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
        return torch.nn.functional.conv2d(x, W, b, stride=stride, padding=padding)

    # The gradients do not depend on the bias, so any will do.
    return vjp(layer, dout, x, W, W.new_zeros(W.shape[0]))


# --- inputs ---------------------------------------------------------------------------------------


def plan(dout):
    """Shapes of x and W, a stride and a padding under which dout has the shape of the output.

    Decided by the numbers in dout, so that all the arguments follow from it.
    """
    rng = np.random.default_rng([*dout.shape, *np.ravel(dout).view(np.uint64).tolist()])
    n, filters, rows, columns = dout.shape
    channels = int(rng.integers(1, 4))
    stride = int(rng.choice([1, 1, 1, 2, 3]))
    padding = int(rng.choice([0, 0, 0, 1, 2]))
    kernel_h, kernel_w = (int(k) for k in rng.integers(1, 4, size=2))
    # Up to stride - 1 pixels at the bottom and at the right are left over.
    height = (rows - 1) * stride + kernel_h + int(rng.integers(0, stride))
    width = (columns - 1) * stride + kernel_w + int(rng.integers(0, stride))
    padding = min(padding, (height - 1) // 2, (width - 1) // 2)
    images = (n, channels, height - 2 * padding, width - 2 * padding)
    return {
        "x": images,
        "W": (filters, channels, kernel_h, kernel_w),
        "stride": stride,
        "padding": padding,
    }


def shape_of_x(dout):
    return plan(dout)["x"]


def shape_of_W(dout):
    return plan(dout)["W"]


def planned_stride(dout):
    return plan(dout)["stride"]


def planned_padding(dout):
    return plan(dout)["padding"]


def fits(dout, x, W, stride, padding):
    """Whether the forward pass gives the shape of dout."""
    sizes = zip(x.shape[2:], W.shape[2:], strict=True)
    return dout.shape[2:] == tuple((n + 2 * padding - f) // stride + 1 for n, f in sizes)


# --- laws -----------------------------------------------------------------------------------------


def magnitude(dout, x, W):
    """What rounding errors are measured by: no entry of a gradient can be larger."""
    largest = max(np.abs(x).max(), np.abs(W).max(), 1.0)
    return float(np.abs(dout).sum() * largest)


@law(other=array("N F P Q"))
def is_linear_in_the_upstream_gradient(conv2d_backward, dout, x, W, stride, padding, other):
    """The gradients of a sum of two upstream gradients are the sums of their gradients."""
    first = conv2d_backward(dout, x, W, stride, padding)
    second = conv2d_backward(other, x, W, stride, padding)
    both = conv2d_backward(dout + other, x, W, stride, padding)
    expected = tuple(one + two for one, two in zip(first, second, strict=True))
    scale = magnitude(np.abs(dout) + np.abs(other), x, W)
    assert_close(both, expected, scale=scale, rtol=1e-12)


@law()
def a_zero_gradient_stays_zero(conv2d_backward, dout, x, W, stride, padding):
    """If no output matters to the loss, then nothing that went into it does: all zeros."""
    zeros = (np.zeros(x.shape), np.zeros(W.shape), np.zeros(W.shape[0]))
    assert_close(conv2d_backward(np.zeros(dout.shape), x, W, stride, padding), zeros)


@law()
def pixels_and_weights_share_the_loss(conv2d_backward, dout, x, W, stride, padding):
    """sum(dx * x) and sum(dW * W) are the same number, since every product has one of each."""
    dx, dW, _ = conv2d_backward(dout, x, W, stride, padding)
    scale = magnitude(dout, x, W) * float(np.abs(x).max() + np.abs(W).max()) * W[0].size
    assert_close(float(np.sum(dx * x)), float(np.sum(dW * W)), scale=scale, rtol=1e-12)


# --- mistakes -------------------------------------------------------------------------------------


def frame(x, padding):
    return np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))


def back(dout, x, W, stride, padding, add=True, step=None):
    """``(dp, dW, db)``, window by window; ``add`` is whether overlapping windows add up."""
    step = stride if step is None else step
    p = frame(x, padding)
    dp, dW = np.zeros(p.shape), np.zeros(W.shape)
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            rows = slice(i * step, i * step + W.shape[2])
            columns = slice(j * step, j * step + W.shape[3])
            share = np.einsum("no,ocuv->ncuv", dout[:, :, i, j], W)
            dp[:, :, rows, columns] = share + (dp[:, :, rows, columns] if add else 0.0)
            dW += np.einsum("no,ncuv->ocuv", dout[:, :, i, j], p[:, :, rows, columns])
    return dp, dW, dout.sum(axis=(0, 2, 3))


def cut(dp, x, padding):
    return dp[:, :, padding : padding + x.shape[2], padding : padding + x.shape[3]]


def right(dout, x, W, stride, padding):
    dp, dW, db = back(dout, x, W, stride, padding)
    return cut(dp, x, padding), dW, db


ROW = {"dout": [[[[1.0, 100.0]]]], "x": [[[[1.0, 2.0, 3.0]]]], "W": [[[[10.0, 20.0]]]]}
TWO_IMAGES = {
    "dout": [[[[1.0, 2.0]]], [[[3.0, 5.0]]]],
    "x": [[[[1.0, 2.0]]], [[[4.0, 7.0]]]],
    "W": [[[[2.0]]]],
}


@misconception(witness=ROW)
def assigns_where_windows_overlap(dout, x, W, stride=1, padding=0):
    """A pixel that lies in several windows kept only what the last of them gave it. Its gradients
    add up: use += for dx, starting from zeros."""
    dp, dW, db = back(dout, x, W, stride, padding, add=False)
    return cut(dp, x, padding), dW, db


@misconception(witness={**ROW, "W": [[[[1.0, 30.0]]]]})
def flips_the_kernel(dout, x, W, stride=1, padding=0):
    """dx was computed with flipped kernels. Pixel u of a window gets dout times W[u], the weight
    that it met on the way forward; the flip belongs to the formula with the full convolution."""
    dx, _, _ = right(dout, x, W[:, :, ::-1, ::-1], stride, padding)
    _, dW, db = right(dout, x, W, stride, padding)
    return dx, dW, db


@misconception(
    witness={
        "dout": [[[[0.0, 5.0], [7.0, 0.0], [0.0, 2.0]]]],
        "x": [[[[1.0]]]],
        "W": [[[[1.0, 3.0]]]],
        "padding": 1,
    }
)
def forgets_to_cut_the_frame_off(dout, x, W, stride=1, padding=0):
    """dx still has the frame of padding. Its zeros were no input: return the middle only, in the
    shape of x."""
    return back(dout, x, W, stride, padding)


@misconception(witness={**ROW, "dout": [[[[2.0, 3.0]]]]})
def counts_the_frame_from_the_end(dout, x, W, stride=1, padding=0):
    """The slice padding:-padding is empty when there is no padding, since -0 is 0. Cut the middle
    out with padding : padding + H, and likewise for the width."""
    dp, dW, db = back(dout, x, W, stride, padding)
    return dp[:, :, padding:-padding, padding:-padding], dW, db


@misconception(
    witness={"dout": [[[[2.0, 3.0]]]], "x": [[[[1.0, 4.0, 6.0]]]], "W": [[[[5.0]]]], "stride": 2}
)
def moves_by_one_pixel_whatever_the_stride(dout, x, W, stride=1, padding=0):
    """The windows lie one pixel apart. Output pixel (i, j) came from the window that begins at
    (stride * i, stride * j), and its gradient goes back there."""
    dp, dW, db = back(dout, x, W, stride, padding, step=1)
    return cut(dp, x, padding), dW, db


@misconception(witness=TWO_IMAGES)
def divides_by_the_number_of_examples(dout, x, W, stride=1, padding=0):
    """dW and db were divided by N. A mean over the examples belongs to the loss, whose gradient
    dout already contains it; here they are plain sums."""
    dx, dW, db = right(dout, x, W, stride, padding)
    return dx, dW / len(x), db / len(x)


@misconception(witness=TWO_IMAGES)
def keeps_the_last_example_only(dout, x, W, stride=1, padding=0):
    """dW holds what the last image gave. All images share the kernels, so their gradients add up:
    use += for dW, starting from zeros."""
    dx, _, db = right(dout, x, W, stride, padding)
    _, dW, _ = right(dout[-1:], x[-1:], W, stride, padding)
    return dx, dW, db


@misconception(witness=TWO_IMAGES)
def sums_the_bias_over_the_batch_only(dout, x, W, stride=1, padding=0):
    """db was summed over the examples only. The bias of a filter was added to every pixel of its
    output: sum over the examples, the rows and the columns, dout.sum(axis=(0, 2, 3))."""
    dx, dW, _ = right(dout, x, W, stride, padding)
    return dx, dW, dout.sum(axis=0)


@misconception(
    witness={"dout": [[[[1.0]], [[3.0]]]], "x": [[[[2.0]]]], "W": [[[[5.0]]], [[[7.0]]]]}
)
def adds_all_biases_up(dout, x, W, stride=1, padding=0):
    """db is one number. Every filter has a bias of its own: leave axis 1 of dout standing, and sum
    over the others, dout.sum(axis=(0, 2, 3))."""
    dx, dW, _ = right(dout, x, W, stride, padding)
    return dx, dW, np.array([dout.sum()])


@misconception(witness=TWO_IMAGES)
def averages_the_bias_gradient(dout, x, W, stride=1, padding=0):
    """db was averaged over the examples and pixels. It is their sum."""
    dx, dW, db = right(dout, x, W, stride, padding)
    return dx, dW, dout.mean(axis=(0, 2, 3))


@misconception(witness=TWO_IMAGES)
def forgets_the_upstream_gradient(dout, x, W, stride=1, padding=0):
    """dout had no effect: these are the gradients of the sum of all outputs. Multiply every share
    by the entry of dout that it comes from."""
    return right(np.ones(dout.shape), x, W, stride, padding)


@misconception(witness=TWO_IMAGES)
def returns_the_weights_first(dout, x, W, stride=1, padding=0):
    """The gradients came in another order. They follow the forward pass's arguments x, W, b:
    return dx, dW, db."""
    dx, dW, db = right(dout, x, W, stride, padding)
    return dW, dx, db


@misconception(
    witness={
        "dout": [[[[1.0]], [[2.0]]]],
        "x": [[[[3.0]], [[4.0]]]],
        "W": [[[[5.0]], [[6.0]]], [[[7.0]], [[8.0]]]],
    }
)
def exchanges_filters_and_channels(dout, x, W, stride=1, padding=0):
    """Filters and channels of W changed places on the way to dx. Channel c of a pixel gets
    dout[o] * W[o, c], summed over the filters o; equal numbers of both hide it in the shape."""
    dx, dW, db = right(dout, x, W, stride, padding)
    if W.shape[0] == W.shape[1]:
        dx = right(dout, x, W.transpose(1, 0, 2, 3), stride, padding)[0]
    else:
        dW = dW.transpose(1, 0, 2, 3)
    return dx, dW, db


@misconception(
    witness={
        **ROW,
        "x": [[[[1.0, 2.0, 4.0]]]],
        "padding": 1,
        "dout": [[[[1.0, 2.0, 3.0, 5.0], [1.0, 2.0, 3.0, 7.0], [1.0, 2.0, 3.0, 9.0]]]],
    }
)
def forgets_the_frame(dout, x, W, stride=1, padding=0):
    """The images were not padded again. The forward pass saw zeros around them: make the same frame
    before the windows are cut out, or they lie in the wrong place."""
    low = np.pad(x, ((0, 0), (0, 0), (0, 2 * padding), (0, 2 * padding)))
    dp, dW, db = back(dout, low, W, stride, 0)
    return dp[:, :, : x.shape[2], : x.shape[3]], dW, db


EXERCISE = Exercise(
    inputs={
        "dout": array("N F P Q", floats(-10, 10), floats(-1e3, 1e3, special=(0.0,))),
        "x": array(shape_of_x, floats(-10, 10), floats(-1e3, 1e3, special=(0.0,))),
        "W": array(shape_of_W, floats(-10, 10), floats(-1e3, 1e3, special=(0.0,))),
        "stride": computed(planned_stride),
        "padding": computed(planned_padding),
    },
    reference=reference,
    second_source=central_differences(
        convolved, wrt=("x", "W"), upstream="dout", select=lambda gradients: gradients[:2]
    ),
    sizes={"N": (1, 3), "F": (1, 3), "P": (1, 3), "Q": (1, 4)},
    ordinary=60,
    edge=24,
    where=fits,
    laws=(
        is_linear_in_the_upstream_gradient,
        a_zero_gradient_stays_zero,
        pixels_and_weights_share_the_loss,
    ),
    misconceptions=(
        assigns_where_windows_overlap,
        flips_the_kernel,
        forgets_to_cut_the_frame_off,
        counts_the_frame_from_the_end,
        moves_by_one_pixel_whatever_the_stride,
        divides_by_the_number_of_examples,
        keeps_the_last_example_only,
        sums_the_bias_over_the_batch_only,
        adds_all_biases_up,
        averages_the_bias_gradient,
        forgets_the_upstream_gradient,
        returns_the_weights_first,
        exchanges_filters_and_channels,
        forgets_the_frame,
    ),
    refusals=tuple(
        refusal(
            ValueError,
            sentence,
            dout=np.ones(dout),
            x=np.ones(x),
            W=np.ones(W),
            stride=stride,
            padding=padding,
        )
        for sentence, dout, x, W, stride, padding in (
            ("2 channels in x against 3 in W", (1, 2, 3, 3), (1, 2, 4, 5), (2, 3, 2, 3), 1, 0),
            ("1 channel in x against 2 in W", (1, 2, 3, 3), (1, 1, 4, 5), (2, 2, 2, 3), 1, 0),
            ("2 channels in x against 1 in W", (1, 2, 3, 3), (1, 2, 4, 5), (2, 1, 2, 3), 1, 0),
            ("1 example in dout against 2 in x", (1, 2, 3, 3), (2, 1, 4, 5), (2, 1, 2, 3), 1, 0),
            ("2 examples in dout against 1 in x", (2, 2, 3, 3), (1, 1, 4, 5), (2, 1, 2, 3), 1, 0),
            ("1 filter in dout against 2 in W", (1, 1, 3, 3), (1, 1, 4, 5), (2, 1, 2, 3), 1, 0),
            ("a row too few in dout", (1, 2, 2, 3), (1, 1, 4, 5), (2, 1, 2, 3), 1, 0),
            ("a column too few in dout", (1, 2, 3, 2), (1, 1, 4, 5), (2, 1, 2, 3), 1, 0),
            ("a single pixel in dout for 3 by 3", (1, 2, 1, 1), (1, 1, 4, 5), (2, 1, 2, 3), 1, 0),
            ("rows for columns in dout", (1, 2, 2, 3), (1, 1, 4, 4), (2, 1, 2, 3), 1, 0),
            ("filters for examples in dout", (2, 1, 3, 3), (1, 1, 4, 5), (2, 1, 2, 3), 1, 0),
            ("a column too many in dout", (1, 2, 3, 4), (1, 1, 4, 5), (2, 1, 2, 3), 1, 0),
            ("a kernel higher than the image", (1, 1, 0, 3), (1, 1, 2, 4), (1, 1, 3, 2), 1, 0),
            ("a kernel wider than the image", (1, 1, 3, 0), (1, 1, 4, 2), (1, 1, 2, 3), 1, 0),
            ("a stride of 0", (1, 1, 3, 3), (1, 1, 3, 3), (1, 1, 1, 1), 0, 0),
            ("a negative stride", (1, 1, 3, 3), (1, 1, 3, 3), (1, 1, 1, 1), -1, 0),
            ("a stride of -1 for one window", (1, 1, 1, 1), (1, 1, 1, 1), (1, 1, 1, 1), -1, 0),
            ("a negative padding", (1, 1, 2, 3), (1, 1, 5, 6), (1, 1, 2, 2), 1, -1),
        )
    ),
    cases=(
        case(**ROW),
        # Overlapping windows, a frame, and a row and a column that no window reaches.
        case(
            dout=[[[[1.0, 2.0], [3.0, -4.0]]]],
            x=np.arange(1.0, 31.0).reshape(1, 1, 5, 6),
            W=[[[[1.0, 2.0, -1.0], [0.5, -3.0, 4.0], [1.0, 0.0, 2.0]]]],
            stride=2,
        ),
        # More padding than kernel: most windows hold nothing but zeros.
        case(
            dout=np.arange(1.0, 26.0).reshape(1, 1, 5, 5),
            x=[[[[2.0]]]],
            W=[[[[3.0]]]],
            padding=2,
            tier="edge",
        ),
    ),
    hints=(
        "Write the forward pass as nested loops over one product, out += p * W. If `out` matters "
        "by dout, how much does p matter, and how much does W?",
        "Walk over the windows as in the forward pass. Each window of dp gains dout[n, o, i, j] "
        "times the kernel W[o], and dW[o] gains dout[n, o, i, j] times the window of pixels.",
        "dp[n, :, top : top + kH, left : left + kW] += dout[n, o, i, j] * W[o]; dW[o] += "
        "dout[n, o, i, j] * the same window of p; db = dout.sum(axis=(0, 2, 3)). At the end cut "
        "the frame of padding off dp.",
    ),
)
