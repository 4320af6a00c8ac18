"""One step of gradient descent with all parameters of a network."""

from __future__ import annotations

import numpy as np
import torch

from grader.declare import (
    Exercise,
    array,
    assert_close,
    assert_equal,
    case,
    computed,
    floats,
    law,
    misconception,
    one_of,
    record,
    refusal,
    scalar,
)

Dict = dict[str, torch.Tensor]


def reference(params: Dict, grads: Dict, lr: float) -> Dict:
    moved = {name: values.detach().clone().requires_grad_() for name, values in params.items()}
    for name, values in moved.items():
        values.grad = grads[name]
    torch.optim.SGD(moved.values(), lr=lr).step()
    return {name: values.detach() for name, values in moved.items()}


def second_source(m, params, grads, lr):
    return {name: params[name] - lr * grads[name] for name in params}


@law()
def two_half_steps_are_a_whole_one(update_parameters, params, grads, lr):
    """Half a step and then the other half, by the same gradients, end where a whole step does."""
    whole = update_parameters(params, grads, lr)
    half = update_parameters(params, grads, lr / 2)
    again = update_parameters(half, grads, lr / 2)
    for name in params:
        assert_close(again[name], whole[name], scale=20.0, rtol=1e-13)


@law(edge=10)
def stays_where_the_ground_is_flat(update_parameters, params, lr):
    """Where every gradient is 0, the parameters stay exactly what they are."""
    flat = {name: np.zeros_like(values) for name, values in params.items()}
    found = update_parameters(params, flat, lr)
    for name, values in params.items():
        assert_equal(found[name], np.ascontiguousarray(values))


def check(params, grads):
    if params.keys() != grads.keys() or any(params[k].shape != grads[k].shape for k in params):
        raise ValueError("names or shapes differ")


def situation(w, dw, lr, names=("W1", "b1")):
    """Two parameters of one number each."""
    params = {name: np.array([value]) for name, value in zip(names, w, strict=True)}
    grads = {name: np.array([value]) for name, value in zip(names, dw, strict=True)}
    return {"params": params, "grads": grads, "lr": lr}


@misconception(witness=situation((1.0, 2.0), (3.0, 4.0), 0.5))
def walks_uphill(params, grads, lr):
    """The gradients were added, which makes the loss grow. They point uphill: subtract them."""
    check(params, grads)
    return {name: params[name] + lr * grads[name] for name in params}


@misconception(witness=situation((1.0, 2.0), (4.0, 8.0), 0.5))
def forgets_the_learning_rate(params, grads, lr):
    """The whole gradient was subtracted. It is multiplied by the learning rate first."""
    check(params, grads)
    return {name: params[name] - grads[name] for name in params}


@misconception(witness=situation((1.0, 2.0), (2.0, 6.0), 0.5))
def leaves_the_biases_alone(params, grads, lr):
    """Only the weights were moved. Biases are learned as well, in the same way."""
    check(params, grads)
    return {k: v - lr * grads[k] if k.startswith("W") else v.copy() for k, v in params.items()}


@misconception(witness=situation((1.0, 2.0), (5.0, 7.0), 0.5))
def moves_the_given_parameters(params, grads, lr):
    """The given arrays themselves were moved (-= works in place), so that the caller's parameters
    have changed. Make new ones: params[name] - lr * grads[name]."""
    check(params, grads)
    for name in params:
        params[name] -= lr * grads[name]
    return params


@misconception(witness=situation((1.0, 2.0), (3.0, 5.0), 0.5))
def returns_the_steps_alone(params, grads, lr):
    """The steps came back, without the parameters. Each new value is the old one minus the step."""
    check(params, grads)
    return {name: -lr * grads[name] for name in params}


@misconception(witness=situation((1.0, 2.0), (1.0, 9.0), 0.5))
def shrinks_the_parameters_instead(params, grads, lr):
    """The learning rate multiplies the parameters. It belongs to the gradients: it says how far to
    go, not how much to keep."""
    check(params, grads)
    return {name: lr * params[name] - grads[name] for name in params}


@misconception(witness=situation((1.0, 2.0, 3.0), (4.0, 5.0, 6.0), 0.5, ("W1", "b1", "W3")))
def stops_after_two_layers(params, grads, lr):
    """Only W1, b1, W2 and b2 were moved. Loop over all names in the dict, so that a network of any
    depth can learn."""
    check(params, grads)
    known = ("W1", "b1", "W2", "b2")
    return {k: v - lr * grads[k] if k in known else v.copy() for k, v in params.items()}


@misconception(witness=situation((1.0, 2.0), (6.0, 3.0), 0.5))
def takes_only_the_signs(params, grads, lr):
    """Every parameter moved by the same amount: only the sign of its gradient was used. Steep
    directions take larger steps: multiply lr by the gradient itself."""
    check(params, grads)
    return {name: params[name] - lr * np.sign(grads[name]) for name in params}


def values_like(params, spread):
    """Other values of the same names and shapes, reproducibly made from the parameters."""
    seed = sum(int(abs(v).sum() * 1000) % 10**6 for v in params.values())
    rng = np.random.default_rng(seed)
    return {k: np.round(rng.uniform(-spread, spread, v.shape), 3) for k, v in params.items()}


def gradients(params):
    return values_like(params, 10.0)


WEIGHTS = floats(-10, 10), floats(-1e4, 1e4, special=(0.0,))
EXERCISE = Exercise(
    inputs={
        "params": one_of(
            record({"W1": array("D H", *WEIGHTS), "b1": array("H", *WEIGHTS)}),
            record(
                {
                    "W1": array("D H", *WEIGHTS),
                    "b1": array("H", *WEIGHTS),
                    "W2": array("H K", *WEIGHTS),
                    "b2": array("K", *WEIGHTS),
                }
            ),
            record(
                {
                    "W1": array("D H", *WEIGHTS),
                    "b1": array("H", *WEIGHTS),
                    "W2": array("H H", *WEIGHTS),
                    "b2": array("H", *WEIGHTS),
                    "W3": array("H K", *WEIGHTS),
                    "b3": array("K", *WEIGHTS),
                }
            ),
            record({"scale": array("K", *WEIGHTS), "kernel": array("2 D 3", *WEIGHTS)}),
        ),
        "grads": computed(gradients),
        "lr": scalar(floats(0.001, 1.0), floats(0.0, 10.0, special=(0.0, 1e-8))),
    },
    reference=reference,
    second_source=second_source,
    sizes={"D": (1, 4), "H": (1, 4), "K": (1, 4)},
    cases=(
        case(
            params={"W1": np.array([[1.0, 2.0]]), "b1": np.array([3.0, 4.0])},
            grads={"W1": np.array([[10.0, 0.0]]), "b1": np.array([-10.0, 20.0])},
            lr=0.1,
        ),
    ),
    laws=(two_half_steps_are_a_whole_one, stays_where_the_ground_is_flat),
    misconceptions=(
        walks_uphill,
        forgets_the_learning_rate,
        leaves_the_biases_alone,
        moves_the_given_parameters,
        returns_the_steps_alone,
        shrinks_the_parameters_instead,
        stops_after_two_layers,
        takes_only_the_signs,
    ),
    refusals=(
        refusal(
            ValueError,
            "a parameter without a gradient",
            params={"W1": np.ones(2), "b1": np.ones(2)},
            grads={"W1": np.ones(2)},
            lr=0.1,
        ),
        refusal(
            ValueError,
            "a gradient without a parameter",
            params={"W1": np.ones(2)},
            grads={"W1": np.ones(2), "b1": np.ones(2)},
            lr=0.1,
        ),
        refusal(
            ValueError,
            "a gradient of shape (1, 2) for a parameter of shape (3, 2)",
            params={"W1": np.ones((3, 2))},
            grads={"W1": np.ones((1, 2))},
            lr=0.1,
        ),
        refusal(
            ValueError,
            "a gradient of shape (2, 2) for a parameter of shape (2,)",
            params={"W1": np.ones((2, 2)), "b1": np.ones(2)},
            grads={"W1": np.ones((2, 2)), "b1": np.ones((2, 2))},
            lr=0.1,
        ),
    ),
    hints=(
        "In which direction does the loss fall, along the gradient or against it?",
        "Loop over the names; no name need be known beforehand. What does -= do to an array that "
        "belongs to the caller?",
        "{name: params[name] - lr * grads[name] for name in params}, after comparing the names and "
        "the shapes.",
    ),
)
