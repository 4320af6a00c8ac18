"""One kernel over one image: the operation inside every convolution layer."""

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
)


def reference(image: torch.Tensor, kernel: torch.Tensor) -> torch.Tensor:
    return torch.nn.functional.conv2d(image[None, None], kernel[None, None])[0, 0]


def kernel_fits(image, kernel):
    return kernel.shape[0] <= image.shape[0] and kernel.shape[1] <= image.shape[1]


def by_definition(m, image, kernel):
    (height, width), (kernel_h, kernel_w) = image.shape, kernel.shape
    out = np.zeros((height - kernel_h + 1, width - kernel_w + 1), dtype=object)
    for i in range(out.shape[0]):
        for j in range(out.shape[1]):
            for u in range(kernel_h):
                for v in range(kernel_w):
                    out[i, j] += image[i + u, j + v] * kernel[u, v]
    return out


# --- laws -----------------------------------------------------------------------------------------


@law(picture=array("A B"), row=integers(0, 1), column=integers(0, 2))
def a_kernel_with_a_single_one_copies_pixels(cross_correlate2d, picture, row, column):
    """A kernel that is 0 except for a single 1 copies pixels: the image comes out moved."""
    height, width = picture.shape
    kernel = np.zeros((2, 3))
    kernel[row, column] = 1.0
    moved = picture[row : height - 1 + row, column : width - 2 + column]
    assert_close(cross_correlate2d(picture, kernel), moved)


@law(value=floats(-10, 10))
def a_flat_image_gives_the_sum_of_the_kernel(cross_correlate2d, image, kernel, value):
    """On an image of a single grey every output pixel is that grey times the sum of the kernel."""
    size = tuple(np.subtract(image.shape, kernel.shape) + 1)
    expected = np.full(size, value * kernel.sum())
    scale = abs(value) * float(np.abs(kernel).sum())
    flat = np.full(image.shape, value)
    assert_close(cross_correlate2d(flat, kernel), expected, scale=scale, rtol=1e-12)


# --- mistakes -------------------------------------------------------------------------------------


def slide(image, kernel):
    """The windows of the kernel's size, each summed up after the product."""
    rows, columns = np.subtract(image.shape, kernel.shape) + 1
    out = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            window = image[i : i + kernel.shape[0], j : j + kernel.shape[1]]
            out[i, j] = np.sum(window * kernel)
    return out


@misconception(witness={"image": [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]], "kernel": [[10.0, 1.0]]})
def flips_the_kernel(image, kernel):
    """The kernel was turned upside down and left to right, as convolution in mathematics does.
    Leave it as it is: kernel[0, 0] meets the top left pixel of the window."""
    return slide(image, kernel[::-1, ::-1])


@misconception(
    witness={
        "image": [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0], [7.0, 8.0, 9.0]],
        "kernel": [[1.0, 2.0], [3.0, 5.0]],
    }
)
def transposes_the_kernel(image, kernel):
    """Rows and columns of the kernel changed places. kernel[u, v] meets image[i + u, j + v]: rows
    run along rows."""
    return slide(image, kernel.T)


@misconception(witness={"image": [[1.0, 2.0, 5.0]], "kernel": [[1.0, 1.0]]})
def stops_one_place_too_early(image, kernel):
    """The last place was left out. A kernel of f pixels fits into n of them at n - f + 1 places,
    the one that it starts from included."""
    return slide(image, kernel)[: image.shape[0] - kernel.shape[0] or None, :-1]


@misconception(witness={"image": [[1.0, 2.0, 5.0, 7.0], [0.0, 3.0, 1.0, 4.0]], "kernel": [[2.0]]})
def computes_the_width_from_the_height(image, kernel):
    """The output's width was computed from heights, which only square images forgive. Use
    image.shape[1] and kernel.shape[1] for the width."""
    rows = image.shape[0] - kernel.shape[0] + 1
    out = np.zeros((rows, rows))
    for i in range(rows):
        for j in range(rows):
            window = image[i : i + kernel.shape[0], j : j + kernel.shape[1]]
            out[i, j] = np.sum(window * kernel)
    return out


@misconception(witness={"image": [[1.0, 2.0, 5.0, 8.0]], "kernel": [[2.0, 1.0, 3.0]]})
def keeps_the_size_of_the_image(image, kernel):
    """The output is as large as the image, with zeros beyond its edge. Without padding the kernel
    stays inside the image, and the output is smaller."""
    up, left = (kernel.shape[0] - 1) // 2, (kernel.shape[1] - 1) // 2
    down, right = kernel.shape[0] - 1 - up, kernel.shape[1] - 1 - left
    return slide(np.pad(image, ((up, down), (left, right))), kernel)


@misconception(witness={"image": [[2.0, 4.0]], "kernel": [[1.0, 3.0]]})
def averages_the_products(image, kernel):
    """The products were averaged. They are summed, and divided by nothing."""
    return slide(image, kernel) / kernel.size


@misconception(witness={"image": [[2.0, 4.0, 7.0]], "kernel": [[1.0, 3.0]]})
def jumps_by_the_kernels_size(image, kernel):
    """The kernel jumped by its own size, so that windows never overlap. It moves by one pixel at a
    time."""
    return slide(image, kernel)[:: kernel.shape[0], :: kernel.shape[1]]


@misconception(witness={"image": [[3.0, 4.0]], "kernel": [[1.0, 5.0]]})
def subtracts_the_mean_of_the_window(image, kernel):
    """The mean of each window was taken off first, as a correlation in statistics does. Here the
    pixels enter as they are."""
    return slide(image, kernel - kernel.mean())


@misconception(witness={"image": [[1.0, 2.0], [3.0, 4.0]], "kernel": [[1.0, 10.0], [100.0, 7.0]]})
def multiplies_matrices(image, kernel):
    """Window and kernel were multiplied as matrices (@). Multiply what lies on one another (*) and
    sum the products up."""
    rows, columns = np.subtract(image.shape, kernel.shape) + 1
    out = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            window = image[i : i + kernel.shape[0], j : j + kernel.shape[1]]
            out[i, j] = np.sum(window @ kernel)
    return out


EXERCISE = Exercise(
    inputs={
        "image": array("H W", floats(-10, 10), floats(-1e6, 1e6, special=(0.0,))),
        "kernel": array("K L", floats(-10, 10), floats(-1e3, 1e3, special=(0.0,))),
    },
    reference=reference,
    second_source=by_definition,
    sizes={"H": (1, 7), "W": (1, 7), "K": (1, 4), "L": (1, 4), "A": (2, 5), "B": (3, 6)},
    where=kernel_fits,
    laws=(a_kernel_with_a_single_one_copies_pixels, a_flat_image_gives_the_sum_of_the_kernel),
    misconceptions=(
        flips_the_kernel,
        transposes_the_kernel,
        stops_one_place_too_early,
        computes_the_width_from_the_height,
        keeps_the_size_of_the_image,
        averages_the_products,
        jumps_by_the_kernels_size,
        subtracts_the_mean_of_the_window,
        multiplies_matrices,
    ),
    refusals=(
        refusal(
            ValueError,
            "a kernel higher than the image",
            image=np.ones((2, 5)),
            kernel=np.ones((3, 2)),
        ),
        refusal(
            ValueError,
            "a kernel wider than the image",
            image=np.ones((5, 2)),
            kernel=np.ones((2, 3)),
        ),
        refusal(
            ValueError,
            "a kernel two pixels higher than the image",
            image=np.ones((1, 5)),
            kernel=np.ones((3, 3)),
        ),
    ),
    cases=(
        # An edge between a bright and a dark half, found by the vertical edge kernel.
        case(image=[[10.0, 10.0, 10.0, 0.0, 0.0, 0.0]] * 4, kernel=[[1.0, 0.0, -1.0]] * 3),
        # Square, so that only the numbers can tell a transpose or a flip.
        case(
            image=[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0], [7.0, 8.0, 10.0]],
            kernel=[[1.0, -2.0], [3.0, 5.0]],
        ),
        # A kernel as large as the image fits at a single place.
        case(image=[[1.0, 2.0], [3.0, 4.0]], kernel=[[5.0, 6.0], [7.0, 8.0]], tier="edge"),
    ),
    hints=(
        "At how many places does a kernel of 2 pixels fit into a row of 5? And how many rows of "
        "such places are there?",
        "Make an array of zeros of the output's size and fill it in two loops. The window of place "
        "(i, j) is a slice of the image; what do you do with it and the kernel?",
        "out[i, j] = np.sum(image[i : i + kH, j : j + kW] * kernel) for i in range(H - kH + 1) and "
        "j in range(W - kW + 1); raise ValueError first if the kernel does not fit.",
    ),
)
