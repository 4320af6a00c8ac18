"""Images shifted by whole pixels."""

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
    scalar,
)


def reference(images: torch.Tensor, dy: int, dx: int) -> torch.Tensor:
    height, width = images.shape[2:]
    # A frame so wide that the shift never leaves it, and a window that moves the other way.
    down, right = max(-height, min(height, dy)), max(-width, min(width, dx))
    framed = torch.nn.functional.pad(images, (width, width, height, height))
    top, left = height - down, width - right
    return framed[:, :, top : top + height, left : left + width]


def second_source(m, images, dy, dx):
    """Every pixel moves by itself."""
    height, width = images.shape[2:]
    out = np.zeros(images.shape, dtype=object)
    for n, c, i, j in np.ndindex(images.shape):
        if 0 <= i + dy < height and 0 <= j + dx < width:
            out[n, c, i + dy, j + dx] = images[n, c, i, j]
    return out


# --- laws -----------------------------------------------------------------------------------------


@law(edge=10)
def stays_without_a_shift(translate, images):
    """A shift by 0 rows and 0 columns changes nothing."""
    assert_equal(translate(images, 0, 0), images)


@law(edge=10)
def nothing_is_left_of_a_shift_beyond_the_edge(translate, images, dy, dx):
    """A shift by the whole height, or by the whole width, leaves only zeros."""
    height, width = images.shape[2:]
    zeros = np.zeros(images.shape)
    assert_equal(translate(images, height, dx), zeros)
    assert_equal(translate(images, -height, dx), zeros)
    assert_equal(translate(images, dy, width), zeros)
    assert_equal(translate(images, dy, -width), zeros)


@law()
def a_turned_picture_moves_the_other_way(translate, images, dy, dx):
    """Moving a picture that stands on its head is moving the picture the other way and then turning
    it."""
    turned = images[:, :, ::-1, ::-1]
    assert_equal(translate(turned, dy, dx), translate(images, -dy, -dx)[:, :, ::-1, ::-1])


# --- mistakes -------------------------------------------------------------------------------------


# Two images of 3 by 4 different pixels.
PICTURES = np.arange(1.0, 25.0).reshape(2, 1, 3, 4)
WITNESS = {"images": PICTURES, "dy": 1, "dx": 2}


def shifted(images, dy, dx, fill=None):
    """Row i of the result shows row i - dy, column j column j - dx."""
    height, width = images.shape[2:]
    rows, columns = np.arange(height) - dy, np.arange(width) - dx
    inside = ((rows >= 0) & (rows < height))[:, None] & (columns >= 0) & (columns < width)
    shown = images[:, :, rows.clip(0, height - 1)][..., columns.clip(0, width - 1)]
    return np.where(inside, shown, 0.0 if fill is None else fill)


@misconception(witness=WITNESS)
def wraps_around(images, dy, dx):
    """What was pushed out came in again on the other side, as np.roll does. Zeros must move in."""
    return np.roll(images, (dy, dx), axis=(2, 3))


@misconception(witness=WITNESS)
def moves_the_other_way(images, dy, dx):
    """The images moved up and to the left. Positive numbers mean down and to the right: row i goes
    to row i + dy."""
    return shifted(images, -dy, -dx)


@misconception(witness=WITNESS)
def exchanges_dy_and_dx(images, dy, dx):
    """dy moved the columns and dx the rows. y is the height, the last axis but one; x is the width,
    the last axis."""
    return shifted(images, dx, dy)


@misconception(witness=WITNESS)
def takes_up_for_positive(images, dy, dx):
    """dy moved the images up. Rows are counted from the top, so a positive dy means down."""
    return shifted(images, -dy, dx)


@misconception(witness=WITNESS)
def takes_left_for_positive(images, dy, dx):
    """dx moved the images to the left. A positive dx means to the right."""
    return shifted(images, dy, -dx)


@misconception(witness=WITNESS)
def repeats_the_edge(images, dy, dx):
    """The pixels of the edge were repeated where nothing is known. Zeros must move in."""
    height, width = images.shape[2:]
    rows = (np.arange(height) - dy).clip(0, height - 1)
    columns = (np.arange(width) - dx).clip(0, width - 1)
    return images[:, :, rows][..., columns]


@misconception(witness=WITNESS)
def leaves_the_old_pixels(images, dy, dx):
    """Where zeros should move in, the old picture still showed. Begin with an array of zeros and
    not with a copy of the images."""
    return shifted(images, dy, dx, fill=images)


@misconception(witness=WITNESS)
def moves_the_rows_only(images, dy, dx):
    """Only dy was used. The columns move as well, by dx."""
    return shifted(images, dy, 0)


@misconception(witness=WITNESS)
def moves_the_columns_only(images, dy, dx):
    """Only dx was used. The rows move as well, by dy."""
    return shifted(images, 0, dx)


@misconception(witness={"images": PICTURES, "dy": -1, "dx": 1})
def takes_every_shift_for_positive(images, dy, dx):
    """A negative shift moved the images down or to the right all the same. Negative numbers mean up
    and to the left."""
    return shifted(images, abs(dy), abs(dx))


@misconception(witness={"images": PICTURES, "dy": -2, "dx": -1})
def does_not_move_up_or_left(images, dy, dx):
    """A negative shift did nothing. It moves the images up or to the left, and zeros come in at the
    bottom or at the right."""
    return shifted(images, max(dy, 0), max(dx, 0))


@misconception(witness={"images": PICTURES, "dy": 0, "dx": 5})
def moves_by_what_is_left_over(images, dy, dx):
    """A shift by more than the size went round and began again. Beyond the edge nothing is left:
    the result is all zeros."""
    height, width = images.shape[2:]
    return shifted(images, int(np.fmod(dy, height)), int(np.fmod(dx, width)))


@misconception(witness=WITNESS)
def grows_the_images(images, dy, dx):
    """The images grew by the zeros. Their size stays the same: what is pushed over the edge is
    cut off."""
    rows, columns = (max(dy, 0), max(-dy, 0)), (max(dx, 0), max(-dx, 0))
    return np.pad(images, [(0, 0), (0, 0), rows, columns])


EXERCISE = Exercise(
    inputs={
        "images": array("N C H W", floats(-10, 10), floats(-1e6, 1e6, special=(0.0,))),
        "dy": scalar(integers(-3, 3), integers(-9, 9, special=(0,))),
        "dx": scalar(integers(-3, 3), integers(-9, 9, special=(0,))),
    },
    reference=reference,
    second_source=second_source,
    accuracy="exact",
    sizes={"N": (1, 3), "C": (1, 3), "H": (1, 5), "W": (1, 5)},
    empty="N",
    ordinary=60,
    cases=(
        case(images=[[[[1.0, 2.0], [3.0, 4.0]]]], dy=1, dx=0),
        case(images=[[[[1.0, 2.0], [3.0, 4.0]]]], dy=0, dx=-1),
        case(images=PICTURES, dy=-1, dx=2),
        case(images=PICTURES, dy=3, dx=0, tier="edge"),
        case(images=PICTURES, dy=0, dx=-4, tier="edge"),
        case(images=PICTURES, dy=-4, dx=1, tier="edge"),
        case(images=PICTURES, dy=2, dx=-3, tier="edge"),
        case(images=PICTURES, dy=100, dx=-100, tier="edge"),
    ),
    laws=(
        stays_without_a_shift,
        nothing_is_left_of_a_shift_beyond_the_edge,
        a_turned_picture_moves_the_other_way,
    ),
    misconceptions=(
        wraps_around,
        moves_the_other_way,
        exchanges_dy_and_dx,
        takes_up_for_positive,
        takes_left_for_positive,
        repeats_the_edge,
        leaves_the_old_pixels,
        moves_the_rows_only,
        moves_the_columns_only,
        takes_every_shift_for_positive,
        does_not_move_up_or_left,
        moves_by_what_is_left_over,
        grows_the_images,
    ),
    hints=(
        "Imagine a frame of zeros round the picture, and a window as large as the picture. Where "
        "must the window look to see the picture two rows further down?",
        "np.pad makes the frame: H rows above and below, W columns on either side. A picture that "
        "moves down by dy is a window that begins dy rows higher, at H - dy; it must not leave the "
        "frame, so hold that between 0 and 2 H.",
        "framed = np.pad(images, ((0, 0), (0, 0), (H, H), (W, W))); top = min(max(H - dy, 0), "
        "2 * H); left = min(max(W - dx, 0), 2 * W); framed[:, :, top : top + H, left : left + W]",
    ),
)
