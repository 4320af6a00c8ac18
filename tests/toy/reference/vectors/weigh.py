"""Shares of a sum."""

from __future__ import annotations

import numpy as np
import torch

from grader.declare import (
    Exercise,
    array,
    assert_close,
    axis,
    floats,
    law,
    misconception,
    refusal,
)


def reference(x: torch.Tensor, axis: int = -1) -> torch.Tensor:
    return x / x.sum(dim=axis, keepdim=True)


def second_source(m, x, axis=-1):
    return x / x.sum(axis=axis, keepdims=True)


@law()
def sums_to_one(weigh, x, axis):
    """Shares add up to one whole."""
    shares = weigh(x, axis)
    assert_close(shares.sum(axis=axis), np.ones(shares.sum(axis=axis).shape))


@law(factor=floats(0.5, 8.0))
def ignores_the_unit(weigh, x, factor):
    """Measuring everything in another unit changes no share."""
    assert_close(weigh(x * factor), weigh(x))


@misconception(witness=[[1.0, 3.0], [1.0, 1.0]])
def divides_by_everything(x, axis=-1):
    """This divides by the sum of all numbers. Each row has a sum of its own: use axis."""
    return x / x.sum()


@misconception(witness=[[1.0, 3.0], [4.0, 2.0]])
def divides_by_the_largest(x, axis=-1):
    """This divides by the largest number; divide by the sum."""
    return x / x.max(axis=axis, keepdims=True)


@misconception(witness={"x": [[1.0, 3.0], [2.0, 5.0]], "axis": 0})
def ignores_the_axis(x, axis=-1):
    """This always sums along the last axis; use the axis that is given."""
    return x / x.sum(axis=-1, keepdims=True)


@misconception(witness=[1.0, 4.0])
def changes_its_input(x, axis=-1):
    """This overwrites x with the answer; the caller still needs x: make a new array."""
    x /= x.sum(axis=axis, keepdims=True)
    return x


EXERCISE = Exercise(
    inputs={"x": array("... K", floats(0.1, 10.0), floats(1e-3, 1e6)), "axis": axis("x")},
    reference=reference,
    second_source=second_source,
    laws=(sums_to_one, ignores_the_unit),
    misconceptions=(
        divides_by_everything,
        divides_by_the_largest,
        ignores_the_axis,
        changes_its_input,
    ),
    refusals=(refusal(ValueError, "an empty axis", x=np.zeros((2, 0)), axis=-1),),
    hints=("What must all shares add up to?", "Sum along the axis.", "keepdims=True helps."),
)
