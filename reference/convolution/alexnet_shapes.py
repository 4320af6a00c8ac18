"""The shapes inside AlexNet."""

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

LAYERS = [
    ("conv", 96, 11, 4, 0),
    ("pool", 3, 2),
    ("conv", 256, 5, 1, 2),
    ("pool", 3, 2),
    ("conv", 384, 3, 1, 1),
    ("conv", 384, 3, 1, 1),
    ("conv", 256, 3, 1, 1),
    ("pool", 3, 2),
]
DENSE = (4096, 4096, 1000)


def reference(n: int = 227, c: int = 3) -> list[tuple[int, ...]]:
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
def channels_of_the_image_change_no_shape(alexnet_shapes, n, c):
    """A grey image gives the same shapes as a coloured one: every filter sees all channels."""
    assert_equal(alexnet_shapes(n, c), alexnet_shapes(n, c + 1))


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


@misconception(witness={"n": 227, "c": 3})
def forgets_the_padding(n=227, c=3):
    """The padding of the later convolutions is missing, so that the maps shrink. With padding 2 a
    kernel of 5, and with padding 1 a kernel of 3, keep height and width."""
    return walk(n, c, [(*layer[:4], 0) if layer[0] == "conv" else layer for layer in LAYERS])


@misconception(witness={"n": 227, "c": 3})
def pools_windows_side_by_side(n=227, c=3):
    """The pooling windows lay side by side, 3 pixels apart. AlexNet's overlap: they are 3 by 3 and
    move by 2."""
    return walk(n, c, [layer if layer[0] == "conv" else ("pool", 3, 3) for layer in LAYERS])


@misconception(witness={"n": 227, "c": 3})
def pools_by_two(n=227, c=3):
    """The pooling windows were 2 by 2. AlexNet's are 3 by 3, with stride 2."""
    return walk(n, c, [layer if layer[0] == "conv" else ("pool", 2, 2) for layer in LAYERS])


@misconception(witness={"n": 230, "c": 3})
def rounds_up(n=227, c=3):
    """A window that hangs over the edge was counted. Kernels and windows stay inside the image:
    round down."""
    return walk(n, c, LAYERS, up=True)


@misconception(witness={"n": 227, "c": 3})
def uses_the_width_of_two_gpus(n=227, c=3):
    """These are the maps of one of the two GPUs that the paper trained on. All in all the layers
    have 96, 256, 384, 384 and 256 channels."""
    return [(shape[0] // 2, *shape[1:]) if len(shape) == 3 else shape for shape in walk(n, c)]


@misconception(witness={"n": 227, "c": 3})
def leaves_the_last_pooling_out(n=227, c=3):
    """The last pooling is missing. After the fifth convolution there is one more, before the fully
    connected layers."""
    shapes = walk(n, c)
    return shapes[:7] + shapes[8:]


@misconception(witness={"n": 227, "c": 3})
def puts_the_channels_last(n=227, c=3):
    """The channels stand last. Here a shape is (channels, height, width)."""
    return [(*shape[1:], shape[0]) if len(shape) == 3 else shape for shape in walk(n, c)]


@misconception(witness={"n": 227, "c": 3})
def lists_the_input_too(n=227, c=3):
    """The list begins with the image itself. It holds what comes *out* of each layer."""
    return [(c, n, n), *walk(n, c)]


@misconception(witness={"n": 227, "c": 3})
def adds_a_batch_axis(n=227, c=3):
    """Every shape begins with a batch of 1. Leave the batch axis out."""
    return [(1, *shape) for shape in walk(n, c)]


@misconception(witness={"n": 227, "c": 3})
def flattens_as_a_layer(n=227, c=3):
    """Flattening was listed as a layer of its own. The first fully connected layer follows the last
    pooling at once."""
    shapes = walk(n, c)
    last = max(i for i, shape in enumerate(shapes) if len(shape) == 3)
    return [*shapes[: last + 1], (int(np.prod(shapes[last])),), *shapes[last + 1 :]]


@misconception(witness={"n": 227, "c": 1})
def carries_the_channels_along(n=227, c=3):
    """The channels of the image multiplied those of the first layer. A filter sums over all its
    input channels: as many filters, as many channels come out."""
    return [(shape[0] * c // 3, *shape[1:]) if len(shape) == 3 else shape for shape in walk(n, c)]


@misconception(witness={"n": 235, "c": 2})
def ignores_the_size(n=227, c=3):
    """The shapes are those of the usual image, whatever n is. Compute them from n."""
    return walk(227, c)


EXERCISE = Exercise(
    inputs={
        "n": scalar(integers(67, 300), integers(67, 600, special=(67, 68, 70, 71, 224))),
        "c": scalar(integers(1, 4), integers(1, 16, special=(1,))),
    },
    reference=reference,
    accuracy="exact",
    ordinary=60,
    laws=(channels_of_the_image_change_no_shape,),
    misconceptions=(
        forgets_the_padding,
        pools_windows_side_by_side,
        pools_by_two,
        rounds_up,
        uses_the_width_of_two_gpus,
        leaves_the_last_pooling_out,
        puts_the_channels_last,
        lists_the_input_too,
        adds_a_batch_axis,
        flattens_as_a_layer,
        carries_the_channels_along,
        ignores_the_size,
    ),
    refusals=(
        refusal(ValueError, "an image of 66 by 66 pixels", n=66, c=3),
        refusal(ValueError, "an image of 63 by 63 pixels", n=63, c=3),
        refusal(ValueError, "an image of 30 by 30 pixels", n=30, c=3),
        refusal(ValueError, "an image of 10 by 10 pixels", n=10, c=3),
        refusal(ValueError, "an image of 1 by 1 pixels", n=1, c=3),
    ),
    cases=(
        case(n=227, c=3),
        case(n=227, c=1),
        case(n=224, c=3),
        case(n=67, c=3, tier="edge"),
        case(n=68, c=1, tier="edge"),
    ),
    hints=(
        "How many places has a kernel of 11 in a row of 227 pixels if it moves by 4?",
        "Go through the layers one by one and keep two numbers: the channels and the side length. "
        "Which layers change which of them?",
        "side = (side + 2 * padding - window) // stride + 1, in a loop over the layers; refuse a "
        "side that is too small before dividing.",
    ),
)
