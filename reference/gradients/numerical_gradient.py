"""The gradient measured by central differences."""

from __future__ import annotations

import numpy as np
import torch

from grader.declare import (
    Exercise,
    absolute,
    array,
    assert_close,
    case,
    floats,
    function,
    functions,
    integers,
    law,
    misconception,
    one_of,
    scalar,
)


def reference(f, x: torch.Tensor, h: float = 1e-4) -> torch.Tensor:
    point = x.to(torch.float64)
    slopes = torch.zeros(point.numel(), dtype=torch.float64, device=x.device)
    for i in range(point.numel()):
        step = torch.zeros(point.numel(), dtype=torch.float64, device=x.device)
        step[i] = h
        step = step.reshape(point.shape)
        slopes[i] = (f(point + step) - f(point - step)) / (2 * h)
    slopes = slopes.reshape(point.shape)
    return slopes.to(x.dtype) if x.is_floating_point() else slopes


# The torch side is written in operators that object arrays know too: the second source uses it.
SQUARES = function(
    "sum_of_squares",
    """
    def sum_of_squares(x):
        return np.sum(x**2)
    """,
    lambda x: (x.reshape(-1) ** 2).sum(),
)
CUBES = function(
    "sum_of_cubes",
    """
    def sum_of_cubes(x):
        return np.sum(x**3)
    """,
    lambda x: (x.reshape(-1) ** 3).sum(),
)
# Entries act on one another, and each in another way: one that is not put back shows.
RUNNING_SUMS = function(
    "squares_of_running_sums",
    """
    def squares_of_running_sums(x):
        return np.mean(np.cumsum(x) ** 2)
    """,
    lambda x: (x.reshape(-1).cumsum(0) ** 2).mean(),
)
BUMPS = function(
    "sum_of_bumps",
    """
    def sum_of_bumps(x):
        return float(np.sum(1.0 / (1.0 + x**2)))
    """,
    lambda x: (1.0 / (1.0 + x.reshape(-1) ** 2)).sum(),
)
FUNCTIONS = (SQUARES, CUBES, RUNNING_SUMS, BUMPS)


def differences(m, f, x, h=1e-4):
    """The same quotient of 50-digit numbers."""
    measured = next(item.torch for item in FUNCTIONS if item.name == f.name)
    h = m.number(h)
    point = x + m.number(0.0)  # integers become 50-digit numbers too
    slopes = np.empty(np.shape(x), dtype=object)
    for index in np.ndindex(np.shape(x)):
        step = np.zeros(np.shape(x), dtype=object)
        step[index] = h
        above, below = np.asarray(point + step), np.asarray(point - step)
        slopes[index] = (measured(above) - measured(below)) / (2 * h)
    return slopes


def slopes_are_not_whole(f, x):
    """Integers go with functions whose slopes are broken numbers, or a little above whole ones.

    6.0 measured as 5.9999999999 by one and 6.0000000001 by another would be cut off to 5 or to 6,
    and a submission that stores slopes as integers could not be told so.
    """
    return x.dtype.kind == "f" or f.name in ("sum_of_cubes", "sum_of_bumps")


def read_only(*numbers):
    """An array that cannot be moved in place."""
    x = np.array(numbers)
    x.flags.writeable = False
    return x


# --- laws -----------------------------------------------------------------------------------------


@law(square=functions(SQUARES), step=floats(0.1, 1.0))
def is_exact_for_squares(numerical_gradient, square, x, step):
    """For a sum of squares central differences give exactly 2 * x, however large h is."""
    exact = 2.0 * np.asarray(x, dtype=np.float64)
    assert_close(numerical_gradient(square, x, step), exact, scale=10.0)


@law(ordinary=0, edge=20)
def float32_is_measured_in_float64(numerical_gradient, f, x):
    """A float32 array gets the slopes that the same numbers get in float64: in float32 itself,
    x + h and x - h are too rough to measure with."""
    single = np.asarray(x, dtype=np.float32)
    precise = np.asarray(numerical_gradient(f, single.astype(np.float64)), dtype=np.float64)
    slopes = np.asarray(numerical_gradient(f, single), dtype=np.float64)
    # The answer is rounded to float32 at the very end.
    assert_close(slopes, precise, rtol=1e-6, scale=max(1.0, np.abs(precise).max(initial=0.0)))


# --- mistakes -------------------------------------------------------------------------------------


def slope_of(f, x, index, up, down, divisor):
    """f with one entry moved up minus f with it moved down, over the divisor."""
    above, below = np.array(x, dtype=np.float64), np.array(x, dtype=np.float64)
    above[index] += up
    below[index] -= down
    return (f(above) - f(below)) / divisor


def each(x, slope):
    """One slope for every entry of x."""
    gradient = np.zeros(np.shape(x))
    for index in np.ndindex(np.shape(x)):
        gradient[index] = slope(index)
    return gradient


@misconception(witness={"f": "sum_of_squares", "x": np.array([3.0]), "h": 0.5})
def takes_a_one_sided_difference(f, x, h=1e-4):
    """The slope was measured on one side only, (f(x + h) - f(x)) / h, which is wrong by about h.
    Measure on both sides: (f(x + h) - f(x - h)) / (2 * h) is wrong by about h squared."""
    return each(x, lambda index: slope_of(f, x, index, h, 0.0, h))


@misconception(witness={"f": "sum_of_squares", "x": np.array([2.0]), "h": 0.5})
def looks_backward_only(f, x, h=1e-4):
    """The slope was measured below x only, (f(x) - f(x - h)) / h, which is wrong by about h.
    Measure on both sides: (f(x + h) - f(x - h)) / (2 * h)."""
    return each(x, lambda index: slope_of(f, x, index, 0.0, h, h))


@misconception(witness={"f": "sum_of_squares", "x": np.array([1.0]), "h": 0.25})
def divides_by_h_only(f, x, h=1e-4):
    """The answer is twice too large: from x - h to x + h the way is 2 * h, so divide by 2 * h."""
    return each(x, lambda index: slope_of(f, x, index, h, h, h))


@misconception(witness={"f": "sum_of_squares", "x": np.array([3.0]), "h": 0.25})
def multiplies_by_h(f, x, h=1e-4):
    """`/ 2 * h` divides by 2 and then multiplies by h. Put the divisor in brackets: / (2 * h)."""
    return each(x, lambda index: slope_of(f, x, index, h, h, 1.0) / 2 * h)


@misconception(witness={"f": "sum_of_cubes", "x": np.array([1.0]), "h": 0.5})
def ignores_h(f, x, h=1e-4):
    """The argument h had no effect: 1e-4 was used whatever the caller asked for. Use h everywhere,
    in the steps and in the divisor."""
    return each(x, lambda index: slope_of(f, x, index, 1e-4, 1e-4, 2e-4))


@misconception(witness={"f": "sum_of_squares", "x": np.array([1.0, 2.0]), "h": 0.5})
def moves_all_entries_at_once(f, x, h=1e-4):
    """All entries were moved together, which gives a single slope, the sum of all of them. Move one
    entry at a time and leave the others where they are."""
    return (f(x + h) - f(x - h)) / (2 * h)


@misconception(witness={"f": "squares_of_running_sums", "x": np.array([1.0, 2.0]), "h": 0.5})
def does_not_put_entries_back(f, x, h=1e-4):
    """After its turn an entry stayed at x - h, so that the slopes of the entries after it were
    measured in the wrong place. Put the old value back before you go on to the next entry."""
    point = np.array(x, dtype=np.float64)
    gradient = np.zeros(point.shape)
    for index in np.ndindex(point.shape):
        kept = point[index]
        point[index] = kept + h
        above = f(point)
        point[index] = kept - h
        gradient[index] = (above - f(point)) / (2 * h)
    return gradient


@misconception(witness={"f": "sum_of_squares", "x": np.array([[1.0, 2.0], [3.0, 4.0]])})
def moves_whole_rows(f, x, h=1e-4):
    """For an x of two axes, x[i] is a whole row, so that rows were moved instead of single entries.
    Go through all index tuples, for example with np.ndindex(x.shape)."""
    point = np.array(x, dtype=np.float64)
    gradient = np.zeros(point.shape)
    for i in range(len(point)):
        above, below = point.copy(), point.copy()
        above[i] += h
        below[i] -= h
        gradient[i] = (f(above) - f(below)) / (2 * h)
    return gradient


@misconception(witness={"f": "sum_of_squares", "x": np.array([[1.0], [3.0]])})
def returns_a_flat_gradient(f, x, h=1e-4):
    """The slopes came as one long row. The gradient has the shape of x: slope [i, j] belongs to
    x[i, j]."""
    return each(x, lambda index: slope_of(f, x, index, h, h, 2 * h)).reshape(-1)


@misconception(witness={"f": "sum_of_cubes", "x": np.array([1, 2])})
def moves_integers_as_integers(f, x, h=1e-4):
    """An array of integers cannot hold 2 + 1e-4: it cuts that off to 2, and 2 - 1e-4 to 1. Copy x
    as float64 before you move anything: np.array(x, dtype=np.float64)."""
    above_all = np.array(x)
    gradient = np.zeros(above_all.shape)
    for index in np.ndindex(above_all.shape):
        above, below = above_all.copy(), above_all.copy()
        above[index] = x[index] + h
        below[index] = x[index] - h
        gradient[index] = (f(above) - f(below)) / (2 * h)
    return gradient


@misconception(witness={"f": "sum_of_cubes", "x": np.array([1, 2]), "h": 0.5})
def stores_slopes_as_integers(f, x, h=1e-4):
    """The slopes were written into an array of integers (np.zeros_like(x) makes one when x holds
    integers), which cuts off their decimals. Make the gradient of float64."""
    slopes = each(x, lambda index: slope_of(f, x, index, h, h, 2 * h))
    gradient = np.zeros_like(x)
    gradient[...] = slopes
    return gradient


EXERCISE = Exercise(
    inputs={
        "f": functions(*FUNCTIONS),
        "x": one_of(
            array("... D", floats(-3, 3), floats(-10, 10, special=(0.0,))),
            array("... D", floats(-3, 3), floats(-10, 10, special=(0.0,))),
            array("... D", integers(-3, 3), integers(-4, 4)),
        ),
        "h": scalar(floats(1e-3, 0.5), floats(1e-4, 1.0)),
    },
    reference=reference,
    # A difference of two values of f loses what rounding took from them, about eps * |f| / h: with
    # |f| up to 1e3 and h = 1e-4, 1e7 times eps. That leaves a bound of 1e-7, far below h.
    accuracy=absolute(1e6),
    second_source=differences,
    where=slopes_are_not_whole,
    sizes={"D": (1, 4)},
    laws=(is_exact_for_squares, float32_is_measured_in_float64),
    misconceptions=(
        takes_a_one_sided_difference,
        looks_backward_only,
        divides_by_h_only,
        multiplies_by_h,
        ignores_h,
        moves_all_entries_at_once,
        does_not_put_entries_back,
        moves_whole_rows,
        returns_a_flat_gradient,
        moves_integers_as_integers,
        stores_slopes_as_integers,
    ),
    cases=(
        # The notes' step, on one axis and on two.
        case(f="sum_of_squares", x=np.array([3.0, 4.0])),
        case(f="sum_of_squares", x=np.array([[0.0, 2.0, -1.0], [3.0, 0.5, 4.0]])),
        case(f="sum_of_cubes", x=read_only(1.0, -2.0), h=0.5, tier="edge"),
        case(f="sum_of_cubes", x=np.array(2.0), h=0.5, tier="edge"),
        case(f="sum_of_cubes", x=np.array(2), tier="edge"),
        case(f="sum_of_cubes", x=np.array([[[1, 2], [3, 4]]]), tier="edge"),
    ),
    hints=(
        "What does f(x + h) - f(x - h) tell you about the slope at x, if x is a single number? And "
        "if x has many entries, how many slopes are there?",
        "Copy x as float64 first. Then, for every index tuple of np.ndindex(x.shape), move that "
        "entry up, call f, move it down, call f, and put it back.",
        "point[index] = kept + h; above = f(point); point[index] = kept - h; below = f(point); "
        "point[index] = kept; gradient[index] = (above - below) / (2 * h)",
    ),
)
