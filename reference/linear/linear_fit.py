"""Linear regression by mini-batch stochastic gradient descent."""

from __future__ import annotations

import numpy as np
import torch

from grader.declare import (
    Exercise,
    array,
    assert_close,
    assert_equal,
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
    x: torch.Tensor, y: torch.Tensor, lr: float, epochs: int, batch_size: int, rng
) -> tuple[torch.Tensor, torch.Tensor]:
    w, b = x.new_zeros(x.shape[1]), x.new_zeros(())
    for _ in range(epochs):
        order = torch.as_tensor(rng.permutation(len(x)), device=x.device)
        for rows in order.split(batch_size):
            features, errors = x[rows], x[rows] @ w + b - y[rows]
            w = w - lr * (errors[:, None] * features).mean(dim=0)
            b = b - lr * errors.mean()
    return w, b


def second_source(m, x, y, lr, epochs, batch_size, rng):
    """Every sum written out."""
    rng = np.random.default_rng(rng.seed)
    features = range(x.shape[1])
    w, b = [m.number(0.0) for _ in features], m.number(0.0)
    for _ in range(epochs):
        order = rng.permutation(len(x)).tolist()
        while order:
            batch, order = order[:batch_size], order[batch_size:]
            errors = [sum(x[n, d] * w[d] for d in features) + b - y[n] for n in batch]
            sums = [sum(e * x[n, d] for e, n in zip(errors, batch, strict=True)) for d in features]
            w = [w[d] - lr * sums[d] / len(batch) for d in features]
            b = b - lr * sum(errors) / len(batch)
    return np.array(w, dtype=object), b


# --- laws -----------------------------------------------------------------------------------------


@law(ordinary=2)
def begins_with_a_step_from_zero(linear_fit, x, y, lr, rng):
    """One epoch in a single batch is one step from zeros: lr times the mean of y * x, and lr times
    the mean of y."""
    w, b = linear_fit(x, y, lr, 1, len(x), rng)
    assert_close(w, lr * (x.T @ y) / len(x), scale=100.0, rtol=1e-12)
    assert_close(b, lr * float(np.mean(y)), scale=100.0, rtol=1e-12)


@law(ordinary=1)
def learns_nothing_in_no_epochs(linear_fit, x, y, lr, batch_size, rng):
    """Without an epoch w and b stay 0."""
    w, b = linear_fit(x, y, lr, 0, batch_size, rng)
    assert_equal(w, np.zeros(x.shape[1]))
    assert_equal(b, 0.0)


# --- mistakes -------------------------------------------------------------------------------------


def batches(order, batch_size):
    return [order[k : k + batch_size] for k in range(0, len(order), batch_size)]


def gradients(x, y, w, b, rows):
    errors = x[rows] @ w + b - y[rows]
    return x[rows].T @ errors / len(rows), errors.mean()


def trained(x, y, lr, epochs, batch_size, rng, step=gradients, plan=None):
    w, b = np.zeros(x.shape[1], dtype=x.dtype), x.dtype.type(0)
    for _ in range(epochs):
        listed = batches(rng.permutation(len(x)), batch_size) if plan is None else plan()
        for rows in listed:
            dw, db = step(x, y, w, b, rows)
            w, b = (w - lr * dw).astype(x.dtype), x.dtype.type(b - lr * db)
    return w, b


# With this seed the epochs' orders are [2 0 1] and [2 1 0]: no order is the original one.
WITNESS = {
    "x": [[1.0], [2.0], [3.0]],
    "y": [2.0, 3.0, 7.0],
    "lr": 0.1,
    "epochs": 2,
    "batch_size": 2,
    "rng": 0,
}
# Two batches and one left over.
LONGER = {**WITNESS, "x": [[1.0], [2.0], [3.0], [0.0], [-1.0]], "y": [2.0, 3.0, 7.0, 1.0, 0.0]}


@misconception(witness=WITNESS)
def sums_over_the_batch(x, y, lr, epochs, batch_size, rng):
    """The gradients were summed over the batch, so that the steps grow with its size. Divide by the
    number of examples in the batch."""

    def step(x, y, w, b, rows):
        dw, db = gradients(x, y, w, b, rows)
        return dw * len(rows), db * len(rows)

    return trained(x, y, lr, epochs, batch_size, rng, step)


@misconception(witness=WITNESS)
def divides_by_the_full_batch_size(x, y, lr, epochs, batch_size, rng):
    """The last, smaller batch was divided by batch_size too. Divide by the number of examples that
    the batch really has."""

    def step(x, y, w, b, rows):
        dw, db = gradients(x, y, w, b, rows)
        return dw * len(rows) / batch_size, db * len(rows) / batch_size

    return trained(x, y, lr, epochs, batch_size, rng, step)


@misconception(witness=WITNESS)
def divides_by_all_examples(x, y, lr, epochs, batch_size, rng):
    """The sums over a batch were divided by N, the number of all examples. Each batch has a mean of
    its own: divide by its length."""

    def step(x, y, w, b, rows):
        dw, db = gradients(x, y, w, b, rows)
        return dw * len(rows) / len(x), db * len(rows) / len(x)

    return trained(x, y, lr, epochs, batch_size, rng, step)


@misconception(witness=WITNESS)
def doubles_the_gradients(x, y, lr, epochs, batch_size, rng):
    """Every step was twice too long. The cost is half the mean squared error, so that the 2 of the
    square's derivative cancels."""

    def step(x, y, w, b, rows):
        dw, db = gradients(x, y, w, b, rows)
        return 2 * dw, 2 * db

    return trained(x, y, lr, epochs, batch_size, rng, step)


@misconception(witness=WITNESS)
def climbs_instead_of_descending(x, y, lr, epochs, batch_size, rng):
    """The steps went uphill. The gradient points to larger errors: subtract it."""

    def step(x, y, w, b, rows):
        dw, db = gradients(x, y, w, b, rows)
        return -dw, -db

    return trained(x, y, lr, epochs, batch_size, rng, step)


@misconception(witness=WITNESS)
def never_learns_the_intercept(x, y, lr, epochs, batch_size, rng):
    """b stayed 0. It is a parameter like the weights and takes a step after each batch."""

    def step(x, y, w, b, rows):
        return gradients(x, y, w, b, rows)[0], 0.0

    return trained(x, y, lr, epochs, batch_size, rng, step)


@misconception(witness=WITNESS)
def moves_the_weights_before_it_looks_at_the_intercept(x, y, lr, epochs, batch_size, rng):
    """The step of b was computed with the new w. Both steps belong to one gradient: compute the
    errors once, before either parameter moves."""

    def step(x, y, w, b, rows):
        dw, _ = gradients(x, y, w, b, rows)
        return dw, gradients(x, y, w - lr * dw, b, rows)[1]

    return trained(x, y, lr, epochs, batch_size, rng, step)


@misconception(witness=LONGER)
def drops_the_last_batch(x, y, lr, epochs, batch_size, rng):
    """The examples that were left over at the end of an epoch were not used. The last batch may be
    smaller, but it counts."""

    def plan():
        order = rng.permutation(len(x))
        return [rows for rows in batches(order, batch_size) if len(rows) == batch_size]

    return trained(x, y, lr, epochs, batch_size, rng, plan=plan)


@misconception(witness=WITNESS)
def does_not_shuffle(x, y, lr, epochs, batch_size, rng):
    """The batches were taken in the order of the rows. Shuffle first, with rng.permutation(N) in
    every epoch."""

    def plan():
        return batches(np.arange(len(x)), batch_size)

    return trained(x, y, lr, epochs, batch_size, rng, plan=plan)


@misconception(witness=WITNESS)
def shuffles_only_once(x, y, lr, epochs, batch_size, rng):
    """Every epoch went through the same order. Call rng.permutation(N) inside the loop over the
    epochs, once an epoch."""
    order = rng.permutation(len(x))
    return trained(x, y, lr, epochs, batch_size, rng, plan=lambda: batches(order, batch_size))


@misconception(witness=LONGER)
def uses_one_batch_an_epoch(x, y, lr, epochs, batch_size, rng):
    """Only the first batch of every epoch was used. An epoch goes through all examples, batch by
    batch."""

    def plan():
        return batches(rng.permutation(len(x)), batch_size)[:1]

    return trained(x, y, lr, epochs, batch_size, rng, plan=plan)


@misconception(witness=WITNESS)
def uses_all_examples_in_every_step(x, y, lr, epochs, batch_size, rng):
    """Each step used all examples at once. Use the batch's own rows, x[rows] and y[rows]."""

    def plan():
        order = rng.permutation(len(x))
        return [order for _ in batches(order, batch_size)]

    return trained(x, y, lr, epochs, batch_size, rng, plan=plan)


@misconception(witness=WITNESS)
def takes_one_step_an_epoch(x, y, lr, epochs, batch_size, rng):
    """There was one step an epoch, with all examples: batch_size had no effect. Take a step after
    each batch."""
    return trained(x, y, lr, epochs, batch_size, rng, plan=lambda: [np.arange(len(x))])


@misconception(witness=WITNESS)
def draws_batches_with_repetition(x, y, lr, epochs, batch_size, rng):
    """Each batch was drawn by itself, so that some examples come twice in an epoch and others not
    at all. Shuffle once an epoch and cut the order into batches."""

    def plan():
        count = -(-len(x) // batch_size)
        return [rng.choice(len(x), batch_size) for _ in range(count)]

    return trained(x, y, lr, epochs, batch_size, rng, plan=plan)


@misconception(witness=WITNESS)
def shuffles_the_features_but_not_the_targets(x, y, lr, epochs, batch_size, rng):
    """The rows of x were shuffled but y stayed in its order, so that examples met wrong targets.
    Take the same rows of both."""
    w, b = np.zeros(x.shape[1], dtype=x.dtype), x.dtype.type(0)
    for _ in range(epochs):
        shuffled = x[rng.permutation(len(x))]
        for rows in batches(np.arange(len(x)), batch_size):
            dw, db = gradients(shuffled, y, w, b, rows)
            w, b = (w - lr * dw).astype(x.dtype), x.dtype.type(b - lr * db)
    return w, b


@misconception(witness=WITNESS)
def starts_at_ones(x, y, lr, epochs, batch_size, rng):
    """The weights started at 1. Here they start at zero, so that everybody takes the same way."""
    w, b = np.ones(x.shape[1], dtype=x.dtype), x.dtype.type(0)
    for _ in range(epochs):
        for rows in batches(rng.permutation(len(x)), batch_size):
            dw, db = gradients(x, y, w, b, rows)
            w, b = (w - lr * dw).astype(x.dtype), x.dtype.type(b - lr * db)
    return w, b


@misconception(witness=WITNESS)
def trains_one_epoch_too_few(x, y, lr, epochs, batch_size, rng):
    """There was one epoch too few. range(epochs) runs exactly that many times."""
    return trained(x, y, lr, max(0, epochs - 1), batch_size, rng)


def telling(x=WITNESS["x"], y=WITNESS["y"], epochs=1, batch_size=1):
    """A few steps show all ways apart, unless there is nothing to learn."""
    return epochs * -(-len(x) // batch_size) <= 8 and bool(np.any(x)) and bool(np.any(y))


EXERCISE = Exercise(
    inputs={
        "x": array("N D", floats(-2, 2), floats(-3, 3)),
        "y": array("N", floats(-10, 10), floats(-1e3, 1e3)),
        "lr": scalar(floats(0.01, 0.3), floats(0.001, 0.5)),
        "epochs": integers(1, 3),
        "batch_size": scalar(integers(1, 6), integers(1, 9)),
        "rng": generator(),
    },
    reference=reference,
    second_source=second_source,
    accuracy="norm",
    sizes={"N": (1, 7), "D": (1, 3)},
    where=telling,
    ordinary=8,
    edge=8,
    cases=(
        case(**WITNESS),
        case(x=[[1.0], [3.0]], y=[2.0, 4.0], lr=0.5, epochs=1, batch_size=2, rng=0),
        case(x=[[1.0], [3.0]], y=[2.0, 4.0], lr=0.1, epochs=0, batch_size=1, rng=0, tier="edge"),
    ),
    refusals=(
        refusal(
            ValueError,
            "targets in a column, (3, 1)",
            x=np.ones((3, 2)),
            y=np.ones((3, 1)),
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
            lr=0.1,
            epochs=1,
            batch_size=2,
            rng=0,
        ),
    ),
    laws=(begins_with_a_step_from_zero, learns_nothing_in_no_epochs),
    misconceptions=(
        sums_over_the_batch,
        divides_by_the_full_batch_size,
        divides_by_all_examples,
        doubles_the_gradients,
        climbs_instead_of_descending,
        never_learns_the_intercept,
        moves_the_weights_before_it_looks_at_the_intercept,
        drops_the_last_batch,
        does_not_shuffle,
        shuffles_only_once,
        uses_one_batch_an_epoch,
        uses_all_examples_in_every_step,
        takes_one_step_an_epoch,
        draws_batches_with_repetition,
        shuffles_the_features_but_not_the_targets,
        starts_at_ones,
        trains_one_epoch_too_few,
    ),
    hints=(
        "Write two loops: one over the epochs and one over the batches of an epoch. Which of them "
        "calls rng.permutation, and what is done after each batch?",
        "range(0, N, batch_size) gives where the batches begin; a slice that reaches beyond the"
        " end of an array simply stops there. Compute the errors of a batch once, then move w "
        "and b.",
        "rows = order[start : start + batch_size]; errors = x[rows] @ w + b - y[rows]; then "
        "w = w - lr * x[rows].T @ errors / len(rows) and b = b - lr * errors.mean().",
    ),
)
