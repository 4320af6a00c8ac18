"""A frame of zeros around every image."""

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


def reference(x: torch.Tensor, padding: int) -> torch.Tensor:
    return torch.nn.functional.pad(x, (padding, padding, padding, padding))


def pixel_by_pixel(m, x, padding):
    """Every pixel of the result asks which old pixel it shows, if any."""
    height, width = x.shape[-2:]
    out = np.zeros((*x.shape[:-2], height + 2 * padding, width + 2 * padding), dtype=object)
    for i in range(out.shape[-2]):
        for j in range(out.shape[-1]):
            if 0 <= i - padding < height and 0 <= j - padding < width:
                out[..., i, j] = x[..., i - padding, j - padding]
    return out


# --- laws -----------------------------------------------------------------------------------------


@law(edge=10)
def cutting_the_frame_off_gives_the_image_back(zero_pad, x, padding):
    """Cutting `padding` rows and columns off every side gives the old images back."""
    height, width = x.shape[-2:]
    out = zero_pad(x, padding)
    assert_equal(out[..., padding : padding + height, padding : padding + width], x)


@law(edge=10)
def the_frame_is_zero(zero_pad, x, padding):
    """Once the old images are wiped out of its middle, nothing but zeros is left."""
    height, width = x.shape[-2:]
    out = zero_pad(x, padding).copy()
    out[..., padding : padding + height, padding : padding + width] = 0.0
    wanted = (*x.shape[:-2], height + 2 * padding, width + 2 * padding)
    assert_equal(out, np.zeros(wanted))


# --- mistakes -------------------------------------------------------------------------------------


def pad(x, rows, columns, **how):
    """Rows and columns before and after; the other axes stay."""
    return np.pad(x, [(0, 0)] * (x.ndim - 2) + [rows, columns], **how)


@misconception(witness={"x": [[1.0, 2.0]], "padding": 1})
def pads_below_and_right_only(x, padding):
    """All the zeros went below and to the right, so that the picture lies in the corner. The frame
    goes around it: `padding` rows above and as many below, and the same left and right."""
    return pad(x, (0, 2 * padding), (0, 2 * padding))


@misconception(witness={"x": [[3.0, 2.0]], "padding": 1})
def pads_above_and_left_only(x, padding):
    """All the zeros went above and to the left. Each of the four sides gets `padding` of them."""
    return pad(x, (2 * padding, 0), (2 * padding, 0))


@misconception(witness={"x": [[1.0, 4.0]], "padding": 2})
def grows_by_the_padding_once(x, padding):
    """The image grew by `padding` where it must grow by 2 * padding: the zeros go on both sides,
    above and below, left and right."""
    return pad(x, (padding, 0), (padding, 0))


@misconception(witness={"x": [[[1.0, 2.0]]], "padding": 1})
def pads_every_axis(x, padding):
    """Every axis was padded, also that of the examples and channels. np.pad(x, padding) does that;
    give it one pair for each axis, with (0, 0) for all but the last two."""
    return np.pad(x, padding)


@misconception(witness={"x": [[[5.0, 2.0]]], "padding": 1})
def pads_the_first_two_axes(x, padding):
    """The first two axes were padded. Height and width are the last two, after the examples and
    the channels."""
    return np.pad(x, [(padding, padding)] * 2 + [(0, 0)] * (x.ndim - 2))


@misconception(witness={"x": [[6.0, 2.0]], "padding": 1})
def pads_the_width_only(x, padding):
    """Only the width grew. The frame has rows too, above and below the image."""
    return pad(x, (0, 0), (padding, padding))


@misconception(witness={"x": [[7.0, 2.0]], "padding": 1})
def pads_the_height_only(x, padding):
    """Only the height grew. The frame has columns too, left and right of the image."""
    return pad(x, (padding, padding), (0, 0))


@misconception(witness={"x": [[8.0, 2.0]], "padding": 1})
def pads_with_copies_of_the_edge(x, padding):
    """The frame was filled with copies of the image's edge. Zero padding means zeros."""
    return pad(x, (padding, padding), (padding, padding), mode="edge")


@misconception(witness={"x": [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0], [7.0, 8.0, 9.0]], "padding": 1})
def paints_the_frame_over_the_image(x, padding):
    """The frame was painted over the outer pixels and the image did not grow. Make a larger array
    of zeros and write the whole image into its middle."""
    height, width = x.shape[-2:]
    out = np.zeros_like(x)
    inside = slice(padding, max(padding, height - padding)), slice(padding, width - padding)
    if 2 * padding < width:
        out[(..., *inside)] = x[(..., *inside)]
    return out


@misconception(witness={"x": [[1.0, 2.0]], "padding": 0})
def counts_the_padding_from_the_end(x, padding):
    """The slice padding:-padding is empty when there is no padding, since -0 is 0. Count from the
    front: padding : padding + H, and likewise for the width."""
    height, width = x.shape[-2:]
    out = np.zeros((*x.shape[:-2], height + 2 * padding, width + 2 * padding))
    out[..., padding:-padding, padding:-padding] = x
    return out


@misconception(witness={"x": [[9.0, 2.0]], "padding": 3})
def pads_by_one_whatever_is_asked(x, padding):
    """The frame is one pixel wide whatever `padding` says. Use the argument for its width."""
    return pad(x, (1, 1), (1, 1)) if padding else x.copy()


EXERCISE = Exercise(
    inputs={
        "x": array("... H W", floats(-10, 10), floats(-1e6, 1e6, special=(0.0,))),
        "padding": scalar(integers(0, 3), integers(0, 5)),
    },
    reference=reference,
    accuracy="exact",
    second_source=pixel_by_pixel,
    sizes={"H": (1, 5), "W": (1, 5)},
    laws=(cutting_the_frame_off_gives_the_image_back, the_frame_is_zero),
    misconceptions=(
        pads_below_and_right_only,
        pads_above_and_left_only,
        grows_by_the_padding_once,
        pads_every_axis,
        pads_the_first_two_axes,
        pads_the_width_only,
        pads_the_height_only,
        pads_with_copies_of_the_edge,
        paints_the_frame_over_the_image,
        counts_the_padding_from_the_end,
        pads_by_one_whatever_is_asked,
    ),
    refusals=(
        refusal(ValueError, "a negative padding", x=np.ones((4, 5)), padding=-1),
        refusal(
            ValueError,
            "a padding of -2 on an image large enough to lose it",
            x=np.ones((2, 1, 6, 7)),
            padding=-2,
        ),
    ),
    cases=(
        case(x=[[1.0, 2.0]], padding=1),
        # (N, C, H, W), as a convolution layer gets it; equal sizes do not tell the axes apart.
        case(x=np.arange(1.0, 17.0).reshape(2, 2, 2, 2), padding=1),
        case(x=np.arange(1.0, 13.0).reshape(2, 1, 2, 3), padding=0, tier="edge"),
        # A frame wider than the image.
        case(x=[[5.0]], padding=4, tier="edge"),
    ),
    hints=(
        "How large is the result? And at which row and column of it does the old top left pixel "
        "stand?",
        "Make an array of zeros of the new size and write x into its middle, with a slice of the "
        "last two axes. Which slice is right for a padding of 0 too?",
        "out[..., padding : padding + H, padding : padding + W] = x, where H and W are the last "
        "two sizes of x. Check for a negative padding first.",
    ),
)
