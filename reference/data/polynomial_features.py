"""The powers of a number as features of a linear model."""

from __future__ import annotations

import numpy as np
import torch

from grader.declare import (
    Exercise,
    array,
    assert_close,
    assert_equal,
    assert_shape,
    case,
    floats,
    integers,
    law,
    misconception,
    scalar,
)


def reference(x: torch.Tensor, degree: int) -> torch.Tensor:
    return torch.stack([x**power for power in range(1, degree + 1)], dim=1)


def second_source(m, x, degree):
    """Each power as the last one times x."""
    out = np.zeros((len(x), degree), dtype=object)
    for n, number in enumerate(x):
        power = m.number(1.0)
        for j in range(degree):
            power = power * number
            out[n, j] = power
    return out


# --- laws -----------------------------------------------------------------------------------------


@law(edge=10)
def begins_with_the_number_itself(polynomial_features, x, degree):
    """There is one column for each power, and the first column is x."""
    out = polynomial_features(x, degree)
    assert_shape(out, (len(x), degree))
    assert_close(out[:, 0], x, rtol=1e-14)


@law()
def multiplies_like_powers(polynomial_features, x, degree):
    """The features of 2 x are those of x times 2, 4, 8, ..."""
    doubled = polynomial_features(2.0 * x, degree)
    factors = 2.0 ** np.arange(1, degree + 1)
    assert_close(doubled, polynomial_features(x, degree) * factors, rtol=1e-12)


@law()
def a_lower_degree_is_the_beginning(polynomial_features, x, degree):
    """One degree more adds a column at the end and changes nothing before it."""
    more = polynomial_features(x, degree + 1)
    assert_equal(more[:, :degree].shape, (len(x), degree))
    assert_close(more[:, :degree], polynomial_features(x, degree), rtol=1e-12)


# --- mistakes -------------------------------------------------------------------------------------


WITNESS = {"x": [2.0, -3.0], "degree": 3}


def powers(x, exponents):
    return x[:, None] ** np.asarray(exponents, dtype=x.dtype)


@misconception(witness=WITNESS)
def begins_with_ones(x, degree):
    """There is a column of ones, x**0, in front. The powers begin at 1: the intercept stands for
    the ones."""
    return powers(x, range(degree + 1))


@misconception(witness=WITNESS)
def stops_a_power_too_early(x, degree):
    """The powers run from 0 to degree - 1. range(degree) begins at 0 and leaves the last out: use
    range(1, degree + 1)."""
    return powers(x, range(degree))


@misconception(witness=WITNESS)
def leaves_the_highest_power_out(x, degree):
    """The highest power is missing. range(1, degree) stops before degree: use
    range(1, degree + 1)."""
    return powers(x, range(1, degree))


@misconception(witness=WITNESS)
def puts_the_highest_power_first(x, degree):
    """The columns run from the highest power down to x. Here they rise, from x to x**degree;
    np.vander needs increasing=True for that."""
    return powers(x, range(degree, 0, -1))


@misconception(witness=WITNESS)
def multiplies_instead_of_raising(x, degree):
    """The columns are x, 2 x, 3 x. A power multiplies x by itself: use **."""
    return x[:, None] * np.arange(1, degree + 1).astype(x.dtype)


@misconception(witness=WITNESS)
def raises_the_degree_to_x(x, degree):
    """The exponents are x. It is x that is raised: x ** j and not j ** x."""
    return np.arange(1, degree + 1).astype(x.dtype) ** x[:, None]


@misconception(witness=WITNESS)
def puts_the_powers_in_rows(x, degree):
    """The result is lying on its side, (degree, N). Rows are examples: stack the powers as
    columns."""
    return powers(x, range(1, degree + 1)).T


@misconception(witness=WITNESS)
def loses_the_sign(x, degree):
    """Odd powers of negative numbers came out positive. (-3)**3 is -27: leave the sign to **."""
    return powers(np.abs(x), range(1, degree + 1))


@misconception(witness=WITNESS)
def keeps_the_highest_power_only(x, degree):
    """Only x**degree came back. The model needs the lower powers too, each in a column."""
    return powers(x, [degree])


@misconception(witness=WITNESS)
def squares_again_and_again(x, degree):
    """The columns are x, x**2, x**4, ...: each is the square of the one before. Multiply the last
    column by x, not by itself."""
    return powers(x, 2 ** np.arange(degree))


@misconception(witness=WITNESS)
def returns_one_long_row(x, degree):
    """The powers came back in one flat array. Give each example a row: (N, degree)."""
    return powers(x, range(1, degree + 1)).reshape(-1)


EXERCISE = Exercise(
    inputs={
        "x": array("N", floats(-10, 10), floats(-1e3, 1e3, special=(0.0, 1.0, -1.0))),
        "degree": scalar(integers(1, 5), integers(1, 8)),
    },
    reference=reference,
    second_source=second_source,
    sizes={"N": (1, 6)},
    empty="N",
    cases=(
        case(x=[2.0, -3.0], degree=3),
        case(x=[0.5], degree=1),
        case(x=[0.0, 1e-3, -1e-3], degree=6, tier="edge"),
        case(x=[-1.0, 1.0], degree=12, tier="edge"),
    ),
    laws=(
        begins_with_the_number_itself,
        multiplies_like_powers,
        a_lower_degree_is_the_beginning,
    ),
    misconceptions=(
        begins_with_ones,
        stops_a_power_too_early,
        leaves_the_highest_power_out,
        puts_the_highest_power_first,
        multiplies_instead_of_raising,
        raises_the_degree_to_x,
        puts_the_powers_in_rows,
        loses_the_sign,
        keeps_the_highest_power_only,
        squares_again_and_again,
        returns_one_long_row,
    ),
    hints=(
        "Write the row of a single number, say 2, for degree 3. Which power comes first, and which "
        "last?",
        "x**2 raises all numbers at once and keeps their dtype: that is one column. Which powers "
        "does range have to give, and which NumPy function sets columns side by side?",
        "np.column_stack([x**power for power in range(1, degree + 1)])",
    ),
)
