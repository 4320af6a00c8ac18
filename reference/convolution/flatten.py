"""Every example in a single row: from images to fully connected layers."""

from __future__ import annotations

import numpy as np
import torch

from grader.declare import Exercise, array, assert_equal, case, floats, law, misconception, one_of


def reference(x: torch.Tensor) -> torch.Tensor:
    return torch.flatten(x, start_dim=1)


def entry_by_entry(m, x):
    rest = 1
    for size in x.shape[1:]:
        rest *= size
    out = np.empty((x.shape[0], rest), dtype=object)
    for index in np.ndindex(x.shape):
        column = 0
        for place, size in zip(index[1:], x.shape[1:], strict=True):
            column = column * size + place
        out[index[0], column] = x[index]
    return out


# --- laws -----------------------------------------------------------------------------------------


@law()
def each_row_is_its_own_example(flatten, x):
    """A row holds the numbers of its example and no others, read in order."""
    rows = flatten(x)
    for n in range(len(x)):
        assert_equal(rows[n], x[n].ravel())


# --- mistakes -------------------------------------------------------------------------------------


def width(x):
    return int(np.prod(x.shape[1:]))


PICTURES = np.arange(1.0, 9.0).reshape(2, 1, 2, 2)


@misconception(witness=PICTURES)
def lays_everything_in_one_row(x):
    """All examples ended up in one row. The first axis stays: one row an example."""
    return x.reshape(-1)


@misconception(witness=PICTURES)
def keeps_one_row_for_all(x):
    """There is a single row for all examples together. Keep one row an example."""
    return x.reshape(1, x.size)


@misconception(witness=PICTURES)
def turns_examples_into_columns(x):
    """The examples are in the columns. Rows are examples here: (N, rest), not (rest, N)."""
    return x.reshape(x.shape[0], width(x)).T


@misconception(witness=PICTURES)
def mixes_the_examples(x):
    """The shape is right, but the examples are mixed: the last axis was kept apart and the rest
    read into it. Keep the first axis apart."""
    return np.moveaxis(x, 0, -1).reshape(x.shape[0], width(x))


@misconception(witness=np.arange(1.0, 13.0).reshape(1, 2, 2, 3))
def lets_the_first_axis_run_fastest(x):
    """The pixels of an example were read with the first axis fastest (order="F"). The last axis
    runs fastest: all of a line, then the next line, then the next channel."""
    return x.reshape(x.shape[0], width(x), order="F")


@misconception(witness=np.arange(1.0, 13.0).reshape(1, 3, 2, 2))
def puts_the_channels_last(x):
    """The channels were moved to the end first, as other libraries order them. Here all pixels of
    channel 0 come first, then those of channel 1."""
    return np.moveaxis(x, 1, -1).reshape(x.shape[0], width(x))


@misconception(witness=np.arange(1.0, 9.0).reshape(2, 2, 2))
def merges_the_last_two_axes_only(x):
    """Only the last two axes became one. All axes but the first do, however many there are."""
    return x.reshape(*x.shape[:-2], -1) if x.ndim > 2 else x.copy()


@misconception(witness=np.zeros((0, 3, 2)))
def leaves_the_width_to_numpy(x):
    """reshape(N, -1) fails when there are no examples, since any width would do. Compute the width:
    the product of all sizes but the first."""
    return x.reshape(x.shape[0], -1)


EXERCISE = Exercise(
    inputs={
        "x": one_of(
            array("N C H W", floats(-10, 10), floats(-1e6, 1e6, special=(0.0,))),
            array("N ... D", floats(-10, 10), floats(-1e6, 1e6, special=(0.0,))),
        )
    },
    reference=reference,
    accuracy="exact",  # numbers are copied
    second_source=entry_by_entry,
    sizes={"N": (1, 4), "C": (1, 3), "H": (1, 4), "W": (1, 4)},
    empty="N",
    laws=(each_row_is_its_own_example,),
    misconceptions=(
        lays_everything_in_one_row,
        keeps_one_row_for_all,
        turns_examples_into_columns,
        mixes_the_examples,
        lets_the_first_axis_run_fastest,
        puts_the_channels_last,
        merges_the_last_two_axes_only,
        leaves_the_width_to_numpy,
    ),
    cases=(
        case(x=PICTURES),
        # What the second pooling layer of LeNet-5 hands on, in small.
        case(x=np.arange(1.0, 25.0).reshape(2, 3, 2, 2)),
        case(x=np.zeros((0, 3, 2, 2)), tier="edge"),
        case(x=np.zeros((0, 4)), tier="edge"),
        case(x=np.array([[7.0]]), tier="edge"),
    ),
    hints=(
        "How many numbers does one example hold? What does NumPy's reshape do with the order?",
        "reshape to (N, rest). A -1 for rest works in all cases but one: which?",
        "rest = int(np.prod(x.shape[1:])); return x.reshape(x.shape[0], rest)",
    ),
)
