"""The shapes inside LeNet-5."""

from __future__ import annotations

import numpy as np
import torch

from grader.declare import (
    Exercise,
    assert_equal,
    case,
    integers,
    law,
    misconception,
    refusal,
    scalar,
)

LAYERS = [("conv", 6, 5, 1, 0), ("pool", 2, 2), ("conv", 16, 5, 1, 0), ("pool", 2, 2)]
DENSE = (120, 84, 10)


def reference(n: int = 32, c: int = 3) -> list[tuple[int, ...]]:
    """PyTorch's own layers, on the device that holds no numbers, only shapes."""
    x = torch.empty(1, c, n, n, device="meta")
    shapes = []
    for layer in LAYERS:
        if layer[0] == "conv":
            _, filters, window, stride, padding = layer
            module = torch.nn.Conv2d(
                x.shape[1], filters, window, stride=stride, padding=padding, device="meta"
            )
        else:
            module = torch.nn.MaxPool2d(layer[1], layer[2])
        x = module(x)
        shapes.append(tuple(x.shape[1:]))
    return [*shapes, *((units,) for units in DENSE)]


@law()
def channels_of_the_image_change_no_shape(lenet5_shapes, n, c):
    """A grey image gives the same shapes as a coloured one: every filter sees all channels."""
    assert_equal(lenet5_shapes(n, c), lenet5_shapes(n, c + 1))


# --- mistakes -------------------------------------------------------------------------------------


def walk(n, c, layers=LAYERS, up=False):
    """The shapes under some list of layers; ``up`` is whether places are rounded up."""
    shapes, channels = [], c
    for layer in layers:
        window, stride = layer[-3:-1] if layer[0] == "conv" else layer[1:]
        padding = layer[-1] if layer[0] == "conv" else 0
        channels = layer[1] if layer[0] == "conv" else channels
        room = n + 2 * padding - window
        if room < 0:
            raise ValueError("too small")
        n = (-(-room // stride) if up else room // stride) + 1
        shapes.append((channels, n, n))
    return [*shapes, *((units,) for units in DENSE)]


@misconception(witness={"n": 32, "c": 3})
def pools_with_stride_1(n=32, c=3):
    """The pooling windows moved by one pixel, so that the maps hardly shrink. They lie side by
    side: stride 2 halves height and width."""
    return walk(n, c, [layer if layer[0] == "conv" else ("pool", 2, 1) for layer in LAYERS])


@misconception(witness={"n": 32, "c": 3})
def pads_the_convolutions(n=32, c=3):
    """The convolutions kept the size of their input. Without padding a kernel of 5 takes 4 pixels
    off each side length: 32 becomes 28."""
    padded = [(*layer[:4], 2) if layer[0] == "conv" else layer for layer in LAYERS]
    return walk(n, c, padded)


@misconception(witness={"n": 32, "c": 3})
def takes_5_off(n=32, c=3):
    """A convolution took 5 pixels off. A kernel of 5 fits into n pixels at n - 5 + 1 places: the
    one it starts from counts."""
    return walk(
        n, c, [(*layer[:2], 6, *layer[3:]) if layer[0] == "conv" else layer for layer in LAYERS]
    )


@misconception(witness={"n": 32, "c": 3})
def lets_a_pooling_merge_channels(n=32, c=3):
    """A pooling changed the number of channels. It works on every channel by itself and keeps
    them all: 6 stay 6."""
    return [
        (shape[0] // 2, *shape[1:]) if i in (1, 3) else shape for i, shape in enumerate(walk(n, c))
    ]


@misconception(witness={"n": 33, "c": 3})
def rounds_half_pixels_up(n=32, c=3):
    """A pooling counted a window that hangs over the edge. Windows stay inside: 29 pixels have 14
    places for windows of 2, and the last pixel is not used."""
    conv1 = n - 4
    pool1 = -(-conv1 // 2)
    conv2 = pool1 - 4
    pool2 = -(-conv2 // 2)
    return [
        (6, conv1, conv1),
        (6, pool1, pool1),
        (16, conv2, conv2),
        (16, pool2, pool2),
        (120,),
        (84,),
        (10,),
    ]


@misconception(witness={"n": 32, "c": 3})
def puts_the_channels_last(n=32, c=3):
    """The channels stand last. Here a shape is (channels, height, width)."""
    return [(*shape[1:], shape[0]) if len(shape) == 3 else shape for shape in walk(n, c)]


@misconception(witness={"n": 32, "c": 3})
def lists_the_input_too(n=32, c=3):
    """The list begins with the image itself. It holds what comes *out* of each layer."""
    return [(c, n, n), *walk(n, c)]


@misconception(witness={"n": 32, "c": 3})
def adds_a_batch_axis(n=32, c=3):
    """Every shape begins with a batch of 1. Leave the batch axis out."""
    return [(1, *shape) for shape in walk(n, c)]


@misconception(witness={"n": 32, "c": 3})
def flattens_as_a_layer(n=32, c=3):
    """Flattening was listed as a layer of its own. The first fully connected layer follows the last
    pooling at once."""
    shapes = walk(n, c)
    last = max(i for i, shape in enumerate(shapes) if len(shape) == 3)
    return [*shapes[: last + 1], (int(np.prod(shapes[last])),), *shapes[last + 1 :]]


@misconception(witness={"n": 32, "c": 1})
def carries_the_channels_along(n=32, c=3):
    """The channels of the image multiplied those of the first layer. A filter sums over all its
    input channels: as many filters, as many channels come out."""
    return [(shape[0] * c // 3, *shape[1:]) if len(shape) == 3 else shape for shape in walk(n, c)]


@misconception(witness={"n": 40, "c": 2})
def ignores_the_size(n=32, c=3):
    """The shapes are those of the usual image, whatever n is. Compute them from n."""
    return walk(32, c)


EXERCISE = Exercise(
    inputs={
        "n": scalar(integers(16, 64), integers(16, 256, special=(16, 17, 19, 20))),
        "c": scalar(integers(1, 4), integers(1, 16, special=(1,))),
    },
    reference=reference,
    accuracy="exact",
    ordinary=60,
    laws=(channels_of_the_image_change_no_shape,),
    misconceptions=(
        pools_with_stride_1,
        pads_the_convolutions,
        takes_5_off,
        lets_a_pooling_merge_channels,
        rounds_half_pixels_up,
        puts_the_channels_last,
        lists_the_input_too,
        adds_a_batch_axis,
        flattens_as_a_layer,
        carries_the_channels_along,
        ignores_the_size,
    ),
    refusals=(
        refusal(ValueError, "an image of 15 by 15 pixels", n=15, c=3),
        refusal(ValueError, "an image of 12 by 12 pixels", n=12, c=3),
        refusal(ValueError, "an image of 4 by 4 pixels", n=4, c=3),
        refusal(ValueError, "an image of 1 by 1 pixels", n=1, c=3),
    ),
    cases=(
        case(n=32, c=3),
        case(n=32, c=1),
        case(n=28, c=1),
        case(n=16, c=3, tier="edge"),
        case(n=17, c=1, tier="edge"),
    ),
    hints=(
        "How many places has a kernel of 5 in a row of 32 pixels?",
        "Go through the layers one by one and keep two numbers: the channels and the side length. "
        "Which layers change which of them?",
        "32, 28, 14, 10, 5: n - 4, half of it (//), minus 4, half of it. Refuse n below 16.",
    ),
)
