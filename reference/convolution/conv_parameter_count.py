"""How many numbers a convolution layer learns."""

from __future__ import annotations

import torch

from grader.declare import (
    Exercise,
    assert_equal,
    boolean,
    case,
    integers,
    law,
    misconception,
    scalar,
)


def reference(c_in: int, c_out: int, kernel: int, bias: bool = True) -> int:
    """PyTorch's own layer, counted; on the device that holds no numbers, only shapes."""
    layer = torch.nn.Conv2d(c_in, c_out, kernel, bias=bias, device="meta")
    return sum(parameter.numel() for parameter in layer.parameters())


@law()
def every_filter_has_one_bias(conv_parameter_count, c_in, c_out, kernel):
    """With biases there are as many parameters more as there are filters."""
    bare = conv_parameter_count(c_in, c_out, kernel, False)
    assert_equal(conv_parameter_count(c_in, c_out, kernel, True), bare + c_out)


@misconception(witness={"c_in": 3, "c_out": 6, "kernel": 5})
def forgets_the_biases(c_in, c_out, kernel, bias=True):
    """The biases are missing. Every filter has one, unless bias=False."""
    return kernel * kernel * c_in * c_out


@misconception(witness={"c_in": 3, "c_out": 2, "kernel": 2})
def counts_one_bias_in_all(c_in, c_out, kernel, bias=True):
    """One bias was counted for the whole layer. Every filter has a bias of its own."""
    return kernel * kernel * c_in * c_out + bool(bias)


@misconception(witness={"c_in": 3, "c_out": 4, "kernel": 2})
def counts_a_bias_for_every_channel(c_in, c_out, kernel, bias=True):
    """A bias was counted for every pair of input channel and filter. A filter sums over its
    channels first and then adds a single bias."""
    return (kernel * kernel + bool(bias)) * c_in * c_out


@misconception(witness={"c_in": 3, "c_out": 2, "kernel": 3})
def counts_a_bias_for_every_input(c_in, c_out, kernel, bias=True):
    """As many biases were counted as there are input channels. Biases belong to the filters."""
    return kernel * kernel * c_in * c_out + c_in * bool(bias)


@misconception(witness={"c_in": 3, "c_out": 6, "kernel": 2})
def forgets_the_input_channels(c_in, c_out, kernel, bias=True):
    """A filter was given one kernel only. It has a kernel of its own for every input channel."""
    return (kernel * kernel + bool(bias)) * c_out


@misconception(witness={"c_in": 2, "c_out": 3, "kernel": 5})
def counts_one_side_of_the_kernel(c_in, c_out, kernel, bias=True):
    """The kernel was counted as a line. It is a square: kernel * kernel weights."""
    return (kernel * c_in + bool(bias)) * c_out


@misconception(witness={"c_in": 2, "c_out": 3, "kernel": 2, "bias": False})
def ignores_the_argument_bias(c_in, c_out, kernel, bias=True):
    """bias=False was asked for, but the biases were counted. Add them only if bias is true."""
    return (kernel * kernel * c_in + 1) * c_out


@misconception(witness={"c_in": 4, "c_out": 2, "kernel": 3})
def answers_with_a_float(c_in, c_out, kernel, bias=True):
    """The answer is a float. A number of parameters is a whole number: no true division on the
    way."""
    return float((kernel * kernel * c_in + bool(bias)) * c_out)


EXERCISE = Exercise(
    inputs={
        "c_in": scalar(integers(1, 8), integers(1, 512, special=(1,))),
        "c_out": scalar(integers(1, 8), integers(1, 512, special=(1,))),
        "kernel": scalar(integers(1, 5), integers(1, 11, special=(1,))),
        "bias": scalar(boolean()),
    },
    reference=reference,
    accuracy="exact",
    laws=(every_filter_has_one_bias,),
    misconceptions=(
        forgets_the_biases,
        counts_one_bias_in_all,
        counts_a_bias_for_every_channel,
        counts_a_bias_for_every_input,
        forgets_the_input_channels,
        counts_one_side_of_the_kernel,
        ignores_the_argument_bias,
        answers_with_a_float,
    ),
    cases=(
        case(c_in=3, c_out=6, kernel=5),
        case(c_in=3, c_out=6, kernel=5, bias=False),
        # LeNet-5's second layer and AlexNet's first.
        case(c_in=6, c_out=16, kernel=5),
        case(c_in=3, c_out=96, kernel=11),
        case(c_in=1, c_out=1, kernel=1, tier="edge"),
    ),
    hints=(
        "A filter of 5 by 5 looks at a colour image with three channels. How many weights does it "
        "need to look at all of them?",
        "Count the parameters of one filter first, its bias included, and then multiply.",
        "(kernel * kernel * c_in + 1) * c_out, and without the + 1 if bias is False.",
    ),
)
