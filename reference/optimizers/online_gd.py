"""Linear least squares online: a single pass, one example at a time."""

from __future__ import annotations

import numpy as np
import torch

from grader.declare import (
    Exercise,
    array,
    assert_close,
    case,
    floats,
    integers,
    law,
    misconception,
    refusal,
    scalar,
)


def reference(x: torch.Tensor, y: torch.Tensor, w: torch.Tensor, lr: float) -> torch.Tensor:
    for n in range(len(x)):
        w = w - lr * (torch.dot(x[n], w) - y[n]) * x[n]
    return w


def second_source(m, x, y, w, lr):
    """Every sum written out."""
    features = range(x.shape[1])
    w = list(w)
    for n in range(len(y)):
        error = sum(x[n, d] * w[d] for d in features) - y[n]
        w = [w[d] - lr * error * x[n, d] for d in features]
    return np.array(w, dtype=object)


# --- laws -----------------------------------------------------------------------------------------


@law(ordinary=15, half=integers(0, 5))
def may_be_interrupted(online_gd, x, y, w, lr, half):
    """Learning the first examples, and later the others from the weights reached, leads to the same
    weights as learning all in one go."""
    then = online_gd(x[half:], y[half:], online_gd(x[:half], y[:half], w, lr), lr)
    assert_close(online_gd(x, y, w, lr), then, scale=1e3, rtol=1e-12)


@law(ordinary=10)
def takes_one_step_for_one_example(online_gd, x, y, w, lr):
    """With a single example there is one step along its gradient."""
    if len(x):
        expected = w - lr * (x[0] @ w - y[0]) * x[0]
        assert_close(online_gd(x[:1], y[:1], w, lr), expected, scale=100.0, rtol=1e-12)


# --- mistakes -------------------------------------------------------------------------------------


WITNESS = {"x": [[2.0], [1.0], [3.0]], "y": [2.0, 3.0, 7.0], "w": [1.0], "lr": 0.1}


@misconception(witness=WITNESS)
def uses_all_examples_at_once(x, y, w, lr):
    """There was one step along the mean gradient of all examples. Online, every example is a step
    of its own, and the next one starts from the new weights."""
    return (w - lr * x.T @ (x @ w - y) / max(1, len(x))).astype(x.dtype)


@misconception(witness=WITNESS)
def computes_all_steps_from_the_same_weights(x, y, w, lr):
    """All steps were computed from the first weights. Each example starts from the weights that the
    example before has left."""
    return (w - lr * x.T @ (x @ w - y)).astype(x.dtype)


@misconception(witness=WITNESS)
def goes_backwards(x, y, w, lr):
    """The examples were taken from the last to the first. They come in the order of the rows."""
    for n in reversed(range(len(x))):
        w = (w - lr * (x[n] @ w - y[n]) * x[n]).astype(x.dtype)
    return w


@misconception(witness=WITNESS)
def goes_through_the_examples_twice(x, y, w, lr):
    """Every example was seen twice. Online learning makes a single pass."""
    for n in [*range(len(x)), *range(len(x))]:
        w = (w - lr * (x[n] @ w - y[n]) * x[n]).astype(x.dtype)
    return w


@misconception(witness=WITNESS)
def stops_one_example_early(x, y, w, lr):
    """The last example was not used. Every row is one step."""
    for n in range(len(x) - 1):
        w = (w - lr * (x[n] @ w - y[n]) * x[n]).astype(x.dtype)
    return w


@misconception(witness=WITNESS)
def skips_the_first_example(x, y, w, lr):
    """The first example was not used. Every row is one step, from row 0 on."""
    for n in range(1, len(x)):
        w = (w - lr * (x[n] @ w - y[n]) * x[n]).astype(x.dtype)
    return w


@misconception(witness=WITNESS)
def divides_by_the_number_of_examples(x, y, w, lr):
    """Every step was divided by N. A step knows of one example only, so there is nothing to
    average."""
    for n in range(len(x)):
        w = (w - lr * (x[n] @ w - y[n]) * x[n] / len(x)).astype(x.dtype)
    return w


@misconception(witness=WITNESS)
def doubles_the_gradient(x, y, w, lr):
    """Every step was twice too long. The loss is half the squared error, so that the 2 of the
    square's derivative cancels."""
    for n in range(len(x)):
        w = (w - 2 * lr * (x[n] @ w - y[n]) * x[n]).astype(x.dtype)
    return w


@misconception(witness=WITNESS)
def climbs_instead_of_descending(x, y, w, lr):
    """The steps went uphill. The gradient points to larger errors: subtract it."""
    for n in range(len(x)):
        w = (w - lr * (y[n] - x[n] @ w) * x[n]).astype(x.dtype)
    return w


@misconception(witness=WITNESS)
def forgets_to_weigh_the_error(x, y, w, lr):
    """The weights moved by the error alone. Multiply the error by the example's features."""
    for n in range(len(x)):
        w = (w - lr * (x[n] @ w - y[n])).astype(x.dtype)
    return w


@misconception(witness=WITNESS)
def starts_from_zero(x, y, w, lr):
    """The weights that were passed in had no effect: the learning began at zero. Start from w."""
    w = 0 * w
    for n in range(len(x)):
        w = (w - lr * (x[n] @ w - y[n]) * x[n]).astype(x.dtype)
    return w


@misconception(witness=WITNESS)
def lets_the_learning_rate_fade(x, y, w, lr):
    """The steps became shorter with time. lr stays the same for every example."""
    for n in range(len(x)):
        w = (w - lr / (1 + n) * (x[n] @ w - y[n]) * x[n]).astype(x.dtype)
    return w


@misconception(witness=WITNESS)
def ignores_the_learning_rate(x, y, w, lr):
    """The learning rate had no effect. Multiply the gradient by lr."""
    for n in range(len(x)):
        w = (w - (x[n] @ w - y[n]) * x[n]).astype(x.dtype)
    return w


@misconception(witness=WITNESS)
def returns_the_way(x, y, w, lr):
    """The weights after every example came back. Return those after the last one only."""
    way = []
    for n in range(len(x)):
        w = (w - lr * (x[n] @ w - y[n]) * x[n]).astype(x.dtype)
        way.append(w)
    return np.array(way)


EXERCISE = Exercise(
    inputs={
        "x": array("N D", floats(-2, 2), floats(-3, 3)),
        "y": array("N", floats(-10, 10), floats(-1e3, 1e3)),
        "w": array("D", floats(-3, 3), floats(-1e3, 1e3, special=(0.0,))),
        "lr": scalar(floats(0.01, 0.3), floats(0.001, 0.5)),
    },
    reference=reference,
    second_source=second_source,
    # Weights are sums of steps, which may cancel: rounding errors of the largest.
    accuracy="norm",
    sizes={"N": (1, 6), "D": (1, 3)},
    empty="N",
    ordinary=60,
    cases=(
        case(**WITNESS),
        case(x=[[1.0], [3.0]], y=[2.0, 4.0], w=[0.0], lr=0.5),
    ),
    refusals=(
        refusal(
            ValueError,
            "targets in a column, (3, 1)",
            x=np.ones((3, 2)),
            y=np.ones((3, 1)),
            w=np.ones(2),
            lr=0.1,
        ),
        refusal(
            ValueError,
            "a single target for 3 examples",
            x=np.ones((3, 2)),
            y=np.ones(1),
            w=np.ones(2),
            lr=0.1,
        ),
        refusal(
            ValueError,
            "4 targets for 3 examples",
            x=np.ones((3, 2)),
            y=np.ones(4),
            w=np.ones(2),
            lr=0.1,
        ),
        refusal(
            ValueError,
            "3 targets for a single example",
            x=np.ones((1, 2)),
            y=np.ones(3),
            w=np.ones(2),
            lr=0.1,
        ),
        refusal(
            ValueError,
            "a single weight for 2 features",
            x=np.ones((3, 2)),
            y=np.ones(3),
            w=np.ones(1),
            lr=0.1,
        ),
    ),
    laws=(may_be_interrupted, takes_one_step_for_one_example),
    misconceptions=(
        uses_all_examples_at_once,
        computes_all_steps_from_the_same_weights,
        goes_backwards,
        goes_through_the_examples_twice,
        stops_one_example_early,
        skips_the_first_example,
        divides_by_the_number_of_examples,
        doubles_the_gradient,
        climbs_instead_of_descending,
        forgets_to_weigh_the_error,
        starts_from_zero,
        lets_the_learning_rate_fade,
        ignores_the_learning_rate,
        returns_the_way,
    ),
    hints=(
        "What does the first example want the weights to be? From which weights does the second"
        " one start?",
        "Write one loop over the rows. x[n] @ w is the prediction for example n; its error, "
        "times its features, is the gradient.",
        "for n in range(len(x)): w = w - lr * (x[n] @ w - y[n]) * x[n].",
    ),
)
