"""One step of gradient descent."""

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


def reference(params: Dict, grads: Dict, lr: float) -> Dict:
    """As torch.optim.SGD does it."""
    return {name: torch.add(p, grads[name], alpha=-lr) for name, p in params.items()}


def precise(m, params, grads, lr):
    return {name: p - lr * grads[name] for name, p in params.items()}


# --- laws -----------------------------------------------------------------------------------------


@law(edge=5)
def stands_still_without_a_gradient(sgd_step, params, lr):
    """Where the gradient is 0 nothing moves."""
    assert_close(sgd_step(params, {name: 0.0 * p for name, p in params.items()}, lr), params)


@law(edge=5)
def moves_by_the_learning_rate_from_zero(sgd_step, params, grads, lr):
    """From parameters of 0 the step leads to minus lr times the gradient."""
    moved = sgd_step({name: 0.0 * p for name, p in params.items()}, grads, lr)
    assert_close(moved, {name: -lr * g for name, g in grads.items()}, rtol=1e-12)


# --- mistakes -------------------------------------------------------------------------------------


def both(w, b=0.0):
    """A matrix of one number and a vector of one number."""
    return {"w": np.array([[w]]), "b": np.array([b])}


WITNESS = {"params": both(1.0, 3.0), "grads": both(2.0, -1.0), "lr": 0.25}


@misconception(witness=WITNESS)
def climbs_instead_of_descending(params, grads, lr):
    """The step went uphill. The gradient points to larger losses: subtract the step."""
    return {name: p + lr * grads[name] for name, p in params.items()}


@misconception(witness=WITNESS)
def ignores_the_learning_rate(params, grads, lr):
    """The whole gradient was subtracted. Multiply it by lr first."""
    return {name: p - grads[name] for name, p in params.items()}


@misconception(witness=WITNESS)
def divides_by_the_learning_rate(params, grads, lr):
    """The gradient was divided by lr, so that small rates make large steps. Multiply by lr."""
    return {name: p - grads[name] / lr for name, p in params.items()}


@misconception(witness=WITNESS)
def returns_the_steps(params, grads, lr):
    """The steps alone came back. Return the parameters after the step: p - lr * g."""
    return {name: -lr * grads[name] for name in params}


@misconception(witness=WITNESS)
def moves_one_parameter_only(params, grads, lr):
    """Only the first parameter moved; the others came back as they were. Every name in the dict
    takes a step."""
    first = next(iter(params))
    return {name: p - lr * grads[name] * (name == first) for name, p in params.items()}


@misconception(witness=WITNESS)
def shrinks_the_parameters_instead(params, grads, lr):
    """The parameters were multiplied by 1 - lr * g. A step subtracts lr * g from them."""
    return {name: p * (1 - lr * grads[name]) for name, p in params.items()}


@misconception(witness=WITNESS)
def steps_by_the_sign(params, grads, lr):
    """Every step had the length lr, whatever the gradient's size. Multiply lr by the gradient, not
    by its sign."""
    return {name: p - lr * np.sign(grads[name]) for name, p in params.items()}


@misconception(witness=WITNESS)
def makes_steps_of_one_length(params, grads, lr):
    """The gradient was divided by its norm. Here a larger gradient makes a longer step: use it as
    it is."""
    norm = np.sqrt(sum(np.sum(g**2) for g in grads.values()))
    return {name: (p - lr * grads[name] / norm).astype(p.dtype) for name, p in params.items()}


@misconception(witness=WITNESS)
def returns_a_list(params, grads, lr):
    """The new parameters came as a list. Return a dict with the names of the old one."""
    return [p - lr * grads[name] for name, p in params.items()]


@misconception(witness={**WITNESS, "grads": {"w": np.array([[2.0]]), "b": np.array([0.0])}})
def drops_what_does_not_move(params, grads, lr):
    """A parameter whose gradient is 0 is missing from the answer. It stays where it is, but it must
    be there."""
    return {name: p - lr * grads[name] for name, p in params.items() if np.any(grads[name])}


def arrays(ordinary, edge):
    """A matrix and a vector by name."""
    return record({"w": array("D K", ordinary, edge), "b": array("K", ordinary, edge)})


def state(**changed):
    """Good arguments for a refusal, except for what is changed."""
    good = {name: {"w": np.ones(2), "b": np.ones(1)} for name in ("params", "grads")}
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
        "lr": scalar(floats(0.001, 0.5), floats(1e-6, 10.0)),
    },
    reference=reference,
    second_source=precise,
    sizes={"D": (1, 4), "K": (1, 4)},
    laws=(stands_still_without_a_gradient, moves_by_the_learning_rate_from_zero),
    misconceptions=(
        climbs_instead_of_descending,
        ignores_the_learning_rate,
        divides_by_the_learning_rate,
        returns_the_steps,
        moves_one_parameter_only,
        shrinks_the_parameters_instead,
        steps_by_the_sign,
        makes_steps_of_one_length,
        returns_a_list,
        drops_what_does_not_move,
    ),
    refusals=(
        refusal((ValueError, KeyError), "a gradient that is missing", **state(grads=LACKING)),
        refusal((ValueError, KeyError), "a gradient without a parameter", **state(grads=EXTRA)),
        refusal(ValueError, "a gradient of shape (1,) for (2,)", **state(grads=SINGLE)),
        refusal(ValueError, "a gradient of shape (2, 1) for (2,)", **state(grads=COLUMN)),
        refusal(ValueError, "a gradient of shape (1, 1) for (1,)", **state(grads=LAST)),
    ),
    cases=(
        case(params=both(1.0, 3.0), grads=both(2.0, -1.0), lr=0.25),
        case(params=both(1.0), grads=both(0.0, 1e-8), lr=0.002, tier="edge"),
    ),
    hints=(
        "The gradient points to where the loss grows fastest. Which way must the parameters move, "
        "and what does lr say?",
        "Go through the names of params and make a new array for each. What if grads has other "
        "names or other shapes: does NumPy notice?",
        "{name: p - lr * grads[name] for name, p in params.items()}, after checks of names and "
        "shapes.",
    ),
)
