"""Images made brighter or darker."""

from __future__ import annotations

import numpy as np
import torch

from grader.declare import (
    Exercise,
    array,
    assert_close,
    assert_equal,
    assert_that,
    case,
    floats,
    law,
    misconception,
    scalar,
)


def reference(images: torch.Tensor, factor: float) -> torch.Tensor:
    return (factor * images).clamp(0.0, 1.0)


def second_source(m, images, factor):
    """Pixel by pixel."""
    out = np.zeros(images.shape, dtype=object)
    for index in np.ndindex(images.shape):
        brighter = images[index] * factor
        out[index] = max(m.number(0.0), min(brighter, m.number(1.0)))
    return out


# --- laws -----------------------------------------------------------------------------------------


WITHIN = array("N C H W", floats(0.0, 1.0), floats(0.0, 1.0, special=(0.0, 1.0)))


@law(edge=10, images=WITHIN)
def a_factor_of_1_changes_nothing(adjust_brightness, images):
    """With the factor 1, images between black and white come back as they were."""
    assert_equal(adjust_brightness(images, 1.0), images)


@law(edge=10)
def stays_between_black_and_white(adjust_brightness, images, factor):
    """Every pixel of the result lies between 0 and 1."""
    out = adjust_brightness(images, factor)
    assert_that(not np.any((out < 0.0) | (out > 1.0)), "some pixels lie outside 0 .. 1")


@law(images=WITHIN, factor=floats(0.0, 1.0))
def darkens_every_pixel_by_the_same_part(adjust_brightness, images, factor):
    """A factor below 1 is a plain product: nothing is cut off."""
    assert_close(adjust_brightness(images, factor), images * factor, rtol=1e-14)


# --- mistakes -------------------------------------------------------------------------------------


WITNESS = {"images": [[[[0.0, 0.25, 0.5, 1.0]]]], "factor": 1.5}


@misconception(witness=WITNESS)
def does_not_clip(images, factor):
    """Some pixels came out brighter than white. Cut off what lies above 1, and what lies below
    0."""
    return images * factor


@misconception(witness={"images": [[[[-0.25, 0.0, 0.5, 1.0]]]], "factor": 1.5})
def lets_pixels_be_darker_than_black(images, factor):
    """Pixels below 0 stayed below 0. Nothing is darker than black: cut off on both sides."""
    return np.minimum(images * factor, 1.0)


@misconception(witness=WITNESS)
def adds_the_factor(images, factor):
    """The factor was added. Multiply: black then stays black and light spots gain most."""
    return np.clip(images + factor, 0.0, 1.0)


@misconception(witness=WITNESS)
def adds_what_lies_above_1(images, factor):
    """factor - 1 was added to every pixel, so that black turned grey. Multiply by the factor."""
    return np.clip(images + (factor - 1.0), 0.0, 1.0)


@misconception(witness=WITNESS)
def brings_the_brightest_pixel_to_1(images, factor):
    """The image was divided by its brightest pixel after scaling, which takes the brightening back.
    Cut off what lies above 1 and leave the rest."""
    scaled = images * factor
    return scaled / max(scaled.max(initial=0.0), 1.0)


@misconception(witness=WITNESS)
def wraps_around_at_white(images, factor):
    """What was brighter than white began again at black, as with bytes that overflow. White stays
    white: use np.clip."""
    scaled = images * factor
    return np.where(scaled > 1.0, scaled % 1.0, scaled)


@misconception(witness=WITNESS)
def takes_255_for_white(images, factor):
    """The result runs from 0 to 255. White is 1 here: scale by the factor alone and clip at 1."""
    return np.clip(255.0 * images * factor, 0.0, 255.0)


@misconception(witness=WITNESS)
def divides_by_the_factor(images, factor):
    """The images were divided by the factor: a factor above 1 must brighten. Multiply."""
    return np.clip(images / max(factor, 1e-12), 0.0, 1.0)


@misconception(witness=WITNESS)
def raises_to_the_factor(images, factor):
    """The pixels were raised to a power. That is the gamma correction; brightness is a product."""
    return images**factor


@misconception(witness=WITNESS)
def changes_the_contrast(images, factor):
    """Pixels darker than the middle became darker still. That is contrast, measured from the mean;
    brightness is measured from black: multiply the pixels themselves."""
    mean = images.mean() if images.size else 0.0
    return np.clip(mean + factor * (images - mean), 0.0, 1.0)


@misconception(witness={"images": [[[[0.0, 0.25, 0.75, 1.0]]]], "factor": 0.5})
def brightens_only(images, factor):
    """A factor below 1 did nothing. It makes images darker: multiply whatever the factor is."""
    return np.clip(images * max(factor, 1.0), 0.0, 1.0)


@misconception(witness={"images": [[[[0.0, 0.125, 0.5, 1.0]]]], "factor": 1.5})
def writes_into_the_images(images, factor):
    """The new pixels were written into the array that was handed in, and the caller has lost the
    old ones. Make a new array."""
    images *= factor
    return np.clip(images, 0.0, 1.0, out=images)


EXERCISE = Exercise(
    inputs={
        "images": array("N C H W", floats(0.0, 1.0), floats(-0.5, 1.5, special=(0.0, 1.0))),
        "factor": scalar(floats(0.1, 3.0), floats(0.0, 100.0, special=(0.0, 1.0))),
    },
    reference=reference,
    second_source=second_source,
    sizes={"N": (1, 3), "C": (1, 3), "H": (1, 4), "W": (1, 4)},
    empty="N",
    ordinary=60,
    cases=(
        case(images=[[[[0.0, 0.25, 0.5, 1.0]]]], factor=1.5),
        case(images=[[[[0.0, 0.25, 0.5, 1.0]]]], factor=0.5),
        case(images=[[[[0.0, 0.25, 0.5, 1.0]]]], factor=0.0, tier="edge"),
        case(images=[[[[0.0, 1e-6, 0.02, 1.0]]]], factor=50.0, tier="edge"),
        case(images=[[[[-0.5, -1e-6, 0.5, 1.5]]]], factor=1.0, tier="edge"),
    ),
    laws=(
        a_factor_of_1_changes_nothing,
        stays_between_black_and_white,
        darkens_every_pixel_by_the_same_part,
    ),
    misconceptions=(
        does_not_clip,
        lets_pixels_be_darker_than_black,
        adds_the_factor,
        adds_what_lies_above_1,
        brings_the_brightest_pixel_to_1,
        wraps_around_at_white,
        takes_255_for_white,
        divides_by_the_factor,
        raises_to_the_factor,
        changes_the_contrast,
        brightens_only,
        writes_into_the_images,
    ),
    hints=(
        "What must happen to a pixel of 0.8 when the factor is 1.5?",
        "One operation scales all pixels; one NumPy function holds them between two numbers. Which "
        "comes first?",
        "np.clip(images * factor, 0.0, 1.0)",
    ),
)
