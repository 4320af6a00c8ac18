"""Linear least squares by stochastic gradient descent, one example at a time."""

from __future__ import annotations

import numpy as np
import torch

from grader.declare import (
    Exercise,
    array,
    assert_close,
    case,
    floats,
    generator,
    integers,
    law,
    misconception,
    refusal,
    scalar,
)


def reference(
    x: torch.Tensor,
    y: torch.Tensor,
    w: torch.Tensor,
    lr: float,
    epochs: int,
    rng: np.random.Generator,
) -> torch.Tensor:
    for _ in range(epochs):
        for n in rng.permutation(len(x)).tolist():
            w = w - lr * (torch.dot(x[n], w) - y[n]) * x[n]
    return w


def second_source(m, x, y, w, lr, epochs, rng):
    """Every sum written out."""
    features = range(x.shape[1])
    w = list(w)
    rng = np.random.default_rng(rng.seed)
    for _ in range(epochs):
        for n in rng.permutation(len(y)).tolist():
            error = sum(x[n, d] * w[d] for d in features) - y[n]
            w = [w[d] - lr * error * x[n, d] for d in features]
    return np.array(w, dtype=object)


# --- laws -----------------------------------------------------------------------------------------


@law(ordinary=10)
def takes_one_step_for_one_example(stochastic_gd, x, y, w, lr, rng):
    """With a single example an epoch is one step along its gradient, whatever the generator."""
    expected = w - lr * (x[0] @ w - y[0]) * x[0]
    assert_close(stochastic_gd(x[:1], y[:1], w, lr, 1, rng), expected, scale=100.0, rtol=1e-12)


@law(ordinary=10)
def learns_examples_apart_in_any_order(stochastic_gd, y, lr, rng):
    """Examples that share no feature do not disturb one another: from zero, one epoch leads to lr
    times each target, whatever the order."""
    answer = stochastic_gd(np.eye(len(y)), y, np.zeros(len(y)), lr, 1, rng)
    assert_close(answer, lr * y, scale=10.0, rtol=1e-12)


# --- mistakes -------------------------------------------------------------------------------------


def trained(x, y, w, lr, epochs, plan, factor=1.0):
    for _ in range(epochs):
        for n in plan():
            w = (w - factor * lr * (x[n] @ w - y[n]) * x[n]).astype(x.dtype)
    return w


# With this seed the epochs' orders are [2 0 1] and [2 1 0]: no order is the original one.
WITNESS = {
    "x": [[1.0], [2.0], [3.0]],
    "y": [2.0, 3.0, 7.0],
    "w": [1.0],
    "lr": 0.1,
    "epochs": 2,
    "rng": 0,
}


@misconception(witness=WITNESS)
def does_not_shuffle(x, y, w, lr, epochs, rng):
    """The examples were taken in the order of the rows. Shuffle first, with rng.permutation(N) in
    every epoch."""

    def plan():
        return np.arange(len(x))

    return trained(x, y, w, lr, epochs, plan)


@misconception(witness=WITNESS)
def shuffles_only_once(x, y, w, lr, epochs, rng):
    """Every epoch went through the same order. Call rng.permutation(N) inside the loop over the
    epochs, once an epoch."""
    order = rng.permutation(len(x))
    return trained(x, y, w, lr, epochs, lambda: order)


@misconception(witness=WITNESS)
def draws_examples_with_repetition(x, y, w, lr, epochs, rng):
    """Each example was drawn by itself, so that some come twice in an epoch and others not at all.
    Shuffle once an epoch and go through that order."""

    def plan():
        return rng.integers(0, len(x), len(x))

    return trained(x, y, w, lr, epochs, plan)


@misconception(witness=WITNESS)
def takes_one_example_an_epoch(x, y, w, lr, epochs, rng):
    """Only one example of every epoch was used. An epoch goes through all of them, one step
    each."""

    def plan():
        return rng.permutation(len(x))[:1]

    return trained(x, y, w, lr, epochs, plan)


@misconception(witness=WITNESS)
def drops_the_last_example(x, y, w, lr, epochs, rng):
    """The last example of every epoch was not used. An epoch has N steps."""

    def plan():
        return rng.permutation(len(x))[:-1]

    return trained(x, y, w, lr, epochs, plan)


@misconception(witness=WITNESS)
def uses_all_examples_in_every_step(x, y, w, lr, epochs, rng):
    """Each step used all examples at once: that is batch gradient descent. A step looks at one
    example, x[n] and y[n]."""
    for _ in range(epochs):
        for _ in rng.permutation(len(x)):
            w = (w - lr * x.T @ (x @ w - y) / len(x)).astype(x.dtype)
    return w


@misconception(witness=WITNESS)
def computes_all_steps_from_the_same_weights(x, y, w, lr, epochs, rng):
    """All steps of an epoch were computed from the weights at its beginning. Each example starts
    from the weights that the example before has left."""
    for _ in range(epochs):
        order = rng.permutation(len(x))
        w = (w - lr * x[order].T @ (x[order] @ w - y[order])).astype(x.dtype)
    return w


@misconception(witness=WITNESS)
def divides_by_the_number_of_examples(x, y, w, lr, epochs, rng):
    """Every step was divided by N. A step knows of one example only, so there is nothing to
    average."""

    def plan():
        return rng.permutation(len(x))

    return trained(x, y, w, lr, epochs, plan, 1 / len(x))


@misconception(witness=WITNESS)
def doubles_the_gradient(x, y, w, lr, epochs, rng):
    """Every step was twice too long. The loss is half the squared error, so that the 2 of the
    square's derivative cancels."""

    def plan():
        return rng.permutation(len(x))

    return trained(x, y, w, lr, epochs, plan, 2.0)


@misconception(witness=WITNESS)
def climbs_instead_of_descending(x, y, w, lr, epochs, rng):
    """The steps went uphill. The gradient points to larger errors: subtract it."""

    def plan():
        return rng.permutation(len(x))

    return trained(x, y, w, lr, epochs, plan, -1.0)


@misconception(witness=WITNESS)
def starts_from_zero(x, y, w, lr, epochs, rng):
    """The weights that were passed in had no effect: the descent began at zero. Start from w."""

    def plan():
        return rng.permutation(len(x))

    return trained(x, y, 0 * w, lr, epochs, plan)


@misconception(witness=WITNESS)
def trains_one_epoch_too_few(x, y, w, lr, epochs, rng):
    """There was one epoch too few. range(epochs) runs exactly that many times."""

    def plan():
        return rng.permutation(len(x))

    return trained(x, y, w, lr, max(0, epochs - 1), plan)


@misconception(witness=WITNESS)
def shuffles_the_features_but_not_the_targets(x, y, w, lr, epochs, rng):
    """The rows of x were shuffled but y stayed in its order, so that examples met wrong targets.
    Take x[n] and y[n] with the same n."""
    for _ in range(epochs):
        for k, n in enumerate(rng.permutation(len(x))):
            w = (w - lr * (x[n] @ w - y[k]) * x[n]).astype(x.dtype)
    return w


@misconception(witness=WITNESS)
def forgets_to_weigh_the_error(x, y, w, lr, epochs, rng):
    """The weights moved by the error alone. Multiply the error by the example's features."""
    for _ in range(epochs):
        for n in rng.permutation(len(x)):
            w = (w - lr * (x[n] @ w - y[n])).astype(x.dtype)
    return w


EXERCISE = Exercise(
    inputs={
        "x": array("N D", floats(-2, 2), floats(-3, 3)),
        "y": array("N", floats(-10, 10), floats(-1e3, 1e3)),
        "w": array("D", floats(-3, 3), floats(-1e3, 1e3, special=(0.0,))),
        "lr": scalar(floats(0.01, 0.3), floats(0.001, 0.5)),
        "epochs": scalar(integers(1, 3), integers(0, 3)),
        "rng": generator(),
    },
    reference=reference,
    second_source=second_source,
    # Weights are sums of steps, which may cancel: rounding errors of the largest.
    accuracy="norm",
    sizes={"N": (1, 5), "D": (1, 3)},
    ordinary=60,
    cases=(
        case(**WITNESS),
        case(x=[[1.0], [3.0]], y=[2.0, 4.0], w=[0.0], lr=0.5, epochs=1, rng=1),
        case(x=[[1.0], [3.0]], y=[2.0, 4.0], w=[5.0], lr=0.5, epochs=0, rng=0, tier="edge"),
    ),
    refusals=(
        refusal(
            ValueError,
            "targets in a column, (3, 1)",
            x=np.ones((3, 2)),
            y=np.ones((3, 1)),
            w=np.ones(2),
            lr=0.1,
            epochs=1,
            rng=0,
        ),
        refusal(
            ValueError,
            "a single target for 3 examples",
            x=np.ones((3, 2)),
            y=np.ones(1),
            w=np.ones(2),
            lr=0.1,
            epochs=1,
            rng=0,
        ),
        refusal(
            ValueError,
            "4 targets for 3 examples",
            x=np.ones((3, 2)),
            y=np.ones(4),
            w=np.ones(2),
            lr=0.1,
            epochs=1,
            rng=0,
        ),
        refusal(
            ValueError,
            "3 targets for a single example",
            x=np.ones((1, 2)),
            y=np.ones(3),
            w=np.ones(2),
            lr=0.1,
            epochs=1,
            rng=0,
        ),
        refusal(
            ValueError,
            "a single weight for 2 features",
            x=np.ones((3, 2)),
            y=np.ones(3),
            w=np.ones(1),
            lr=0.1,
            epochs=1,
            rng=0,
        ),
    ),
    laws=(takes_one_step_for_one_example, learns_examples_apart_in_any_order),
    misconceptions=(
        does_not_shuffle,
        shuffles_only_once,
        draws_examples_with_repetition,
        takes_one_example_an_epoch,
        drops_the_last_example,
        uses_all_examples_in_every_step,
        computes_all_steps_from_the_same_weights,
        divides_by_the_number_of_examples,
        doubles_the_gradient,
        climbs_instead_of_descending,
        starts_from_zero,
        trains_one_epoch_too_few,
        shuffles_the_features_but_not_the_targets,
        forgets_to_weigh_the_error,
    ),
    hints=(
        "Write two loops: one over the epochs and one over the examples of an epoch. Which of "
        "them calls rng.permutation?",
        "x[n] @ w is the prediction for example n. Its error, times its features, says where that "
        "example wants the weights to go; the next example starts from the new weights.",
        "for n in rng.permutation(N): w = w - lr * (x[n] @ w - y[n]) * x[n].",
    ),
)
