"""Columns brought to mean 0 and standard deviation 1."""

from __future__ import annotations

import numpy as np
import torch

from grader.declare import (
    Exercise,
    absolute,
    array,
    assert_close,
    assert_equal,
    case,
    floats,
    law,
    misconception,
)


def reference(x: torch.Tensor) -> torch.Tensor:
    constant = x.amax(dim=0) == x.amin(dim=0)
    std, mean = torch.std_mean(x, dim=0, correction=0)
    return torch.where(constant, 0.0, (x - mean) / torch.where(constant, 1.0, std)).to(x.dtype)


def second_source(m, x):
    """Column by column."""
    out = np.zeros(x.shape, dtype=object)
    for d in range(x.shape[1]):
        column = x[:, d]
        if max(column) > min(column):
            mean = sum(column) / len(column)
            variance = sum((number - mean) ** 2 for number in column) / len(column)
            out[:, d] = (column - mean) / m.sqrt(variance)
    return out


def every_column_varies_or_is_constant(x):
    """Nothing between: a deviation far below the size of the entries is all rounding errors."""
    size = np.abs(x).max(axis=0)
    constant = x.max(axis=0) == x.min(axis=0)
    # float32 has to tell the entries apart as well.
    return bool(np.all(constant | (x.std(axis=0) > 1e-3 * size) & (size > 1e-6)))


# --- laws -----------------------------------------------------------------------------------------


@law()
def has_mean_0(standardize, x):
    """The mean of every column is 0."""
    assert_close(standardize(x).mean(axis=0), np.zeros(x.shape[1]), scale=1.0, rtol=1e-11)


@law()
def has_deviation_1(standardize, x):
    """The standard deviation of every column is 1, or 0 where the column is constant."""
    expected = np.where(x.max(axis=0) == x.min(axis=0), 0.0, 1.0)
    assert_close(standardize(x).std(axis=0), expected, scale=1.0, rtol=1e-11)


@law(factor=floats(1.0, 5.0), offset=floats(-10, 10))
def does_not_depend_on_the_unit(standardize, x, factor, offset):
    """In another unit, from another zero, the features come out the same."""
    moved = factor * x + offset
    varies = np.where(x.max(axis=0) == x.min(axis=0), 0.0, 1.0)
    # Equal entries stay equal, so that a constant column is constant in every unit.
    assert_close(standardize(moved) * varies, standardize(x) * varies, scale=1.0, rtol=1e-8)


@law(ordinary=10, number=floats(-10, 10))
def a_constant_column_becomes_0(standardize, x, number):
    """A column that says the same everywhere becomes 0, whatever rounding makes of its mean."""
    same = np.full((2 * len(x) + 1, 2), number)
    assert_equal(standardize(same), np.zeros(same.shape))


# --- mistakes -------------------------------------------------------------------------------------


WITNESS = {"x": [[1.0, 10.0], [2.0, 30.0], [6.0, 50.0]]}


def guarded(x, centered, divisor):
    """The quotient, and 0 in constant columns."""
    constant = x.max(axis=0) == x.min(axis=0)
    return np.where(constant, 0.0, centered / np.where(constant, 1.0, divisor)).astype(x.dtype)


@misconception(witness=WITNESS)
def divides_by_the_variance(x):
    """The columns were divided by their variance. The deviation is its square root."""
    return guarded(x, x - x.mean(axis=0), x.var(axis=0))


@misconception(witness=WITNESS)
def divides_by_n_minus_1(x):
    """The standard deviation was that of a sample, with N - 1. Here it is the population's: divide
    by N, which is ddof=0."""
    return guarded(x, x - x.mean(axis=0), x.std(axis=0, ddof=1) if len(x) > 1 else 1.0)


@misconception(witness=WITNESS)
def forgets_to_subtract_the_mean(x):
    """The columns were divided by their deviation, but their mean was left in. Subtract it
    first."""
    return guarded(x, x, x.std(axis=0))


@misconception(witness=WITNESS)
def only_subtracts_the_mean(x):
    """The mean is 0, but the deviations still differ. Divide each column by its own."""
    return guarded(x, x - x.mean(axis=0), 1.0)


@misconception(witness=WITNESS)
def standardizes_the_rows(x):
    """Each row was standardized. A row is an example and mixes units; a feature is a column: use
    axis=0."""
    return guarded(x.T, x.T - x.T.mean(axis=0), x.T.std(axis=0)).T


@misconception(witness=WITNESS)
def standardizes_all_numbers_together(x):
    """One mean and one deviation served for the whole table. Each column has its own: use
    axis=0."""
    std = x.std()
    return (x - x.mean()) / std if x.max() > x.min() else np.zeros_like(x)


@misconception(witness=WITNESS)
def scales_to_0_and_1(x):
    """The columns were brought to the range from 0 to 1. That is another scaling; subtract the
    mean and divide by the standard deviation."""
    return guarded(x, x - x.min(axis=0), x.max(axis=0) - x.min(axis=0))


@misconception(witness=WITNESS)
def divides_by_the_range(x):
    """The columns were divided by their range, largest minus smallest. Divide by the standard
    deviation."""
    return guarded(x, x - x.mean(axis=0), x.max(axis=0) - x.min(axis=0))


@misconception(witness=WITNESS)
def subtracts_the_median(x):
    """The median was subtracted instead of the mean."""
    return guarded(x, x - np.median(x, axis=0), x.std(axis=0))


@misconception(witness=WITNESS)
def divides_by_the_length(x):
    """The columns have length 1 and not deviation 1: the sum of squares was not divided by N before
    the root."""
    centered = x - x.mean(axis=0)
    return guarded(x, centered, np.linalg.norm(centered, axis=0))


@misconception(witness=WITNESS)
def divides_by_the_mean_distance(x):
    """The columns were divided by the mean of the absolute distances. The standard deviation is the
    root of the mean of the squared ones."""
    centered = x - x.mean(axis=0)
    return guarded(x, centered, np.abs(centered).mean(axis=0))


@misconception(witness={"x": [[0.25], [0.75]]})
def adds_a_small_number_to_the_deviation(x):
    """A small number was added to the deviation against division by zero, which makes every answer
    a little too small. Treat constant columns on their own and divide by the deviation itself."""
    return guarded(x, x - x.mean(axis=0), x.std(axis=0) + 1e-8)


@misconception(witness={"x": [[1.0, 5.0], [3.0, 5.0]]})
def divides_0_by_0(x):
    """A constant column has deviation 0, and 0 / 0 is nan. Such a column becomes 0: treat it on its
    own."""
    return (x - x.mean(axis=0)) / x.std(axis=0)


@misconception(witness={"x": [[0.1], [0.1], [0.1]]})
def trusts_the_rounded_deviation(x):
    """A constant column did not become 0. The mean of equal numbers is rounded, so the deviation is
    a tiny number instead of 0: compare the largest entry with the smallest."""
    std = x.std(axis=0)
    return (x - x.mean(axis=0)) / np.where(std == 0.0, 1.0, std)


@misconception(witness={"x": [[2.0, 5.0], [4.0, 5.0]]})
def leaves_constant_columns_alone(x):
    """A constant column came back as it was. Its mean is subtracted as well, so it becomes 0."""
    constant = x.max(axis=0) == x.min(axis=0)
    return np.where(constant, x, guarded(x, x - x.mean(axis=0), x.std(axis=0)))


EXERCISE = Exercise(
    inputs={"x": array("N D", floats(-10, 10), floats(-1e4, 1e4, special=(0.0, 0.1)))},
    reference=reference,
    second_source=second_source,
    accuracy=absolute(1.0),
    where=every_column_varies_or_is_constant,
    sizes={"N": (1, 8), "D": (1, 4)},
    cases=(
        case(x=[[1.0, 7.0], [3.0, 7.0]]),
        case(x=[[1.0, 10.0], [2.0, 30.0], [6.0, 50.0]]),
        case(x=[[0.1], [0.1], [0.1]], tier="edge"),
        case(
            x=[[0.7, 1e4], [0.7, 1e4], [0.7, -1e4], [0.7, 0.0], [0.7, 0.0], [0.7, 1.0]], tier="edge"
        ),
        case(x=np.full((10, 2), 1.1), tier="edge"),
        case(x=[[5.0, -3.0]], tier="edge"),
        # Small deviations are deviations too.
        case(x=[[1e-5], [-1e-5], [3e-5]], tier="edge"),
        # Far from 0 beside their spread.
        case(x=[[1000.0], [1004.0], [1010.0]], tier="edge"),
    ),
    laws=(has_mean_0, has_deviation_1, does_not_depend_on_the_unit, a_constant_column_becomes_0),
    misconceptions=(
        divides_by_the_variance,
        divides_by_n_minus_1,
        forgets_to_subtract_the_mean,
        only_subtracts_the_mean,
        standardizes_the_rows,
        standardizes_all_numbers_together,
        scales_to_0_and_1,
        divides_by_the_range,
        subtracts_the_median,
        divides_by_the_length,
        divides_by_the_mean_distance,
        adds_a_small_number_to_the_deviation,
        divides_0_by_0,
        trusts_the_rounded_deviation,
        leaves_constant_columns_alone,
    ),
    hints=(
        "Features are columns. Over which axis does each column's mean run, and which two numbers "
        "does a column need?",
        "First find the constant columns, by comparing the largest entry with the smallest; their "
        "deviation cannot be trusted and is no divisor. np.where chooses for each column.",
        "constant = x.max(axis=0) == x.min(axis=0); then np.where(constant, 0.0, (x - "
        "x.mean(axis=0)) / np.where(constant, 1.0, x.std(axis=0))).",
    ),
)
