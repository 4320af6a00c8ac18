"""The size of a convolution's output along one axis."""

from __future__ import annotations

import torch

from grader.declare import (
    Exercise,
    assert_that,
    case,
    integers,
    law,
    misconception,
    refusal,
    scalar,
)


def reference(n: int, f: int, padding: int = 0, stride: int = 1) -> int:
    """PyTorch's own answer: convolve that many pixels and look."""
    image, kernel = torch.zeros(1, 1, n), torch.zeros(1, 1, f)
    out = torch.nn.functional.conv1d(image, kernel, stride=stride, padding=padding)
    return int(out.shape[-1])


def counted(m, n, f, padding=0, stride=1):
    """Every position, one by one."""
    return sum(1 for start in range(0, n + 2 * padding, stride) if start + f <= n + 2 * padding)


def kernel_fits(n, f, padding):
    return f <= n + 2 * padding


@law(ordinary=30, edge=20)
def the_last_window_fits_and_no_other_does(conv_output_size, n, f, padding, stride):
    """The last window ends inside the padded image, and one stride further it would not."""
    size = conv_output_size(n, f, padding, stride)
    end = (size - 1) * stride + f
    room = n + 2 * padding
    assert_that(size >= 1, f"{size} windows were counted where the kernel fits at least once")
    assert_that(end <= room, f"window {size} ends at pixel {end} of {room}")
    assert_that(end + stride > room, f"after window {size} there is room for another one")


@misconception(witness={"n": 5, "f": 2, "stride": 2})
def rounds_up(n, f, padding=0, stride=1):
    """The division was rounded up, which counts a last window that hangs over the edge. A window
    must fit whole, so round down: `//` does."""
    return -(-(n + 2 * padding - f) // stride) + 1


@misconception(witness={"n": 4, "f": 1, "stride": 2})
def forgets_the_first_position(n, f, padding=0, stride=1):
    """The division counts the steps that the kernel makes. The position that it starts from counts
    too, so add 1 at the end."""
    return (n + 2 * padding - f) // stride


@misconception(witness={"n": 9, "f": 3, "stride": 3})
def adds_one_before_dividing(n, f, padding=0, stride=1):
    """The 1 was added before the division by the stride. It stands for the first position and
    belongs behind the division: with a stride of 1 the two agree, with larger ones they do not."""
    return (n + 2 * padding - f + 1) // stride


@misconception(witness={"n": 5, "f": 3, "padding": 2})
def pads_one_side_only(n, f, padding=0, stride=1):
    """The padding was counted once, but zeros are added at both ends: the kernel has
    n + 2 * padding pixels to move on."""
    return (n + padding - f) // stride + 1


@misconception(witness={"n": 7, "f": 3, "padding": 1})
def ignores_the_padding(n, f, padding=0, stride=1):
    """The padding had no effect. The kernel moves on n + 2 * padding pixels, not on n."""
    return (n - f) // stride + 1


@misconception(witness={"n": 11, "f": 3, "stride": 2})
def ignores_the_stride(n, f, padding=0, stride=1):
    """The stride had no effect. With stride s only every s-th position is used, so divide the room
    to move by it (and round down)."""
    return n + 2 * padding - f + 1


@misconception(witness={"n": 10, "f": 3, "padding": 1, "stride": 3})
def divides_the_whole_image(n, f, padding=0, stride=1):
    """The stride divided the whole image instead of the room to move. The kernel itself takes up f
    pixels: take them off first."""
    return (n + 2 * padding) // stride - f + 1


@misconception(witness={"n": 5, "f": 1, "stride": 2})
def exchanges_the_kernel_and_the_stride(n, f, padding=0, stride=1):
    """Kernel and stride changed roles: here the kernel's size divides and the stride is taken off.
    The kernel's size is taken off, and the stride divides."""
    return (n + 2 * padding - stride) // f + 1


EXERCISE = Exercise(
    inputs={
        "n": scalar(integers(1, 32), integers(1, 300)),
        "f": scalar(integers(1, 7), integers(1, 40)),
        "padding": scalar(integers(0, 4), integers(0, 40, special=(0, 1))),
        "stride": scalar(integers(1, 5), integers(1, 40, special=(1, 2))),
    },
    reference=reference,
    accuracy="exact",
    second_source=counted,
    where=kernel_fits,
    laws=(the_last_window_fits_and_no_other_does,),
    misconceptions=(
        rounds_up,
        forgets_the_first_position,
        adds_one_before_dividing,
        pads_one_side_only,
        ignores_the_padding,
        ignores_the_stride,
        divides_the_whole_image,
        exchanges_the_kernel_and_the_stride,
    ),
    refusals=(
        refusal(ValueError, "a kernel larger than the image", n=3, f=4, padding=0, stride=1),
        refusal(ValueError, "a kernel larger than the padded image", n=1, f=4, padding=1, stride=3),
        refusal(ValueError, "a stride of 0", n=5, f=3, padding=0, stride=0),
        refusal(ValueError, "a negative stride", n=5, f=3, padding=0, stride=-1),
        refusal(ValueError, "a negative padding", n=5, f=3, padding=-1, stride=1),
    ),
    cases=(
        # LeNet-5 and AlexNet.
        case(n=32, f=5),
        case(n=28, f=2, stride=2),
        case(n=227, f=11, stride=4),
        # One position; a kernel that only the padding makes fit; left-over pixels.
        case(n=5, f=5, tier="edge"),
        case(n=1, f=3, padding=1, tier="edge"),
        case(n=2, f=6, padding=2, stride=7, tier="edge"),
        case(n=224, f=7, padding=3, stride=2, tier="edge"),
    ),
    hints=(
        "Draw 6 boxes in a row and a kernel of 3. Where may the kernel start? And with stride 2?",
        "The kernel can move by the padded length minus its own length. How many whole strides are "
        "in that, and which position do the strides not count?",
        "With room = n + 2 * padding - f the answer is room // stride + 1. Check for a negative "
        "room, a stride below 1 and a negative padding first.",
    ),
)
