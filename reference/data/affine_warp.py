"""Images under an affine map, bilinear."""

from __future__ import annotations

import numpy as np
import torch

from grader.declare import (
    Exercise,
    absolute,
    array,
    assert_close,
    case,
    floats,
    law,
    misconception,
)


def reference(images: torch.Tensor, theta: torch.Tensor) -> torch.Tensor:
    grid = torch.nn.functional.affine_grid(
        theta.expand(len(images), 2, 3), list(images.shape), align_corners=False
    )
    return torch.nn.functional.grid_sample(
        images, grid, mode="bilinear", padding_mode="zeros", align_corners=False
    )


def second_source(m, images, theta):
    """Every pixel of the image that is nearer than one row and one column gives its share."""
    height, width = images.shape[2:]
    out = np.zeros(images.shape, dtype=object)
    for i in range(height):
        for j in range(width):
            x, y = m.number(2.0 * j + 1) / width - 1, m.number(2.0 * i + 1) / height - 1
            column = ((theta[0, 0] * x + theta[0, 1] * y + theta[0, 2] + 1) * width - 1) / 2
            row = ((theta[1, 0] * x + theta[1, 1] * y + theta[1, 2] + 1) * height - 1) / 2
            for r in range(height):
                for c in range(width):
                    away, aside = abs(row - r), abs(column - c)
                    if away < 1 and aside < 1:
                        share = (1 - away) * (1 - aside)
                        out[:, :, i, j] = out[:, :, i, j] + share * images[:, :, r, c]
    return out


# --- laws -----------------------------------------------------------------------------------------


SAME = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])


@law(edge=10)
def the_identity_changes_nothing(affine_warp, images):
    """Where every pixel shows its own place, the images stay as they are."""
    assert_close(affine_warp(images, SAME), images, scale=10.0, rtol=1e-12)


@law()
def a_negative_x_mirrors(affine_warp, images):
    """x' = -x mirrors the images from left to right."""
    mirror = np.array([[-1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])
    assert_close(affine_warp(images, mirror), images[..., ::-1], scale=10.0, rtol=1e-12)


@law()
def two_widths_of_a_pixel_are_two_columns(affine_warp, images):
    """A place further right by 2 / W is the next column: the images move to the left by one, and
    zeros come in."""
    theta = SAME.copy()
    theta[0, 2] = 2.0 / images.shape[3]
    expected = np.zeros(images.shape)
    expected[..., :-1] = images[..., 1:]
    assert_close(affine_warp(images, theta), expected, scale=10.0, rtol=1e-12)


@law(other=array("N C H W", floats(-10, 10)))
def sums_of_images_give_sums(affine_warp, images, theta, other):
    """Two images laid over each other and warped are the two warped images laid over each
    other."""
    apart = affine_warp(images, theta) + affine_warp(other, theta)
    assert_close(affine_warp(images + other, theta), apart, scale=10.0, rtol=1e-12)


# --- mistakes -------------------------------------------------------------------------------------


PICTURES = np.arange(1.0, 13.0).reshape(1, 1, 3, 4)
WITNESS = {"images": PICTURES, "theta": [[0.5, -0.75, 0.25], [0.5, 1.0, -0.125]]}


def centers(count):
    return (2 * np.arange(count) + 1) / count - 1


def places(x, y, theta):
    """x' and y', each (H, W)."""
    mapped = [row[0] * x[None, :] + row[1] * y[:, None] + row[2] for row in theta]
    return mapped[0], mapped[1]


def pixels(x, y, images):
    """Columns and rows of places."""
    height, width = images.shape[2:]
    return ((x + 1) * width - 1) / 2, ((y + 1) * height - 1) / 2


def sampled(images, columns, rows, floor=np.floor, zeros=True, turned=False):
    height, width = images.shape[2:]
    left, top = floor(columns), floor(rows)
    out = np.zeros(images.shape)
    for down in (0, 1):
        for right in (0, 1):
            r, c = top + down, left + right
            inside = (r >= 0) & (r < height) & (c >= 0) & (c < width)
            across, along = columns - left, rows - top
            across = across if right != turned else 1 - across
            along = along if down != turned else 1 - along
            i = np.clip(r, 0, height - 1).astype(np.int64)
            j = np.clip(c, 0, width - 1).astype(np.int64)
            out += np.where(inside | (not zeros), across * along, 0.0) * images[:, :, i, j]
    return out.astype(images.dtype)


def warped(images, theta, **how):
    height, width = images.shape[2:]
    x, y = places(centers(width), centers(height), theta)
    return sampled(images, *pixels(x, y, images), **how)


@misconception(witness=WITNESS)
def puts_minus_1_and_1_at_the_outer_centers(images, theta):
    """-1 and 1 were taken for the centers of the outermost pixels, as align_corners=True does. Here
    they are the borders of the image, half a pixel further out."""
    height, width = images.shape[2:]
    ends = [np.linspace(-1, 1, n) if n > 1 else np.zeros(1) for n in (width, height)]
    x, y = places(*ends, theta)
    return sampled(images, (x + 1) / 2 * (width - 1), (y + 1) / 2 * (height - 1))


@misconception(witness=WITNESS)
def takes_the_nearest_pixel(images, theta):
    """Each pixel shows the nearest pixel of the image. Mix the four pixels around the place, with
    weights that fall with the distance."""
    height, width = images.shape[2:]
    x, y = places(centers(width), centers(height), theta)
    columns, rows = pixels(x, y, images)
    return sampled(images, np.rint(columns), np.rint(rows))


@misconception(witness=WITNESS)
def exchanges_x_and_y(images, theta):
    """x and y were exchanged. x runs along the width and belongs to the first row of theta, y runs
    along the height and belongs to the second."""
    return warped(images, np.asarray(theta)[::-1][:, [1, 0, 2]])


@misconception(witness=WITNESS)
def maps_the_image_to_the_result(images, theta):
    """The map was applied the other way round, from the image to the result. theta says, for each
    pixel of the result, where in the image to look."""
    linear, shift = np.asarray(theta)[:, :2], np.asarray(theta)[:, 2:]
    back = np.linalg.pinv(linear)
    return warped(images, np.concatenate([back, -back @ shift], axis=1))


@misconception(witness=WITNESS)
def repeats_the_border(images, theta):
    """Outside the image the pixels of its border were repeated. Neighbours that lie outside count
    as 0."""
    return warped(images, theta, zeros=False)


@misconception(witness=WITNESS)
def blackens_every_place_near_the_border(images, theta):
    """A pixel became 0 as soon as one of its four neighbours lay outside. Only that neighbour
    counts as 0; the others keep their share."""
    height, width = images.shape[2:]
    x, y = places(centers(width), centers(height), theta)
    columns, rows = pixels(x, y, images)
    inside = (columns >= 0) & (columns <= width - 1) & (rows >= 0) & (rows <= height - 1)
    return np.where(inside, sampled(images, columns, rows), 0.0).astype(images.dtype)


@misconception(witness=WITNESS)
def forgets_half_a_pixel(images, theta):
    """The pixels were looked up half a pixel too far right and down. The center of the first pixel
    is column 0, and its left border -0.5: subtract 1 before halving."""
    height, width = images.shape[2:]
    x, y = places(centers(width), centers(height), theta)
    return sampled(images, (x + 1) * width / 2, (y + 1) * height / 2)


@misconception(witness=WITNESS)
def starts_at_the_borders_of_the_pixels(images, theta):
    """The grid began at -1, the left border of the first pixel. Take the pixels' centers,
    (2 j + 1) / W - 1."""
    height, width = images.shape[2:]
    x, y = places(2 * np.arange(width) / width - 1, 2 * np.arange(height) / height - 1, theta)
    return sampled(images, *pixels(x, y, images))


@misconception(witness=WITNESS)
def shifts_by_pixels(images, theta):
    """The third column of theta was taken for a number of pixels. It is measured like x and y, in
    which the whole image is 2 wide and 2 high."""
    height, width = images.shape[2:]
    scale = np.array([2.0 / width, 2.0 / height])
    moved = np.array(theta, dtype=np.float64)
    moved[:, 2] *= scale
    return warped(images, moved)


@misconception(witness=WITNESS)
def forgets_the_shift(images, theta):
    """The third column of theta had no effect. It is added to x' and y'."""
    still = np.array(theta, dtype=np.float64)
    still[:, 2] = 0.0
    return warped(images, still)


@misconception(witness=WITNESS)
def transposes_the_map(images, theta):
    """theta[0, 1] and theta[1, 0] were exchanged. x' is the first row of theta times (x, y, 1)."""
    turned = np.array(theta, dtype=np.float64)
    turned[:, :2] = turned[:, :2].T.copy()
    return warped(images, turned)


@misconception(witness=WITNESS)
def gives_the_far_pixel_the_large_weight(images, theta):
    """The weights were the wrong way round: the nearest of the four pixels got the smallest. The
    left pixel has the weight 1 - (column - left)."""
    return warped(images, theta, turned=True)


@misconception(witness=WITNESS)
def rounds_towards_zero(images, theta):
    """int() cuts -0.5 to 0, so that places just outside on the left or above got wrong neighbours.
    np.floor rounds down, to -1."""
    return warped(images, theta, floor=np.trunc)


EXERCISE = Exercise(
    inputs={
        "images": array("N C H W", floats(-10, 10), floats(-10, 10, special=(0.0,))),
        "theta": array("2 3", floats(-1.5, 1.5), floats(-3, 3, special=(0.0, 1.0, -1.0))),
    },
    reference=reference,
    second_source=second_source,
    accuracy=absolute(10.0),
    sizes={"N": (1, 2), "C": (1, 2), "H": (1, 4), "W": (1, 5)},
    ordinary=60,
    cases=(
        case(**WITNESS),
        case(images=[[[[1.0, 2.0, 3.0]]]], theta=[[-1.0, 0.0, 0.0], [0.0, 1.0, 0.0]]),
        case(images=PICTURES, theta=[[1.0, 0.0, 0.25], [0.0, 1.0, 0.0]]),
        # A quarter of a circle, and twice as large.
        case(images=PICTURES, theta=[[0.0, -1.0, 0.0], [1.0, 0.0, 0.0]]),
        case(images=PICTURES, theta=[[0.5, 0.0, 0.0], [0.0, 0.5, 0.0]]),
        # All pixels show the center; all look far outside.
        case(images=PICTURES, theta=np.zeros((2, 3)), tier="edge"),
        case(images=PICTURES, theta=[[1.0, 0.0, 50.0], [0.0, 1.0, -50.0]], tier="edge"),
        case(images=[[[[4.0]]]], theta=[[1.0, 0.0, 0.5], [0.0, 1.0, -0.5]], tier="edge"),
    ),
    laws=(
        the_identity_changes_nothing,
        a_negative_x_mirrors,
        two_widths_of_a_pixel_are_two_columns,
        sums_of_images_give_sums,
    ),
    misconceptions=(
        puts_minus_1_and_1_at_the_outer_centers,
        takes_the_nearest_pixel,
        exchanges_x_and_y,
        maps_the_image_to_the_result,
        repeats_the_border,
        blackens_every_place_near_the_border,
        forgets_half_a_pixel,
        starts_at_the_borders_of_the_pixels,
        shifts_by_pixels,
        forgets_the_shift,
        transposes_the_map,
        gives_the_far_pixel_the_large_weight,
        rounds_towards_zero,
    ),
    hints=(
        "Go from the result to the image: for one pixel of the result, which row and column of the "
        "image does it show? Write these two numbers down for all pixels before looking anything "
        "up.",
        "np.floor gives the row above and the column to the left. Four pixels surround the place; "
        "sum them with their weights, and give a weight of 0 to those outside the image, whose "
        "numbers are clipped so that they can be looked up.",
        "for r in (top, top + 1): for c in (left, left + 1): out += where(inside, (1 - |rows - r|) "
        "* (1 - |columns - c|), 0) * images[:, :, clipped r, clipped c]",
    ),
)
