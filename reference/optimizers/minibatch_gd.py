"""Linear least squares by mini-batch gradient descent."""

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
    batch_size: int,
    rng: np.random.Generator,
) -> torch.Tensor:
    for _ in range(epochs):
        order = torch.as_tensor(rng.permutation(len(x)), device=x.device)
        for rows in order.split(batch_size):
            features, errors = x[rows], x[rows] @ w - y[rows]
            w = w - lr * (errors[:, None] * features).mean(dim=0)
    return w


def second_source(m, x, y, w, lr, epochs, batch_size, rng):
    """Every sum written out."""
    features = range(x.shape[1])
    w = list(w)
    rng = np.random.default_rng(rng.seed)
    for _ in range(epochs):
        order = rng.permutation(len(y)).tolist()
        while order:
            batch, order = order[:batch_size], order[batch_size:]
            errors = [sum(x[n, d] * w[d] for d in features) - y[n] for n in batch]
            sums = [sum(e * x[n, d] for e, n in zip(errors, batch, strict=True)) for d in features]
            w = [w[d] - lr * sums[d] / len(batch) for d in features]
    return np.array(w, dtype=object)


# --- laws -----------------------------------------------------------------------------------------


@law(ordinary=10)
def averages_a_single_batch(minibatch_gd, x, y, w, lr, rng):
    """If one batch holds all examples, an epoch is one step along their mean gradient."""
    expected = w - lr * (x.T @ (x @ w - y)) / len(y)
    assert_close(minibatch_gd(x, y, w, lr, 1, len(y), rng), expected, scale=100.0, rtol=1e-12)


@law(ordinary=10)
def stays_where_every_prediction_is_right(minibatch_gd, x, w, lr, epochs, batch_size, rng):
    """If the weights predict every target already, they stay as they are."""
    answer = minibatch_gd(x, x @ w, w, lr, epochs, batch_size, rng)
    assert_close(answer, w, scale=1e4, rtol=1e-12)


# --- mistakes -------------------------------------------------------------------------------------


def gradient(x, y, w, rows):
    """Of half the mean squared error of some examples."""
    return x[rows].T @ (x[rows] @ w - y[rows]) / len(rows)


def batches(order, batch_size):
    return [order[k : k + batch_size] for k in range(0, len(order), batch_size)]


def trained(x, y, w, lr, epochs, plan, scale=None):
    for _ in range(epochs):
        for rows in plan():
            step = lr * gradient(x, y, w, rows) * (1.0 if scale is None else scale(rows))
            w = (w - step).astype(x.dtype)
    return w


# Two batches and one example left over; no epoch's order is the original one.
WITNESS = {
    "x": [[1.0], [2.0], [3.0], [0.5], [-1.0]],
    "y": [2.0, 3.0, 7.0, 1.0, 0.0],
    "w": [1.0],
    "lr": 0.1,
    "epochs": 2,
    "batch_size": 2,
    "rng": 0,
}


@misconception(witness=WITNESS)
def sums_over_the_batch(x, y, w, lr, epochs, batch_size, rng):
    """The gradients were summed over the batch, so that the steps grow with its size. Divide by the
    number of examples in the batch."""

    def plan():
        return batches(rng.permutation(len(x)), batch_size)

    return trained(x, y, w, lr, epochs, plan, lambda rows: len(rows))


@misconception(witness=WITNESS)
def divides_by_the_full_batch_size(x, y, w, lr, epochs, batch_size, rng):
    """The last, smaller batch was divided by batch_size too. Divide by the number of examples that
    the batch really has."""

    def plan():
        return batches(rng.permutation(len(x)), batch_size)

    return trained(x, y, w, lr, epochs, plan, lambda rows: len(rows) / batch_size)


@misconception(witness=WITNESS)
def divides_by_all_examples(x, y, w, lr, epochs, batch_size, rng):
    """The sums over a batch were divided by N, the number of all examples. Each batch has a mean of
    its own: divide by its length."""

    def plan():
        return batches(rng.permutation(len(x)), batch_size)

    return trained(x, y, w, lr, epochs, plan, lambda rows: len(rows) / len(x))


@misconception(witness=WITNESS)
def doubles_the_gradients(x, y, w, lr, epochs, batch_size, rng):
    """Every step was twice too long. The loss is half the mean squared error, so that the 2 of the
    square's derivative cancels."""

    def plan():
        return batches(rng.permutation(len(x)), batch_size)

    return trained(x, y, w, lr, epochs, plan, lambda rows: 2.0)


@misconception(witness=WITNESS)
def climbs_instead_of_descending(x, y, w, lr, epochs, batch_size, rng):
    """The steps went uphill. The gradient points to larger errors: subtract it."""

    def plan():
        return batches(rng.permutation(len(x)), batch_size)

    return trained(x, y, w, lr, epochs, plan, lambda rows: -1.0)


@misconception(witness=WITNESS)
def drops_the_last_batch(x, y, w, lr, epochs, batch_size, rng):
    """The examples that were left over at the end of an epoch were not used. The last batch may be
    smaller, but it counts."""

    def plan():
        order = rng.permutation(len(x))
        return [rows for rows in batches(order, batch_size) if len(rows) == batch_size]

    return trained(x, y, w, lr, epochs, plan)


@misconception(witness=WITNESS)
def does_not_shuffle(x, y, w, lr, epochs, batch_size, rng):
    """The batches were taken in the order of the rows. Shuffle first, with rng.permutation(N) in
    every epoch."""

    def plan():
        return batches(np.arange(len(x)), batch_size)

    return trained(x, y, w, lr, epochs, plan)


@misconception(witness=WITNESS)
def shuffles_only_once(x, y, w, lr, epochs, batch_size, rng):
    """Every epoch went through the same order. Call rng.permutation(N) inside the loop over the
    epochs, once an epoch."""
    order = rng.permutation(len(x))

    def plan():
        return batches(order, batch_size)

    return trained(x, y, w, lr, epochs, plan)


@misconception(witness=WITNESS)
def shuffles_the_last_order_again(x, y, w, lr, epochs, batch_size, rng):
    """Each epoch shuffled the order of the epoch before, order = order[rng.permutation(N)]. Every
    epoch starts afresh: its order is rng.permutation(N) itself."""
    order = np.arange(len(x))
    for _ in range(epochs):
        order = order[rng.permutation(len(x))]
        for rows in batches(order, batch_size):
            w = (w - lr * gradient(x, y, w, rows)).astype(x.dtype)
    return w


@misconception(witness=WITNESS)
def uses_one_batch_an_epoch(x, y, w, lr, epochs, batch_size, rng):
    """Only the first batch of every epoch was used. An epoch goes through all examples, batch by
    batch."""

    def plan():
        return batches(rng.permutation(len(x)), batch_size)[:1]

    return trained(x, y, w, lr, epochs, plan)


@misconception(witness=WITNESS)
def uses_all_examples_in_every_step(x, y, w, lr, epochs, batch_size, rng):
    """Each step used all examples at once. Use the batch's own rows, x[rows] and y[rows]."""

    def plan():
        order = rng.permutation(len(x))
        return [order for _ in batches(order, batch_size)]

    return trained(x, y, w, lr, epochs, plan)


@misconception(witness=WITNESS)
def takes_one_step_an_epoch(x, y, w, lr, epochs, batch_size, rng):
    """There was one step an epoch, with all examples: batch_size had no effect. Take a step after
    each batch."""

    def plan():
        return [np.arange(len(x))]

    return trained(x, y, w, lr, epochs, plan)


@misconception(witness=WITNESS)
def draws_batches_with_repetition(x, y, w, lr, epochs, batch_size, rng):
    """Each batch was drawn by itself, so that some examples come twice in an epoch and others not
    at all. Shuffle once an epoch and cut the order into batches."""

    def plan():
        count = -(-len(x) // batch_size)
        return [rng.choice(len(x), batch_size) for _ in range(count)]

    return trained(x, y, w, lr, epochs, plan)


@misconception(witness=WITNESS)
def computes_all_steps_from_the_same_weights(x, y, w, lr, epochs, batch_size, rng):
    """All steps of an epoch were computed from the weights at its beginning. Each batch starts from
    the weights that the batch before has left."""
    for _ in range(epochs):
        steps = [gradient(x, y, w, rows) for rows in batches(rng.permutation(len(x)), batch_size)]
        w = (w - lr * sum(steps)).astype(x.dtype)
    return w


@misconception(witness=WITNESS)
def shuffles_the_features_but_not_the_targets(x, y, w, lr, epochs, batch_size, rng):
    """The rows of x were shuffled but y stayed in its order, so that examples met wrong targets.
    Take the same rows of both."""
    for _ in range(epochs):
        shuffled = x[rng.permutation(len(x))]
        for rows in batches(np.arange(len(x)), batch_size):
            w = (w - lr * gradient(shuffled, y, w, rows)).astype(x.dtype)
    return w


@misconception(witness=WITNESS)
def starts_from_zero(x, y, w, lr, epochs, batch_size, rng):
    """The weights that were passed in had no effect: the descent began at zero. Start from w."""

    def plan():
        return batches(rng.permutation(len(x)), batch_size)

    return trained(x, y, 0 * w, lr, epochs, plan)


@misconception(witness=WITNESS)
def trains_one_epoch_too_few(x, y, w, lr, epochs, batch_size, rng):
    """There was one epoch too few. range(epochs) runs exactly that many times."""

    def plan():
        return batches(rng.permutation(len(x)), batch_size)

    return trained(x, y, w, lr, max(0, epochs - 1), plan)


EXERCISE = Exercise(
    inputs={
        "x": array("N D", floats(-2, 2), floats(-3, 3)),
        "y": array("N", floats(-10, 10), floats(-1e3, 1e3)),
        "w": array("D", floats(-3, 3), floats(-1e3, 1e3, special=(0.0,))),
        "lr": scalar(floats(0.01, 0.3), floats(0.001, 0.5)),
        "epochs": scalar(integers(1, 3), integers(0, 3)),
        "batch_size": scalar(integers(1, 6), integers(1, 9)),
        "rng": generator(),
    },
    reference=reference,
    second_source=second_source,
    # Weights are sums of steps, which may cancel: rounding errors of the largest.
    accuracy="norm",
    sizes={"N": (1, 7), "D": (1, 3)},
    ordinary=60,
    cases=(
        case(**WITNESS),
        case(x=[[1.0], [3.0]], y=[2.0, 4.0], w=[0.0], lr=0.5, epochs=1, batch_size=2, rng=0),
        case(
            x=[[1.0], [3.0]],
            y=[2.0, 4.0],
            w=[5.0],
            lr=0.5,
            epochs=0,
            batch_size=1,
            rng=0,
            tier="edge",
        ),
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
            batch_size=2,
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
            batch_size=2,
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
            batch_size=2,
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
            batch_size=2,
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
            batch_size=2,
            rng=0,
        ),
    ),
    laws=(averages_a_single_batch, stays_where_every_prediction_is_right),
    misconceptions=(
        sums_over_the_batch,
        divides_by_the_full_batch_size,
        divides_by_all_examples,
        doubles_the_gradients,
        climbs_instead_of_descending,
        drops_the_last_batch,
        does_not_shuffle,
        shuffles_only_once,
        shuffles_the_last_order_again,
        uses_one_batch_an_epoch,
        uses_all_examples_in_every_step,
        takes_one_step_an_epoch,
        draws_batches_with_repetition,
        computes_all_steps_from_the_same_weights,
        shuffles_the_features_but_not_the_targets,
        starts_from_zero,
        trains_one_epoch_too_few,
    ),
    hints=(
        "Write two loops: one over the epochs and one over the batches of an epoch. Which of "
        "them calls rng.permutation, and what is done after each batch?",
        "range(0, N, batch_size) gives where the batches begin; a slice that reaches beyond the"
        " end of an array simply stops there. By what do you divide in the last batch?",
        "rows = order[start : start + batch_size]; errors = x[rows] @ w - y[rows]; "
        "w = w - lr * x[rows].T @ errors / len(rows).",
    ),
)
