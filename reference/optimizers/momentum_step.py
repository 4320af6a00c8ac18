"""One step of gradient descent with momentum."""

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
    record,
    refusal,
    scalar,
)

Dict = dict[str, torch.Tensor]


def reference(
    params: Dict, grads: Dict, velocity: Dict, lr: float, beta: float = 0.9
) -> tuple[Dict, Dict]:
    """As torch.optim.SGD with momentum and without dampening."""
    new_params, new_velocity = {}, {}
    for name, p in params.items():
        new_velocity[name] = velocity[name].mul(beta).add(grads[name])
        new_params[name] = p.add(new_velocity[name], alpha=-lr)
    return new_params, new_velocity


def precise(m, params, grads, velocity, lr, beta=0.9):
    lr, beta = m.number(lr), m.number(beta)
    moved = {name: p - lr * beta * velocity[name] - lr * grads[name] for name, p in params.items()}
    return moved, {name: grads[name] + beta * velocity[name] for name in params}


# --- laws -----------------------------------------------------------------------------------------


@law(edge=5)
def rolls_on_without_a_gradient(momentum_step, params, velocity, lr, beta):
    """Where the gradient is 0 the parameters roll on by lr times beta times the velocity, and beta
    of the velocity is left."""
    still = {name: 0.0 * p for name, p in params.items()}
    moved, left = momentum_step(params, still, velocity, lr, beta)
    for name, p in params.items():
        rolled = lr * beta * velocity[name]
        scale = float(np.abs(p).max() + np.abs(rolled).max())
        assert_close(moved[name], p - rolled, scale=scale, rtol=1e-12)
        assert_close(left[name], beta * velocity[name], rtol=1e-12)


@law(edge=5)
def begins_as_plain_gradient_descent(momentum_step, params, grads, lr, beta):
    """From a velocity of 0 the step is lr times the gradient, and the gradient is the new
    velocity."""
    zeros = {name: 0.0 * p for name, p in params.items()}
    moved, velocity = momentum_step(params, grads, zeros, lr, beta)
    for name, p in params.items():
        scale = float(np.abs(p).max() + lr * np.abs(grads[name]).max())
        assert_close(moved[name], p - lr * grads[name], scale=scale, rtol=1e-12)
        assert_close(velocity[name], grads[name], rtol=1e-12)


# --- mistakes -------------------------------------------------------------------------------------


def both(w, b=0.0):
    """A matrix of one number and a vector of one number."""
    return {"w": np.array([[w]]), "b": np.array([b])}


def run(params, grads, velocity, rule):
    """The rule (p, g, s) -> (p, s) for every parameter."""
    new = {name: rule(params[name], grads[name], velocity[name]) for name in params}
    return tuple({name: parts[i] for name, parts in new.items()} for i in range(2))


WITNESS = {
    "params": both(1.0, 3.0),
    "grads": both(2.0, -1.0),
    "velocity": both(4.0, 8.0),
    "lr": 0.25,
    "beta": 0.75,
}


@misconception(witness=WITNESS)
def averages_the_gradients(params, grads, velocity, lr, beta=0.9):
    """The gradient was multiplied by 1 - beta, which makes the velocity a running mean and the
    steps ten times too short for beta = 0.9. In this convention it enters in full: v = beta * v +
    g."""

    def rule(p, g, s):
        s = beta * s + (1 - beta) * g
        return p - lr * s, s

    return run(params, grads, velocity, rule)


@misconception(witness=WITNESS)
def builds_the_learning_rate_into_the_velocity(params, grads, velocity, lr, beta=0.9):
    """lr was multiplied in when the velocity was built up. The parameters move alike, but the
    velocity that is handed on is another one: v = beta * v + g, and lr comes in the step."""

    def rule(p, g, s):
        s = beta * s + lr * g
        return p - s, s

    return run(params, grads, velocity, rule)


@misconception(witness=WITNESS)
def keeps_the_step_for_a_velocity(params, grads, velocity, lr, beta=0.9):
    """The velocity is the step itself, with its minus and with lr. In this convention it is a sum
    of gradients: v = beta * v + g, and p - lr * v moves the parameter."""

    def rule(p, g, s):
        s = beta * s - lr * g
        return p + s, s

    return run(params, grads, velocity, rule)


@misconception(witness=WITNESS)
def moves_by_the_old_velocity(params, grads, velocity, lr, beta=0.9):
    """The parameters moved by the velocity of the step before. Update the velocity first, then use
    the new one."""

    def rule(p, g, s):
        return p - lr * s, beta * s + g

    return run(params, grads, velocity, rule)


@misconception(witness=WITNESS)
def forgets_the_velocity(params, grads, velocity, lr, beta=0.9):
    """The velocity that was passed in had no effect. Keep beta of it: v = beta * v + g. The first
    step, where it is zero, does not show this."""

    def rule(p, g, s):
        return p - lr * g, g * 1.0

    return run(params, grads, velocity, rule)


@misconception(witness=WITNESS)
def keeps_all_of_the_velocity(params, grads, velocity, lr, beta=0.9):
    """beta had no effect: the whole velocity was kept, which never slows down. Multiply the old
    velocity by beta."""

    def rule(p, g, s):
        s = s + g
        return p - lr * s, s

    return run(params, grads, velocity, rule)


@misconception(witness=WITNESS)
def multiplies_the_gradient_by_beta(params, grads, velocity, lr, beta=0.9):
    """beta was multiplied with the gradient as well, beta * (v + g). Only the old velocity fades:
    beta * v + g."""

    def rule(p, g, s):
        s = beta * (s + g)
        return p - lr * s, s

    return run(params, grads, velocity, rule)


@misconception(witness=WITNESS)
def exchanges_velocity_and_gradient(params, grads, velocity, lr, beta=0.9):
    """beta was multiplied with the gradient instead of the velocity. It says how much of the old
    velocity is kept: beta * v + g."""

    def rule(p, g, s):
        s = s + beta * g
        return p - lr * s, s

    return run(params, grads, velocity, rule)


@misconception(witness=WITNESS)
def looks_ahead(params, grads, velocity, lr, beta=0.9):
    """The step was p - lr * (g + beta * v), with the new v: that is Nesterov's momentum, which
    looks one step ahead. Here the new velocity alone moves the parameter."""

    def rule(p, g, s):
        s = beta * s + g
        return p - lr * (g + beta * s), s

    return run(params, grads, velocity, rule)


@misconception(witness=WITNESS)
def climbs_instead_of_descending(params, grads, velocity, lr, beta=0.9):
    """The step went uphill. The gradient points to larger losses: subtract lr * v."""

    def rule(p, g, s):
        s = beta * s + g
        return p + lr * s, s

    return run(params, grads, velocity, rule)


@misconception(witness=WITNESS)
def steps_along_the_gradient(params, grads, velocity, lr, beta=0.9):
    """The parameters moved along the gradient alone; the velocity was updated but not used. Step by
    lr * v."""

    def rule(p, g, s):
        return p - lr * g, beta * s + g

    return run(params, grads, velocity, rule)


@misconception(witness=WITNESS)
def hands_the_old_velocity_on(params, grads, velocity, lr, beta=0.9):
    """The velocity came back as it was passed in. Return the new one, so that the next step can
    build on it."""

    def rule(p, g, s):
        return p - lr * (beta * s + g), s * 1.0

    return run(params, grads, velocity, rule)


@misconception(witness=WITNESS)
def subtracts_the_gradient_from_the_velocity(params, grads, velocity, lr, beta=0.9):
    """The velocity has the wrong sign: it adds gradients up, v = beta * v + g. The minus comes in
    the step, p - lr * v."""

    def rule(p, g, s):
        s = beta * s - g
        return p + lr * s, s

    return run(params, grads, velocity, rule)


@misconception(witness=WITNESS)
def returns_the_velocity_first(params, grads, velocity, lr, beta=0.9):
    """The answers came in the wrong order. First the parameters, then the velocity."""
    new = {name: beta * velocity[name] + grads[name] for name in params}
    return new, {name: p - lr * new[name] for name, p in params.items()}


@misconception(witness=WITNESS)
def returns_the_parameters_alone(params, grads, velocity, lr, beta=0.9):
    """Only the parameters came back. The next step needs the velocity as well: return both."""
    return {name: p - lr * (beta * velocity[name] + grads[name]) for name, p in params.items()}


@misconception(witness={name: value for name, value in WITNESS.items() if name != "beta"})
def assumes_another_beta(params, grads, velocity, lr, beta=0.99):
    """When beta is left out, another number than 0.9 was used. Keep the default of the
    signature."""

    def rule(p, g, s):
        s = beta * s + g
        return p - lr * s, s

    return run(params, grads, velocity, rule)


def arrays(ordinary, edge):
    """A matrix and a vector by name."""
    return record({"w": array("D K", ordinary, edge), "b": array("K", ordinary, edge)})


def state(**changed):
    """Good arguments for a refusal, except for what is changed."""
    good = {name: {"w": np.ones(2), "b": np.ones(1)} for name in ("params", "grads", "velocity")}
    return {**good, "lr": 0.1, **changed}


LACKING = {"w": np.ones(2)}
EXTRA = {"w": np.ones(2), "b": np.ones(1), "c": np.ones(1)}
SINGLE = {"w": np.ones(1), "b": np.ones(1)}  # would broadcast against (2,)
COLUMN = {"w": np.ones((2, 1)), "b": np.ones(1)}  # would broadcast to (2, 2)
LAST = {"w": np.ones(2), "b": np.ones((1, 1))}  # the array that is looked at last

EXERCISE = Exercise(
    inputs={
        "params": arrays(floats(-10, 10), floats(-1e6, 1e6, special=(0.0,))),
        "grads": arrays(floats(-10, 10), floats(-1e6, 1e6, special=(0.0, 1e-8))),
        "velocity": arrays(floats(-10, 10), floats(-1e6, 1e6, special=(0.0,))),
        "lr": scalar(floats(0.001, 0.5), floats(1e-6, 10.0)),
        "beta": scalar(floats(0.1, 0.95), floats(0.0, 0.999, special=(0.0, 0.9))),
    },
    reference=reference,
    second_source=precise,
    sizes={"D": (1, 3), "K": (1, 3)},
    ordinary=60,
    laws=(rolls_on_without_a_gradient, begins_as_plain_gradient_descent),
    misconceptions=(
        averages_the_gradients,
        builds_the_learning_rate_into_the_velocity,
        keeps_the_step_for_a_velocity,
        moves_by_the_old_velocity,
        forgets_the_velocity,
        keeps_all_of_the_velocity,
        multiplies_the_gradient_by_beta,
        exchanges_velocity_and_gradient,
        looks_ahead,
        climbs_instead_of_descending,
        steps_along_the_gradient,
        hands_the_old_velocity_on,
        subtracts_the_gradient_from_the_velocity,
        returns_the_velocity_first,
        returns_the_parameters_alone,
        assumes_another_beta,
    ),
    refusals=(
        refusal((ValueError, KeyError), "a gradient that is missing", **state(grads=LACKING)),
        refusal((ValueError, KeyError), "a velocity that is missing", **state(velocity=LACKING)),
        refusal((ValueError, KeyError), "a gradient without a parameter", **state(grads=EXTRA)),
        refusal((ValueError, KeyError), "a velocity without a parameter", **state(velocity=EXTRA)),
        refusal(ValueError, "a gradient of shape (1,) for (2,)", **state(grads=SINGLE)),
        refusal(ValueError, "a velocity of shape (1,) for (2,)", **state(velocity=SINGLE)),
        refusal(ValueError, "a velocity of shape (1, 1) for (1,)", **state(velocity=LAST)),
        refusal(ValueError, "a gradient of shape (2, 1) for (2,)", **state(grads=COLUMN)),
        refusal(ValueError, "a gradient of shape (1, 1) for (1,)", **state(grads=LAST)),
    ),
    cases=(
        case(**WITNESS),
        case(params=both(1.0), grads=both(2.0), velocity=both(0.0), lr=0.1),
        case(params=both(1.0), grads=both(0.0), velocity=both(1.0), lr=0.1, beta=0.0, tier="edge"),
    ),
    hints=(
        "Think of a ball that rolls downhill. What does it keep from the moment before, and what "
        "does the slope add?",
        "Update the velocity of every parameter first; then let the new velocity move the "
        "parameter. Where does lr stand, and where beta?",
        "new_v = beta * velocity[name] + grads[name]; new_p = params[name] - lr * new_v; return"
        " both dicts.",
    ),
)
