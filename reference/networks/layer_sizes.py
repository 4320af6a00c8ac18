"""The sizes of a network's layers, read off the shapes of its data."""

from __future__ import annotations

import numpy as np
import torch

from grader.declare import (
    Exercise,
    array,
    assert_equal,
    case,
    integers,
    law,
    misconception,
    refusal,
)


def reference(x: torch.Tensor, y: torch.Tensor, hidden: int = 4) -> tuple[int, int, int]:
    network = torch.nn.Sequential(
        torch.nn.Linear(x.shape[1], hidden), torch.nn.Linear(hidden, y.shape[1])
    )
    return network[0].in_features, network[0].out_features, network[1].out_features


@law(edge=5)
def more_examples_change_nothing(layer_sizes, x, y, hidden):
    """Every example given three times makes the same network: sizes are those of one example."""
    once = layer_sizes(x, y, hidden)
    thrice = layer_sizes(np.concatenate([x, x, x]), np.concatenate([y, y, y]), hidden)
    assert_equal(list(thrice), list(once))


def check(x, y):
    if len(x) != len(y):
        raise ValueError("rows differ")


@misconception(witness={"x": np.zeros((2, 3)), "y": np.zeros((2, 1)), "hidden": 5})
def counts_the_examples(x, y, hidden=4):
    """The rows were counted, but rows are examples, and a network has as many inputs as an example
    has features. Those are the columns: x.shape[1] and y.shape[1]."""
    check(x, y)
    return len(x), hidden, len(y)


@misconception(witness={"x": np.zeros((4, 3)), "y": np.zeros((4, 2)), "hidden": 6})
def always_takes_four_hidden_units(x, y, hidden=4):
    """The hidden layer always got 4 units. 4 is only what is used when nothing else is asked for:
    return the argument hidden."""
    check(x, y)
    return x.shape[1], 4, y.shape[1]


@misconception(witness={"x": np.zeros((1, 4)), "y": np.zeros((1, 2)), "hidden": 3})
def exchanges_input_and_output(x, y, hidden=4):
    """Input and output are exchanged. The sizes come in the order in which the data pass the
    layers: features of x, hidden units, columns of y."""
    check(x, y)
    return y.shape[1], hidden, x.shape[1]


@misconception(witness={"x": np.zeros((3, 5)), "y": np.zeros((3, 2)), "hidden": 1})
def counts_all_numbers(x, y, hidden=4):
    """All the numbers of x and y were counted, those of every example. A layer is as wide as a
    single example: x.shape[1], not x.size."""
    check(x, y)
    return x.size, hidden, y.size


@misconception(witness={"x": np.zeros((2, 3)), "y": np.zeros((2, 5)), "hidden": 1})
def takes_the_output_from_x(x, y, hidden=4):
    """The output layer got as many units as there are features. It has one for every column of the
    answers: y.shape[1]."""
    check(x, y)
    return x.shape[1], hidden, x.shape[1]


@misconception(witness={"x": np.zeros((3, 2)), "y": np.zeros((3, 4)), "hidden": 1})
def always_has_one_output(x, y, hidden=4):
    """The output layer always got a single unit. It has one for every column of y, and y may have
    several: y.shape[1]."""
    check(x, y)
    return x.shape[1], hidden, 1


@misconception(witness={"x": np.zeros((2, 1)), "y": np.zeros((2, 3)), "hidden": 6})
def puts_the_hidden_layer_last(x, y, hidden=4):
    """The hidden layer came last. The order is that in which the data pass: input, hidden,
    output."""
    check(x, y)
    return x.shape[1], y.shape[1], hidden


EXERCISE = Exercise(
    inputs={
        "x": array("N D"),
        "y": array("N M"),
        "hidden": integers(1, 50),
    },
    reference=reference,
    accuracy="exact",
    sizes={"N": (1, 7), "D": (1, 9), "M": (1, 6)},
    empty="N",
    cases=(case(x=np.zeros((400, 5)), y=np.zeros((400, 2))),),
    laws=(more_examples_change_nothing,),
    misconceptions=(
        counts_the_examples,
        always_takes_four_hidden_units,
        exchanges_input_and_output,
        counts_all_numbers,
        takes_the_output_from_x,
        always_has_one_output,
        puts_the_hidden_layer_last,
    ),
    refusals=(
        refusal(
            ValueError,
            "3 rows in x against 2 in y",
            x=np.zeros((3, 2)),
            y=np.zeros((2, 1)),
            hidden=4,
        ),
        refusal(
            ValueError,
            "3 rows in x against a single one in y",
            x=np.zeros((3, 2)),
            y=np.zeros((1, 1)),
            hidden=4,
        ),
    ),
    hints=(
        "Would the network have to change if more examples came along? And if every example had "
        "one more feature?",
        "Rows are examples, so the sizes stand in the second entries of the two shapes.",
        "Compare len(x) with len(y) first; then return x.shape[1], hidden, y.shape[1].",
    ),
)
