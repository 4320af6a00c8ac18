"""Gradient descent on any function, with an early end."""

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
    choice,
    floats,
    function,
    functions,
    integers,
    law,
    misconception,
    scalar,
)


def reference(grad, x0: torch.Tensor, lr: float, steps: int, tol: float = 0.0) -> torch.Tensor:
    x = x0
    for _ in range(steps):
        step = lr * grad(x)
        x = x - step
        if float(step.square().sum().sqrt()) < tol:
            break
    return x


# The torch side is written in operators that object arrays know too: the second source uses it.
BOWL = function(
    "slope_of_a_bowl",
    """
    def slope_of_a_bowl(x):
        return 2 * x
    """,
    lambda x: 2 * x,
)
# Entries act on one another: the slope of x**2 summed, plus half the square of the sum.
VALLEY = function(
    "slope_of_a_valley",
    """
    def slope_of_a_valley(x):
        return 2 * x + x.sum()
    """,
    lambda x: 2 * x + x.sum(),
)
FLAT_BOWL = function(
    "slope_of_a_flat_bowl",
    """
    def slope_of_a_flat_bowl(x):
        return x**3 / 4
    """,
    lambda x: x**3 / 4,
)
HOLLOW = function(
    "slope_of_a_hollow",
    """
    def slope_of_a_hollow(x):
        return 2 * x / (1 + x**2)
    """,
    lambda x: 2 * x / (1 + x**2),
)
FUNCTIONS = (BOWL, VALLEY, FLAT_BOWL, HOLLOW)


def second_source(m, grad, x0, lr, steps, tol=0.0):
    """The same walk in 50-digit numbers, with squares compared instead of norms."""
    slope = next(item.torch for item in FUNCTIONS if item.name == grad.name)
    x, lr = x0, m.number(lr)
    for _ in range(steps):
        step = slope(x) * lr
        x = x - step
        if (step**2).sum() < m.number(tol) ** 2:
            break
    return x


# --- laws -----------------------------------------------------------------------------------------


@law(bowl=functions(BOWL), count=integers(0, 6))
def shrinks_in_a_bowl_by_the_same_factor(gradient_descent, bowl, x0, lr, count):
    """With the gradient 2 * x every step multiplies the point by 1 - 2 * lr."""
    expected = x0 * (1 - 2 * lr) ** count
    assert_close(gradient_descent(bowl, x0, lr, count), expected, scale=10.0, rtol=1e-11)


@law()
def ends_after_one_step_that_is_short_enough(gradient_descent, grad, x0, lr):
    """With a tol that every step is below, exactly one step is taken."""
    assert_close(
        gradient_descent(grad, x0, lr, 10, 1e6), x0 - lr * grad(x0), scale=10.0, rtol=1e-12
    )


@law()
def stays_without_steps(gradient_descent, grad, x0, lr, tol):
    """With no steps the point stays where it is."""
    assert_equal(gradient_descent(grad, x0, lr, 0, tol), x0)


# --- mistakes -------------------------------------------------------------------------------------


def walked(grad, x, lr, steps, ends):
    """``ends(step, slope, before, after)`` says whether a step is the last."""
    for _ in range(steps):
        slope = grad(x)
        step, before = lr * slope, x
        x = x - step
        if ends(step, slope, before, x):
            break
    return x


def never(step, slope, before, after):
    return False


START = {"grad": "slope_of_a_bowl", "x0": [-3.0, 4.0], "lr": 0.25}
LONG = {**START, "steps": 9}


@misconception(witness={**START, "steps": 2})
def climbs_instead_of_descending(grad, x0, lr, steps, tol=0.0):
    """The walk went uphill. The gradient points to where the function grows: subtract the step."""
    return walked(lambda x: -grad(x), x0, lr, steps, lambda s, g, a, b: np.linalg.norm(s) < tol)


@misconception(witness={**START, "steps": 2})
def takes_one_step_too_few(grad, x0, lr, steps, tol=0.0):
    """There was one step too few. range(steps) runs exactly that many times."""
    return walked(grad, x0, lr, steps - 1, lambda s, g, a, b: np.linalg.norm(s) < tol)


@misconception(witness={**START, "steps": 2})
def takes_one_step_too_many(grad, x0, lr, steps, tol=0.0):
    """There was one step too many. range(steps) runs exactly that many times."""
    return walked(grad, x0, lr, steps + 1, lambda s, g, a, b: np.linalg.norm(s) < tol)


@misconception(witness={**START, "steps": 2})
def keeps_the_first_gradient(grad, x0, lr, steps, tol=0.0):
    """Every step used the gradient at x0. Ask for the gradient anew at each point."""
    first = grad(x0)
    return walked(lambda x: first, x0, lr, steps, lambda s, g, a, b: np.linalg.norm(s) < tol)


@misconception(witness={**START, "steps": 2})
def ignores_the_learning_rate(grad, x0, lr, steps, tol=0.0):
    """The whole gradient was subtracted. Multiply it by lr first."""
    return walked(grad, x0, 1.0, steps, lambda s, g, a, b: np.linalg.norm(s) < tol)


@misconception(witness={**START, "steps": 2})
def makes_steps_of_one_length(grad, x0, lr, steps, tol=0.0):
    """The gradient was divided by its norm, so that all steps are equally long. Use it as it is: on
    flat ground the steps become short."""

    def unit(x):
        slope = grad(x)
        return slope / max(np.linalg.norm(slope), 1e-300)

    return walked(unit, x0, lr, steps, lambda s, g, a, b: np.linalg.norm(s) < tol).astype(x0.dtype)


@misconception(witness={**START, "steps": 2})
def returns_the_whole_way(grad, x0, lr, steps, tol=0.0):
    """All points of the walk came back. Return the last one only."""
    way = [x0]
    for _ in range(steps):
        way.append(way[-1] - lr * grad(way[-1]))
        if np.linalg.norm(way[-1] - way[-2]) < tol:
            break
    return np.array(way)


@misconception(witness={**LONG, "tol": 1.0})
def ignores_tol(grad, x0, lr, steps, tol=0.0):
    """tol had no effect: all steps were taken. End the walk after the first step whose norm is
    below tol."""
    return walked(grad, x0, lr, steps, never)


@misconception(witness={**LONG, "tol": 1.0})
def leaves_the_last_step_out(grad, x0, lr, steps, tol=0.0):
    """The step that ended the walk was not taken. Move first, then ask whether the step was
    short."""
    x = x0
    for _ in range(steps):
        step = lr * grad(x)
        if np.linalg.norm(step) < tol:
            break
        x = x - step
    return x


@misconception(witness={**LONG, "tol": 1.0})
def measures_the_gradient_instead_of_the_step(grad, x0, lr, steps, tol=0.0):
    """The norm of the gradient was compared with tol. It is the step, lr times the gradient, whose
    norm counts."""
    return walked(grad, x0, lr, steps, lambda s, g, a, b: np.linalg.norm(g) < tol)


@misconception(witness={**LONG, "tol": 2.25})
def measures_the_largest_entry(grad, x0, lr, steps, tol=0.0):
    """The largest entry of the step was compared with tol. The norm is the root of the sum of all
    squared entries."""
    return walked(grad, x0, lr, steps, lambda s, g, a, b: np.max(np.abs(s)) < tol)


@misconception(witness={**LONG, "tol": 1.5})
def forgets_the_root(grad, x0, lr, steps, tol=0.0):
    """The sum of the squared entries was compared with tol. The norm is its root."""
    return walked(grad, x0, lr, steps, lambda s, g, a, b: np.sum(s**2) < tol)


@misconception(witness={**LONG, "tol": 3.0})
def adds_the_sizes_of_the_entries(grad, x0, lr, steps, tol=0.0):
    """The sizes of the step's entries were added up. The norm is the root of the sum of their
    squares."""
    return walked(grad, x0, lr, steps, lambda s, g, a, b: np.sum(np.abs(s)) < tol)


@misconception(witness={**LONG, "tol": 2.5})
def ends_at_a_step_as_long_as_tol(grad, x0, lr, steps, tol=0.0):
    """A step whose norm equals tol ended the walk. Only a step that is shorter does: compare with
    <, not with <=."""
    return walked(grad, x0, lr, steps, lambda s, g, a, b: np.linalg.norm(s) <= tol)


@misconception(witness={**LONG, "tol": 0.75})
def waits_for_the_point_to_be_small(grad, x0, lr, steps, tol=0.0):
    """The norm of the point was compared with tol. What must become short is the step: the lowest
    point need not be at 0."""
    return walked(grad, x0, lr, steps, lambda s, g, a, b: np.linalg.norm(b) < tol)


@misconception(witness={**LONG, "tol": 0.5})
def ends_after_a_long_step(grad, x0, lr, steps, tol=0.0):
    """The comparison is the wrong way round: the walk ended after a step that was longer than
    tol."""
    return walked(grad, x0, lr, steps, lambda s, g, a, b: np.linalg.norm(s) > tol)


# No norm of a step comes near these by accident; exact ties are fixed cases.
TOLERANCES = choice(0.0, 0.013, 0.11, 0.37, 0.93, 1.71)

EXERCISE = Exercise(
    inputs={
        "grad": functions(*FUNCTIONS),
        # Exact: rounding must not decide when the walk ends.
        "x0": array(
            "... D", floats(-3, 3, exact=True), floats(-4, 4, special=(0.0, 1.0), exact=True)
        ),
        "lr": scalar(floats(0.01, 0.2, exact=True), floats(0.001, 0.25, exact=True)),
        "steps": scalar(integers(1, 12), integers(0, 30, special=(0, 1))),
        "tol": scalar(TOLERANCES, choice(0.0, 1e-7, 0.0011, 0.37, 1e3)),
    },
    reference=reference,
    second_source=second_source,
    # Points are made of steps about as large as the first point: rounding errors of 10.
    accuracy=absolute(10.0),
    sizes={"D": (1, 3)},
    ordinary=80,
    laws=(
        shrinks_in_a_bowl_by_the_same_factor,
        ends_after_one_step_that_is_short_enough,
        stays_without_steps,
    ),
    misconceptions=(
        climbs_instead_of_descending,
        takes_one_step_too_few,
        takes_one_step_too_many,
        keeps_the_first_gradient,
        ignores_the_learning_rate,
        makes_steps_of_one_length,
        returns_the_whole_way,
        ignores_tol,
        leaves_the_last_step_out,
        measures_the_gradient_instead_of_the_step,
        measures_the_largest_entry,
        forgets_the_root,
        adds_the_sizes_of_the_entries,
        ends_at_a_step_as_long_as_tol,
        waits_for_the_point_to_be_small,
        ends_after_a_long_step,
    ),
    cases=(
        # The worked example of the textbook: from (-3, 4) almost to the bottom in 100 steps.
        case(grad="slope_of_a_bowl", x0=[-3.0, 4.0], lr=0.1, steps=100),
        case(**START, steps=2),
        case(**START, steps=100, tol=2.0),
        # A step of exactly 2.5 is not below 2.5.
        case(**START, steps=100, tol=2.5, tier="edge"),
        case(**START, steps=0, tol=1e3, tier="edge"),
        case(grad="slope_of_a_bowl", x0=[0.0, 0.0], lr=0.25, steps=3, tier="edge"),
    ),
    hints=(
        "Which way does the gradient point, and which way is down? How long is a step where the "
        "ground is flat?",
        "In each turn of the loop: compute the step, move, then look at the norm of the step. "
        "Why in this order? And `x -= step` would change the caller's array: how do you get a "
        "new one?",
        "step = lr * grad(x); x = x - step; if np.linalg.norm(step) < tol: break.",
    ),
)
