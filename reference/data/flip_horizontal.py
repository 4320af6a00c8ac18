"""Images mirrored along their width."""

from __future__ import annotations

import numpy as np
import torch

from grader.declare import Exercise, array, assert_equal, case, floats, law, misconception


def reference(images: torch.Tensor) -> torch.Tensor:
    return images.flip(-1)


def second_source(m, images):
    """Pixel by pixel."""
    out = np.zeros(images.shape, dtype=object)
    for n, c, i, j in np.ndindex(images.shape):
        out[n, c, i, j] = images[n, c, i, images.shape[3] - 1 - j]
    return out


# --- laws -----------------------------------------------------------------------------------------


@law(edge=10)
def twice_is_the_image_again(flip_horizontal, images):
    """The mirror image of the mirror image is the image."""
    mirrored = images[..., ::-1]
    assert_equal(flip_horizontal(mirrored), images)


@law(edge=10)
def treats_every_row_alone(flip_horizontal, images):
    """Mirroring the topmost row alone gives the topmost row of the whole mirrored image."""
    assert_equal(flip_horizontal(images[:, :, :1]), flip_horizontal(images)[:, :, :1])


# --- mistakes -------------------------------------------------------------------------------------


# Two examples, two channels, two rows, three columns: each axis turned round shows.
WITNESS = {"images": np.arange(24.0).reshape(2, 2, 2, 3)}


@misconception(witness=WITNESS)
def turns_it_upside_down(images):
    """The images came upside down. The width is the last axis; the height is the one before."""
    return images[:, :, ::-1]


@misconception(witness=WITNESS)
def swaps_the_channels(images):
    """The order of the channels was turned round, so that red and blue change places. Axis 1 holds
    the channels; the width is the last axis."""
    return images[:, ::-1]


@misconception(witness=WITNESS)
def turns_the_batch_round(images):
    """The order of the examples was turned round. images[::-1] looks at the first axis; the width
    is the last: images[..., ::-1]."""
    return images[::-1]


@misconception(witness=WITNESS)
def turns_by_half_a_circle(images):
    """The images were mirrored in both directions, which turns them by 180 degrees. Leave the rows
    in their order."""
    return images[..., ::-1, ::-1]


@misconception(witness=WITNESS)
def turns_every_axis_round(images):
    """np.flip without an axis turns all axes round, examples and channels too. Say axis=-1."""
    return np.flip(images)


@misconception(witness=WITNESS)
def exchanges_height_and_width(images):
    """Rows and columns were exchanged. That mirrors at the diagonal; reverse the order of the
    columns instead."""
    return np.swapaxes(images, 2, 3)


@misconception(witness=WITNESS)
def changes_nothing(images):
    """The images came back as they were. Reverse the order of the columns."""
    return images.copy()


@misconception(witness=WITNESS)
def rolls_the_columns(images):
    """The columns were moved round by one and not mirrored. The last becomes the first, the one
    before it the second, and so on."""
    return np.roll(images, 1, axis=-1)


@misconception(witness=WITNESS)
def adds_the_mirror_images(images):
    """The mirror images were appended to the originals. Return them alone, one for each image."""
    return np.concatenate([images, images[..., ::-1]])


@misconception(witness={"images": np.arange(12.0).reshape(1, 1, 2, 6)})
def writes_over_the_images(images):
    """The pixels were moved within the array that was handed in, which the caller may still need.
    Make a new array."""
    images[...] = images[..., ::-1].copy()
    return images


EXERCISE = Exercise(
    inputs={"images": array("N C H W", floats(-10, 10), floats(-1e6, 1e6, special=(0.0,)))},
    reference=reference,
    second_source=second_source,
    accuracy="exact",
    sizes={"N": (1, 3), "C": (1, 3), "H": (1, 4), "W": (1, 5)},
    empty="N",
    ordinary=60,
    cases=(
        case(images=[[[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]]]),
        case(images=np.arange(16.0).reshape(2, 2, 2, 2)),
        case(images=np.arange(6.0).reshape(1, 2, 3, 1), tier="edge"),
    ),
    laws=(twice_is_the_image_again, treats_every_row_alone),
    misconceptions=(
        turns_it_upside_down,
        swaps_the_channels,
        turns_the_batch_round,
        turns_by_half_a_circle,
        turns_every_axis_round,
        exchanges_height_and_width,
        changes_nothing,
        rolls_the_columns,
        adds_the_mirror_images,
        writes_over_the_images,
    ),
    hints=(
        "Which of the four axes runs from left to right?",
        "A slice has a third part, the step, and it may be negative. Three dots stand for all axes "
        "that are left as they are.",
        "images[..., ::-1]",
    ),
)
