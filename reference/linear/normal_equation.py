"""Least squares in closed form."""

from __future__ import annotations

import numpy as np
import torch

from grader.declare import (
    Exercise,
    absolute,
    array,
    assert_close,
    assert_that,
    case,
    floats,
    law,
    misconception,
    refusal,
)


def reference(x: torch.Tensor, y: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    design = torch.cat([x, torch.ones_like(x[:, :1])], dim=1)
    # Below 1e-4 of the largest a singular value is a rounding error: nothing lies in between.
    theta = torch.linalg.pinv(design, rtol=1e-4) @ y
    return theta[:-1], theta[-1]


def second_source(m, x, y):
    """The limit of a vanishing penalty is the answer of least norm: 1e-25 is as good as 0 here."""
    design = np.concatenate([x, np.full((len(x), 1), m.number(1.0))], axis=1)
    square = design.T @ design
    for d in range(len(square)):
        square[d, d] += m.mpmath.mpf(10) ** -25
    theta = m.mpmath.lu_solve(
        m.mpmath.matrix(square.tolist()), m.mpmath.matrix((design.T @ y).tolist())
    )
    theta = np.array(list(theta), dtype=object)
    return theta[:-1], theta[-1]


def is_far_from_collinear(x):
    """Drawn inputs have full rank and no tiny columns: any formula answers them. What is collinear
    stands among the cases, the witnesses and in a law."""
    design = np.concatenate([x, np.ones((len(x), 1))], axis=1)
    values = np.linalg.svd(design, compute_uv=False)
    sizes = np.linalg.norm(design, axis=0)
    return bool(values[-1] > 0.02 * values[0] and np.all(sizes > 0.02 * values[0]))


# --- laws -----------------------------------------------------------------------------------------


def fitted(answer):
    two = type(answer) in (tuple, list) and len(answer) == 2
    assert_that(two, "two values are expected, (w, b), but something else came")
    return answer


@law(edge=10)
def leaves_errors_without_a_trend(normal_equation, x, y):
    """The errors of the best fit add up to 0, alone and multiplied by any feature: otherwise
    another line would fit better."""
    w, b = fitted(normal_equation(x, y))
    errors = x @ w + float(b) - y
    size = float(np.abs(x).max(initial=1.0) * len(y) * np.abs(y).max(initial=1.0))
    assert_close(float(errors.sum()), 0.0, scale=size)
    assert_close(x.T @ errors, np.zeros(x.shape[1]), scale=size)


@law(ordinary=0, edge=15)
def shares_a_weight_between_equal_columns(normal_equation, x, y):
    """When a feature is there twice, both copies get the same weight, half of what the feature
    would get: that makes the squares smallest."""
    w, _ = fitted(normal_equation(np.concatenate([x, x[:, :1]], axis=1), y))
    assert_close(w[-1:], w[:1], scale=float(np.abs(w).max()) + 1.0)


# --- mistakes -------------------------------------------------------------------------------------


def with_ones(x):
    return np.concatenate([x, np.ones((len(x), 1), dtype=x.dtype)], axis=1)


def solved(design, y):
    return np.linalg.lstsq(design, y, rcond=None)[0]


LINE = {"x": [[0.0], [1.0], [2.0]], "y": [1.0, 3.0, 5.0]}


@misconception(witness=LINE)
def forgets_the_intercept(x, y):
    """The line was forced through the origin and b is 0. Append a column of ones to x, so that b is
    fitted along with the weights."""
    return solved(x, y), 0.0


@misconception(witness=LINE)
def returns_the_intercept_first(x, y):
    """The answers came in the wrong order. First w, then b."""
    theta = solved(with_ones(x), y)
    return theta[-1], theta[:-1]


@misconception(witness=LINE)
def takes_the_first_weight_for_the_intercept(x, y):
    """theta was cut at the wrong end. If the column of ones comes last, b is the last entry."""
    theta = solved(with_ones(x), y)
    return theta[1:], theta[0]


@misconception(witness=LINE)
def returns_all_in_one_array(x, y):
    """Weights and intercept came in a single array. Return two values: w, the D weights, and b, a
    number."""
    return solved(with_ones(x), y)


@misconception(witness=LINE)
def leaves_the_intercept_in_an_array(x, y):
    """b came as an array of one element. It is a single number: theta[-1], not theta[-1:]."""
    theta = solved(with_ones(x), y)
    return theta[:-1], theta[-1:]


@misconception(witness={"x": [[0.0], [0.25]], "y": [1.0, 2.0]})
def adds_a_penalty(x, y):
    """A small number was added to the diagonal of A.T @ A to make it invertible. That is another
    answer, ridge regression; the pseudo-inverse needs no such help."""
    design = with_ones(x)
    square = design.T @ design + 1e-6 * np.eye(design.shape[1], dtype=x.dtype)
    theta = np.linalg.solve(square, design.T @ y)
    return theta[:-1], theta[-1]


@misconception(witness={"x": [[1.0], [2.0], [3.0]], "y": [1.0, 3.0, 5.0]})
def takes_the_mean_for_the_intercept(x, y):
    """b is the mean of y. That is the prediction at the mean of x; at 0, where b belongs, it is
    mean(y) - mean(x) @ w."""
    return solved(x - x.mean(axis=0), y), y.mean()


@misconception(witness={"x": [[2.0], [2.0]], "y": [5.0, 5.0]})
def leaves_the_intercept_out_of_the_norm(x, y):
    """Where many answers fit, the weights alone were made small. Here b counts like a weight: solve
    for w and b together, with a column of ones in the matrix."""
    w = solved(x - x.mean(axis=0), y - y.mean())
    return w, y.mean() - x.mean(axis=0) @ w


@misconception(witness={"x": [[1.0, 1.0], [2.0, 2.0], [3.0, 3.0]], "y": [2.0, 4.0, 6.0]})
def drops_collinear_columns(x, y):
    """Of columns that say the same, one got all the weight and the others 0. The answer of least
    norm shares it out: use np.linalg.pinv or np.linalg.lstsq on all columns."""
    design, kept = with_ones(x), []
    for d in range(design.shape[1]):
        if np.linalg.matrix_rank(design[:, [*kept, d]]) > len(kept):
            kept.append(d)
    theta = np.zeros(design.shape[1], dtype=x.dtype)
    theta[kept] = solved(design[:, kept], y)
    return theta[:-1], theta[-1]


@misconception(witness={"x": [[0.0, 0.0], [1.0, 1.0], [2.0, 1.0]], "y": [0.0, 2.0, 3.0]})
def fits_each_feature_alone(x, y):
    """Each weight was fitted as if its feature were the only one. Features share what they explain,
    so that all weights must be found together."""
    columns = [solved(with_ones(x[:, d : d + 1]), y)[0] for d in range(x.shape[1])]
    w = np.array(columns, dtype=x.dtype)
    return w, y.mean() - x.mean(axis=0) @ w


@misconception(witness={"x": [[0.0], [1.0], [2.0]], "y": [0.0, 0.0, 3.0]})
def draws_the_line_through_the_ends(x, y):
    """The line goes through the first and the last point only. Least squares listens to every
    example."""
    theta = solved(with_ones(x[[0, -1]]), y[[0, -1]])
    return theta[:-1], theta[-1]


EXERCISE = Exercise(
    inputs={
        "x": array("N D", floats(-10, 10), floats(-30, 30)),
        "y": array("N", floats(-10, 10), floats(-100, 100)),
    },
    reference=reference,
    second_source=second_source,
    # Weights and intercept make up for one another: rounding errors of the targets.
    accuracy=absolute(100.0),
    slack=60.0,  # A.T @ A squares the condition number, which the textbook's formula may
    where=is_far_from_collinear,
    sizes={"N": (4, 8), "D": (1, 3)},
    cases=(
        case(**LINE),
        # y = 5 * z with the feature z = x**2: a line in z, no line in x.
        case(x=[[0.0], [1.0], [4.0], [9.0]], y=[0.0, 5.0, 20.0, 45.0]),
        case(x=[[1.0], [2.0], [3.0], [4.0]], y=[6.0, 5.0, 7.0, 10.0]),  # y = 3.5 + 1.4 x
        case(x=[[2.0]], y=[5.0], tier="edge"),
        case(x=[[1.0, 2.0]], y=[6.0], tier="edge"),
        case(x=[[0.0], [0.0]], y=[1.0, 3.0], tier="edge"),
        case(x=[[1.0, 2.0], [2.0, 4.0], [3.0, 6.0]], y=[1.0, 2.0, 4.0], tier="edge"),
        case(
            x=[[1.0, 0.0], [0.0, 1.0], [1.0, 0.0], [0.0, 1.0]], y=[1.0, 2.0, 3.0, 5.0], tier="edge"
        ),
        case(x=[[1.0, 0.0, 2.0], [0.0, 1.0, 1.0]], y=[1.0, 2.0], tier="edge"),
        case(x=[[3.0], [3.0], [3.0]], y=[1.0, 2.0, 6.0], tier="edge"),
        case(x=[[0.0, 1.0], [0.0, 2.0], [0.0, 4.0]], y=[1.0, 2.0, 6.0], tier="edge"),
        case(
            x=[[1.0, 2.0, 3.0], [2.0, 1.0, 3.0], [0.0, 5.0, 5.0], [4.0, 4.0, 8.0]],
            y=[1.0, -2.0, 3.0, 0.5],
            tier="edge",
        ),
        case(x=np.zeros((3, 2)), y=[1.0, 2.0, 6.0], tier="edge"),
    ),
    refusals=(
        refusal(ValueError, "targets in a column, (3, 1)", x=np.eye(3)[:, :2], y=np.ones((3, 1))),
        refusal(ValueError, "a single target for 3 examples", x=np.eye(3)[:, :2], y=np.ones(1)),
        refusal(ValueError, "3 targets for a single example", x=np.ones((1, 2)), y=np.ones(3)),
    ),
    laws=(leaves_errors_without_a_trend, shares_a_weight_between_equal_columns),
    misconceptions=(
        forgets_the_intercept,
        returns_the_intercept_first,
        takes_the_first_weight_for_the_intercept,
        returns_all_in_one_array,
        leaves_the_intercept_in_an_array,
        adds_a_penalty,
        takes_the_mean_for_the_intercept,
        leaves_the_intercept_out_of_the_norm,
        drops_collinear_columns,
        fits_each_feature_alone,
        draws_the_line_through_the_ends,
    ),
    hints=(
        "How can b become one more weight? Which feature would it belong to, and what would be the "
        "value of that feature in every example?",
        "Append a column of ones to x and look for theta of least squares. inv(A.T @ A) does not "
        "exist when columns are collinear; what does np.linalg offer in its place?",
        "theta = np.linalg.pinv(A) @ y, or np.linalg.lstsq(A, y, rcond=None)[0]; then w is "
        "theta[:-1] and b is theta[-1].",
    ),
)
