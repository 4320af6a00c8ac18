"""Labels as rows of zeros with a single one."""

from __future__ import annotations

import numpy as np
import torch

from grader.declare import (
    Exercise,
    assert_equal,
    case,
    labels,
    law,
    misconception,
    refusal,
    size,
)


def reference(labels: torch.Tensor, num_classes: int) -> torch.Tensor:
    return torch.nn.functional.one_hot(labels, num_classes).to(torch.float64)


def second_source(m, labels, num_classes):
    """Row by row, out of Python's lists."""
    rows = [[1.0 * (k == label) for k in range(num_classes)] for label in labels.tolist()]
    return np.array(rows, dtype=np.float64).reshape(len(labels), num_classes)


# --- laws -----------------------------------------------------------------------------------------


@law(edge=10)
def has_a_single_one_in_every_row(one_hot, labels, num_classes):
    """Each row holds one 1, and its other entries are 0."""
    rows = one_hot(labels, num_classes)
    expected = np.zeros((len(labels), num_classes))
    expected[:, -1] = 1.0
    assert_equal(np.sort(rows, axis=1), expected)


@law(edge=10)
def the_one_stands_at_the_label(one_hot, labels, num_classes):
    """Each row times the numbers 0, 1, ..., K - 1 gives the label back."""
    rows = one_hot(labels, num_classes)
    assert_equal(rows @ np.arange(float(num_classes)), labels.astype(np.float64))


# --- mistakes -------------------------------------------------------------------------------------


WITNESS = {"labels": np.array([2, 0, 1]), "num_classes": 4}


def check(labels, num_classes):
    if np.any((labels < 0) | (labels >= num_classes)):
        raise ValueError("a label names no class")


@misconception(witness=WITNESS)
def counts_the_classes_itself(labels, num_classes):
    """There are only as many columns as the largest label asks for. Classes that do not occur have
    a column too: the number of columns is num_classes."""
    check(labels, num_classes)
    return np.eye(labels.max(initial=-1) + 1)[labels]


@misconception(witness=WITNESS)
def puts_the_examples_in_columns(labels, num_classes):
    """The result is lying on its side, (K, N). Rows are examples: one row for each label."""
    check(labels, num_classes)
    return np.eye(num_classes)[:, labels]


@misconception(witness=WITNESS)
def counts_from_1(labels, num_classes):
    """The ones stand a column too far to the left, as if the first class were 1. Labels count
    from 0, and so do columns."""
    check(labels, num_classes)
    return np.eye(num_classes)[labels - 1]


@misconception(witness=WITNESS)
def writes_the_label_instead_of_1(labels, num_classes):
    """The label itself was written into its column. Write 1.0 there, for every class."""
    check(labels, num_classes)
    return np.eye(num_classes)[labels] * labels[:, None]


@misconception(witness=WITNESS)
def returns_integers(labels, num_classes):
    """The result holds integers. It is a distribution, and float64: np.zeros gives that by
    itself."""
    check(labels, num_classes)
    return np.eye(num_classes, dtype=np.int64)[labels]


@misconception(witness=WITNESS)
def adds_a_column(labels, num_classes):
    """There is a column too many. K classes are numbered 0 to K - 1."""
    check(labels, num_classes)
    return np.eye(num_classes + 1)[labels]


@misconception(witness=WITNESS)
def fills_all_columns_of_the_batch(labels, num_classes):
    """The columns of all labels were set to 1 in every row. rows[:, labels] means all rows at each
    label; pair row n with labels[n]: rows[np.arange(N), labels]."""
    check(labels, num_classes)
    rows = np.zeros((len(labels), num_classes))
    rows[:, labels] = 1.0
    return rows


@misconception(witness=WITNESS)
def marks_all_classes_up_to_the_label(labels, num_classes):
    """Every column up to the label was set. Only the label's own column holds a 1."""
    check(labels, num_classes)
    return 1.0 * (np.arange(num_classes) <= labels[:, None])


EXERCISE = Exercise(
    inputs={"labels": labels("N", classes="K"), "num_classes": size("K")},
    reference=reference,
    second_source=second_source,
    accuracy="exact",
    sizes={"N": (1, 6), "K": (1, 6)},
    empty="N",
    float32=False,  # there are no floats in it
    cases=(
        case(labels=np.array([2, 0]), num_classes=3),
        case(labels=np.array([1, 1, 0]), num_classes=5),
        case(labels=np.array([0, 0]), num_classes=1, tier="edge"),
        case(labels=np.arange(4), num_classes=4, tier="edge"),
    ),
    refusals=(
        refusal(ValueError, "the label 3 of 3 classes", labels=np.array([0, 3]), num_classes=3),
        refusal(ValueError, "a label far too large", labels=np.array([17, 1]), num_classes=3),
        refusal(ValueError, "the label -1", labels=np.array([1, -1, 0]), num_classes=3),
        refusal(ValueError, "the label -3 of 3 classes", labels=np.array([-3]), num_classes=3),
    ),
    laws=(has_a_single_one_in_every_row, the_one_stands_at_the_label),
    misconceptions=(
        counts_the_classes_itself,
        puts_the_examples_in_columns,
        counts_from_1,
        writes_the_label_instead_of_1,
        returns_integers,
        adds_a_column,
        fills_all_columns_of_the_batch,
        marks_all_classes_up_to_the_label,
    ),
    hints=(
        "What is the shape of the result, and which entry of row n is not 0?",
        "Start with zeros. An index of two arrays of equal length, rows[i, j], pairs them: which i "
        "belongs to which label? Look for labels outside 0 .. K - 1 first, since NumPy takes -1 "
        "for the last column.",
        "rows = np.zeros((len(labels), num_classes)); rows[np.arange(len(labels)), labels] = 1.0",
    ),
)
