"""Horizontal edges of a picture, by the 3 by 3 kernel."""

from __future__ import annotations

import numpy as np
import torch

from grader.declare import (
    Exercise,
    array,
    assert_close,
    case,
    floats,
    law,
    misconception,
    refusal,
)

KERNEL = np.array([[1.0] * 3, [0.0] * 3, [-1.0] * 3])


def reference(image: torch.Tensor) -> torch.Tensor:
    kernel = torch.as_tensor(KERNEL).to(image)
    return torch.nn.functional.conv2d(image[None, None], kernel[None, None])[0, 0]


def by_definition(m, image):
    out = np.zeros((image.shape[0] - 2, image.shape[1] - 2), dtype=object)
    for i in range(out.shape[0]):
        for j in range(out.shape[1]):
            for k in range(3):
                out[i, j] += image[i, j + k] - image[i + 2, j + k]
    return out


# --- laws -----------------------------------------------------------------------------------------


@law(line=array("L"))
def sees_no_vertical_edges(horizontal_edges, line):
    """An image whose columns are each of one grey has no horizontal edges."""
    image = np.repeat(np.asarray(line)[None, :], 4, axis=0)
    scale = float(np.abs(line).max())
    assert_close(horizontal_edges(image), np.zeros((2, len(line) - 2)), scale=scale, rtol=1e-12)


@law()
def a_mirrored_image_gives_a_mirrored_answer(horizontal_edges, image):
    """Turning the image upside down turns the answer upside down and changes its sign."""
    scale = float(np.abs(image).sum())
    mirrored = -horizontal_edges(image)[::-1]
    assert_close(horizontal_edges(image[::-1].copy()), mirrored, scale=scale, rtol=1e-12)


@law(slope=floats(-10, 10))
def measures_the_slope(horizontal_edges, image, slope):
    """An image that grows by d with every row gives -6 * d everywhere."""
    ramp = np.zeros(image.shape) + slope * np.arange(float(image.shape[0]))[:, None]
    size = (image.shape[0] - 2, image.shape[1] - 2)
    scale = abs(slope) * max(image.shape)
    assert_close(horizontal_edges(ramp), np.full(size, -6.0 * slope), scale=scale, rtol=1e-12)


# --- mistakes -------------------------------------------------------------------------------------


def slide(image, kernel):
    """Every window of the kernel's size, summed up after the product."""
    rows, columns = np.subtract(image.shape, kernel.shape) + 1
    out = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            window = image[i : i + kernel.shape[0], j : j + kernel.shape[1]]
            out[i, j] = np.sum(window * kernel)
    return out


PICTURE = [[1.0, 2.0, 4.0, 9.0], [3.0, 5.0, 9.0, 1.0], [2.0, 7.0, 6.0, 1.0]]


@misconception(witness=PICTURE)
def finds_the_vertical_edges(image):
    """These are the vertical edges: the kernel was transposed. The weights 1, 0, -1 of this
    one run from top to bottom, the same in each of its columns."""
    return slide(image, KERNEL.T)


@misconception(witness=PICTURE)
def turns_the_sign(image):
    """Every sign is wrong. The top row of the window counts with 1, the bottom one with -1;
    flipping the kernel, as convolution in mathematics does, exchanges the two."""
    return slide(image, -KERNEL)


@misconception(witness=PICTURE)
def loses_the_sign(image):
    """The signs are gone. An edge from dark to bright is negative here, so leave abs out."""
    return np.abs(slide(image, KERNEL))


@misconception(witness=PICTURE)
def keeps_the_size_of_the_image(image):
    """The output is as large as the image, with zeros beyond its edge. The kernel stays inside the
    image, so that two rows and two columns are lost."""
    return slide(np.pad(image, 1), KERNEL)


@misconception(witness=PICTURE)
def uses_a_single_column_of_the_kernel(image):
    """Only one column of the window was compared. The kernel is 3 by 3: sum the differences of all
    three columns."""
    return slide(image[:, 1:-1], KERNEL[:, :1])


@misconception(witness=PICTURE)
def weighs_the_middle_twice(image):
    """The middle column of the window counted twice, which is the Sobel kernel. Here all three
    columns count alike."""
    return slide(image, KERNEL * np.array([1.0, 2.0, 1.0]))


@misconception(witness=PICTURE)
def averages_the_window(image):
    """The sum was divided by 9. It is a plain sum of products."""
    return slide(image, KERNEL) / 9.0


@misconception(witness=PICTURE)
def averages_three_differences(image):
    """The sum was divided by 3. It is a plain sum over the three columns."""
    return slide(image, KERNEL) / 3.0


@misconception(witness=PICTURE)
def compares_neighbours(image):
    """Neighbouring rows were compared. The kernel has a row of zeros in its middle: the top
    row of the window is compared with the bottom one, two pixels on."""
    return slide(image, np.array([[1.0] * 3, [-1.0] * 3]))[:-1]


EXERCISE = Exercise(
    # Quarters, so that sums are exact in any order: pixels that are alike cancel to exactly 0.
    inputs={
        "image": array(
            "H W", floats(-10, 10, grid=0.25), floats(-1e6, 1e6, special=(0.0,), grid=0.25)
        )
    },
    reference=reference,
    second_source=by_definition,
    sizes={"H": (3, 7), "W": (3, 7), "L": (3, 6)},
    laws=(
        sees_no_vertical_edges,
        a_mirrored_image_gives_a_mirrored_answer,
        measures_the_slope,
    ),
    misconceptions=(
        finds_the_vertical_edges,
        turns_the_sign,
        loses_the_sign,
        keeps_the_size_of_the_image,
        uses_a_single_column_of_the_kernel,
        weighs_the_middle_twice,
        averages_the_window,
        averages_three_differences,
        compares_neighbours,
    ),
    refusals=(
        refusal(ValueError, "an image of 2 rows", image=np.ones((2, 5))),
        refusal(ValueError, "an image of 2 columns", image=np.ones((5, 2))),
        refusal(ValueError, "an image of a single row", image=np.ones((1, 4))),
        refusal(ValueError, "an image of a single column", image=np.ones((4, 1))),
    ),
    cases=(
        case(image=[[10.0, 10.0, 10.0, 0.0, 0.0, 0.0]] * 6),
        case(image=np.array([[10.0, 10.0, 10.0, 0.0, 0.0, 0.0]] * 6).T),
        # A single window.
        case(image=[[1.0, 2.0, 4.0], [8.0, 16.0, 32.0], [64.0, 128.0, 256.0]], tier="edge"),
    ),
    hints=(
        "At how many places does a kernel of 3 by 3 fit into an image of 4 by 6? What does it give "
        "where the picture is the same everywhere?",
        "Write the kernel down as an array of 3 by 3 and slide it as in cross-correlation: window "
        "times kernel, summed up. Or think of whole rows: which count as plus, which as minus?",
        "out[i, j] = np.sum(image[i : i + 3, j : j + 3] * kernel) for i in range(H - 2) and j in "
        "range(W - 2), with kernel = np.array([[1.0] * 3, [0.0] * 3, [-1.0] * 3]).",
    ),
)
