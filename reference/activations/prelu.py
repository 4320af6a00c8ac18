"""PReLU: every channel learns its own slope for negative numbers."""

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


def reference(x: torch.Tensor, a: torch.Tensor) -> torch.Tensor:
    return torch.nn.functional.prelu(x, a)


def per_channel(x, a):
    """The slopes in a shape that lines up with axis 1."""
    return a.reshape((1, -1) + (1,) * (x.ndim - 2))


def second_source(m, x, a):
    return m.where(x > 0, x, per_channel(x, a) * x)


@law(edge=10)
def adds_up_to_both_slopes(prelu, x, a):
    """The answer to x minus the answer to -x is (1 + a) * x, with the slope a of the entry's own
    channel."""
    expected = (1 + per_channel(x, a)) * x
    assert_close(prelu(x, a) - prelu(-x, a), expected, rtol=1e-9, scale=1 + np.abs(x).max() * 10)


@law(edge=10)
def is_relu_without_slopes(prelu, x, a):
    """Where all slopes are 0, this is ReLU."""
    assert_close(prelu(x, np.zeros_like(a)), np.maximum(x, 0.0), rtol=1e-12)


@misconception(witness={"x": [[-1.0, -1.0], [3.0, -2.0]], "a": [0.5, 0.25]})
def lines_up_with_the_examples(x, a):
    """The slopes were lined up with axis 0, the examples. Channels stand along axis 1: bring a to
    the shape (1, C, 1, ...)."""
    slopes = np.resize(a, x.shape[0]).reshape((-1,) + (1,) * (x.ndim - 1))
    return np.where(x > 0, x, slopes * x)


@misconception(witness={"x": [[[-1.0, -2.0], [3.0, -4.0]]], "a": [0.5, 0.25]})
def lines_up_with_the_last_axis(x, a):
    """a * x lines the slopes up with the last axis, as NumPy does by itself. Channels stand along
    axis 1: bring a to the shape (1, C, 1, ...)."""
    return np.where(x > 0, x, np.resize(a, x.shape[-1]) * x)


@misconception(witness={"x": [[-1.0, -2.0], [3.0, -4.0]], "a": [0.5, 0.25]})
def uses_the_first_slope_for_all(x, a):
    """Every channel was given the slope of channel 0. Each has its own: a[c] for channel c."""
    return np.where(x > 0, x, a[0] * x)


@misconception(witness={"x": [[-1.0, -2.0], [3.0, -4.0]], "a": [0.5, 0.25]})
def uses_the_mean_slope(x, a):
    """Every channel was given the mean of all the slopes. Each has its own: a[c] for channel c."""
    return np.where(x > 0, x, a.mean() * x)


@misconception(witness={"x": [[-1.0, 3.0]], "a": [2.0, -1.0]})
def takes_the_larger_one(x, a):
    """max(x, a * x) is right for slopes from 0 to 1 only. A learnt slope may be negative or above
    1: choose by x > 0."""
    return np.maximum(x, per_channel(x, a) * x)


@misconception(witness={"x": [[-1.0, 3.0]], "a": [0.5, 0.25]})
def ignores_the_slopes(x, a):
    """Negative numbers became 0, which is ReLU. Scale them by the slope of their channel."""
    return np.maximum(x, 0.0)


@misconception(witness={"x": [[-1.0, 3.0]], "a": [0.5, 0.25]})
def leaks_by_a_hundredth(x, a):
    """The slope is 0.01 everywhere, as in leaky ReLU. Here each channel brings its own slope in
    a."""
    return np.where(x > 0, x, 0.01 * x)


@misconception(witness={"x": [[-1.0, 3.0]], "a": [0.5, 0.25]})
def scales_everything(x, a):
    """The positive numbers were scaled too. They stay as they are."""
    return per_channel(x, a) * x


@misconception(witness={"x": [[-1.0, 3.0]], "a": [0.5, 0.25]})
def scales_the_positive_numbers(x, a):
    """The two sides are exchanged: positive numbers were scaled and negative ones kept. Keep x
    where x > 0."""
    return np.where(x > 0, per_channel(x, a) * x, x)


@misconception(witness={"x": [[-1.0, 3.0]], "a": [0.5, 0.25]})
def flips_the_sign(x, a):
    """Negative numbers got answers of the wrong sign. They become a[c] * x, without a minus."""
    return np.where(x > 0, x, -per_channel(x, a) * x)


@misconception(witness={"x": [[-2.0, 3.0]], "a": [0.5, 0.25]})
def returns_the_slopes(x, a):
    """These are the slopes, 1 and a[c]. Asked for is PReLU itself: each slope times x."""
    return np.where(x > 0, 1.0, per_channel(x, a) + 0 * x)


EXERCISE = Exercise(
    inputs={
        "x": array("N C ...", floats(-10, 10), floats(-1000, 1000, special=(0.0,))),
        "a": array("C", floats(-2, 2), floats(-5, 5, special=(0.0, 1.0))),
    },
    reference=reference,
    second_source=second_source,
    sizes={"N": (1, 4), "C": (1, 4)},
    cases=(
        case(x=[[-2.0, -2.0], [3.0, -4.0]], a=[0.5, 0.25]),
        # As many rows and columns as channels: nothing but the right axis gives the right answer.
        case(x=np.linspace(-4, 3.5, 16).reshape(2, 2, 2, 2), a=[0.5, 0.25]),
        case(x=-np.arange(1.0, 10.0).reshape(3, 3), a=[2.0, -1.0, 0.5]),
    ),
    refusals=(
        refusal(ValueError, "one slope for three channels", x=-np.ones((2, 3)), a=np.ones(1)),
        refusal(
            ValueError,
            "one slope per pixel of a row instead of per channel",
            x=-np.ones((2, 3, 4, 5)),
            a=np.ones(5),
        ),
        refusal(ValueError, "a table of slopes", x=-np.ones((2, 3)), a=np.ones((2, 3))),
        refusal(ValueError, "three slopes for one channel", x=-np.ones((2, 1)), a=np.ones(3)),
    ),
    laws=(adds_up_to_both_slopes, is_relu_without_slopes),
    misconceptions=(
        lines_up_with_the_examples,
        lines_up_with_the_last_axis,
        uses_the_first_slope_for_all,
        uses_the_mean_slope,
        takes_the_larger_one,
        ignores_the_slopes,
        leaks_by_a_hundredth,
        scales_everything,
        scales_the_positive_numbers,
        flips_the_sign,
        returns_the_slopes,
    ),
    hints=(
        "For x of shape (N, C, H, W): which axis of x does a belong to, and with which axis does "
        "NumPy line it up in a * x?",
        "An array of shape (1, C, 1, 1) lines up with axis 1 of four. How many axes of size 1 must "
        "follow C for any x? Check the shape of a before.",
        "slopes = a.reshape((1, -1) + (1,) * (x.ndim - 2)); then np.where(x > 0, x, ...).",
    ),
)
