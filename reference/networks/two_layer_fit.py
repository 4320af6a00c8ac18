"""Training of a two-layer network on mini-batches; no trajectory is the right one: laws judge.

Weights and batches are drawn as the student likes. A learning rate of 0 shows the first weights,
and from its losses which rows each batch holds: every step from there on is determined. Training
takes time: all laws are checked on one draw, share their calls, and train four times, twice with a
learning rate of 0.

Of 300 seeds each, weights of 1, 0.1 and 0.01 times normal numbers and uniform ones told all points
of the clouds apart in 200 steps, and the last losses were at most 0.05 of the first.
"""

from __future__ import annotations

import numpy as np

from grader.declare import (
    Exercise,
    array,
    assert_close,
    assert_equal,
    assert_shape,
    assert_that,
    floats,
    generator,
    integers,
    labels,
    law,
    listing,
    misconception,
    refusal,
)

# Three clouds of 12 points, sorted by class; the corners of a triangle lie 3 apart.
RING = np.array([[np.cos(a) * r, np.sin(a) * r] for r in (0.3, 0.6) for a in range(6)])
CLOUDS = np.concatenate([RING + [0.0, 2.0], RING + [-1.5, -1.0], RING + [1.5, -1.0]])
CLASSES = np.repeat([0, 1, 2], 12)
# Four examples that are all different, for looking at which of them a batch holds.
FOUR_X = np.array([[1.0, 0.0], [0.0, 3.0], [-2.0, 1.0], [0.5, -4.0]])
FOUR_LABELS = np.array([0, 1, 2, 1])


def turned(x, turn):
    """Points in the plane, turned around the origin: weights known beforehand do not fit."""
    c, s = np.cos(turn), np.sin(turn)
    return x @ np.array([[c, s], [-s, c]])


def results(answer, x, hidden, classes, steps):
    """The parameters and the history as a flat array, checked to be there."""
    two = type(answer) in (tuple, list) and len(answer) == 2
    assert_that(two, "two values are expected, (params, history), but something else came")
    params, history = answer
    assert_that(isinstance(params, dict), "the parameters must be a dict, but something else came")
    shapes = {
        "W1": (x.shape[1], hidden),
        "b1": (hidden,),
        "W2": (hidden, classes),
        "b2": (classes,),
    }
    for name, shape in shapes.items():
        found = params.get(name)
        assert_that(isinstance(found, np.ndarray), f"no array came under the name {name}")
        assert_shape(found, shape)
        assert_that(found.dtype == x.dtype, f"{name} is {found.dtype}, where x is {x.dtype}")
    losses = np.asarray(history, dtype=np.float64)
    assert_that(
        losses.shape == (steps,), f"{steps} steps must give {steps} losses, not {losses.shape}"
    )
    return {name: params[name] for name in shapes}, losses


def forward(x, params):
    """The hidden layer, the probabilities and their logarithms."""
    a1 = 0.5 * (1.0 + np.tanh(0.5 * (x @ params["W1"] + params["b1"])))
    z2 = a1 @ params["W2"] + params["b2"]
    z2 = z2 - z2.max(axis=1, keepdims=True)
    logs = z2 - np.log(np.exp(z2).sum(axis=1, keepdims=True))
    return a1, np.exp(logs), logs


def losses_of(x, labels, params):
    """What each example costs by itself."""
    return -forward(x, params)[2][np.arange(len(x)), labels]


def one_step(x, labels, params, lr):
    """Where gradient descent on this batch goes from params, as the statement says."""
    a1, p, _ = forward(x, params)
    dz2 = (p - (labels[:, None] == np.arange(p.shape[1]))) / len(x)
    dz1 = (dz2 @ params["W2"].T) * a1 * (1.0 - a1)
    return {
        "W1": params["W1"] - lr * (x.T @ dz1),
        "b1": params["b1"] - lr * dz1.sum(axis=0),
        "W2": params["W2"] - lr * (a1.T @ dz2),
        "b2": params["b2"] - lr * dz2.sum(axis=0),
    }


def walked(two_layer_fit, hidden, lr, steps, rng):
    """What came of training on FOUR_X in batches of two."""
    answer = two_layer_fit(FOUR_X, FOUR_LABELS, hidden, lr, steps, 2, rng)
    return results(answer, FOUR_X, hidden, 3, steps)


def pairs_of(params, history):
    """Which two of the four examples each batch holds, and how far its loss is from their mean.

    With a learning rate of 0 the parameters stay, and each pair has a loss of its own.
    """
    alone = losses_of(FOUR_X, FOUR_LABELS, params)
    pairs = [(one, two) for one in range(4) for two in range(one, 4)]
    apart = np.abs(history[:, None] - np.array([alone[[*pair]].mean() for pair in pairs]))
    return [pairs[n] for n in apart.argmin(axis=1).tolist()], apart.min(axis=1).max()


@law(
    ordinary=1,
    hidden=integers(3, 6),
    lr=floats(0.5, 1.0),
    steps=integers(60, 90),
    turn=floats(0.0, 6.28),
    seeds=listing(generator(), 2, 2),
)
def starts_from_random_weights_and_no_biases(two_layer_fit, hidden, seeds):
    """With a learning rate of 0 the first parameters come back: every weight is a number of its
    own, every bias is 0."""
    first, _ = walked(two_layer_fit, hidden, 0.0, 3, seeds[0])
    assert_equal([first["b1"], first["b2"]], [np.zeros(hidden), np.zeros(3)])
    both = np.concatenate([first["W1"].reshape(-1), first["W2"].reshape(-1)])
    assert_that(len(np.unique(both)) == both.size, "some of the first weights are equal")


@law(like=starts_from_random_weights_and_no_biases)
def another_generator_gives_other_weights(two_layer_fit, hidden, seeds):
    """Generators with different seeds start from different weights."""
    first, other = (walked(two_layer_fit, hidden, 0.0, 3, rng)[0] for rng in seeds)
    for name in ("W1", "W2"):
        same = np.array_equal(first[name], other[name])
        assert_that(not same, f"two different generators gave the same {name}")


@law(like=starts_from_random_weights_and_no_biases)
def returns_parameters_and_a_loss_a_step(two_layer_fit, x, labels, hidden, lr, batch_size, seeds):
    """W1 is (D, H), b1 (H,), W2 (H, K) and b2 (K,), in the dtype of x, also for float32; the
    history holds one loss for each step."""
    classes, x = int(labels.max()) + 1, x.astype(np.float32)
    answer = two_layer_fit(x, labels, hidden, lr, 3, batch_size, seeds[0])
    results(answer, x, hidden, classes, 3)


@law(like=starts_from_random_weights_and_no_biases)
def every_example_gets_its_turn(two_layer_fit, hidden, steps, seeds):
    """With batches of two rows, each loss is the mean of two examples' losses, and in 60 steps or
    more every one of 4 examples turns up."""
    params, history = walked(two_layer_fit, hidden, 0.0, steps, seeds[0])
    pairs, apart = pairs_of(params, history)
    assert_that(apart < 1e-9, "some losses are not the mean of two examples' losses")
    # Drawn with repeats, one of 4 examples never turns up with probability 4 * 0.75**120 = 4e-15,
    # and every pair is one example twice with probability 0.25**60 = 8e-37.
    seen = len({n for pair in pairs for n in pair})
    assert_that(seen == 4, f"only {seen} of 4 examples were ever looked at")
    assert_that(any(one != two for one, two in pairs), "every batch of two holds only one example")


@law(like=starts_from_random_weights_and_no_biases)
def every_step_follows_the_gradient(two_layer_fit, hidden, lr, steps, seeds):
    """Each step notes down the mean loss of its batch, and then moves all parameters by lr times
    its gradient; exactly as many steps are taken as are asked for."""
    params, history = walked(two_layer_fit, hidden, 0.0, steps, seeds[0])
    # Which examples are drawn does not depend on lr, so that every step is determined.
    noted = []
    for pair in pairs_of(params, history)[0]:
        x, labels = FOUR_X[[*pair]], FOUR_LABELS[[*pair]]
        noted.append(losses_of(x, labels, params).mean())
        params = one_step(x, labels, params, lr)
    found, history = walked(two_layer_fit, hidden, lr, steps, seeds[0])
    assert_close(history, np.array(noted), scale=1.0, rtol=1e-6)
    assert_close(found, params, scale=1.0, rtol=1e-6)


@law(like=starts_from_random_weights_and_no_biases)
def tells_three_clouds_apart(two_layer_fit, hidden, steps, turn, seeds):
    """Three clouds of points are told apart after 300 steps or a few more with batches of 12, and
    the last losses are far below the first, which is that of the first weights."""
    x, hidden, steps = turned(CLOUDS, turn), hidden + 5, steps + 240
    answer = two_layer_fit(x, CLASSES, hidden, 1.0, steps, 12, seeds[0])
    params, history = results(answer, x, hidden, 3, steps)
    still = two_layer_fit(x, CLASSES, hidden, 0.0, steps, 12, seeds[0])
    assert_close(history[:1], results(still, x, hidden, 3, steps)[1][:1], scale=1.0)
    right = float(np.mean(forward(x, params)[1].argmax(axis=1) == CLASSES))
    assert_that(right > 0.95, f"only {100 * right:.0f} percent of the points are told apart")
    first, last = history[:20].mean(), history[-20:].mean()
    assert_that(last < 0.5 * first, f"the loss went from {first:.3g} to {last:.3g}")


# --- mistakes -------------------------------------------------------------------------------------


def fitted(
    x, labels, hidden, lr, steps, batch_size, rng, step=one_step, scale=1.0, draw=None, note=None
):
    """The right answer, or with another step, scale, drawing of batches or note of the loss."""
    if labels.shape != x.shape[:1]:
        raise ValueError("labels must be (N,)")
    classes = int(labels.max()) + 1
    params = {
        "W1": (scale * rng.standard_normal((x.shape[1], hidden))).astype(x.dtype),
        "b1": np.zeros(hidden, x.dtype),
        "W2": (scale * rng.standard_normal((hidden, classes))).astype(x.dtype),
        "b2": np.zeros(classes, x.dtype),
    }
    history = []
    for k in range(steps):
        batch = rng.permutation(len(x))[:batch_size] if draw is None else draw(k)
        xb, right = x[batch], labels[batch]
        moved = step(xb, right, params, lr)
        costs = losses_of(xb, right, params)
        history.append(float(np.mean(costs) if note is None else note(costs, xb, right, moved)))
        params = {name: values.astype(x.dtype) for name, values in moved.items()}
    return params, history


# One for all: they answer it differently.
WITNESS = {
    "x": [[0.5], [2.0], [1.0], [-1.0]],
    "labels": [0, 1, 1, 0],
    "hidden": 2,
    "lr": 0.5,
    "steps": 2,
    "batch_size": 2,
    "rng": 1,
}


@misconception(witness=WITNESS)
def starts_from_zero_weights(x, labels, hidden, lr, steps, batch_size, rng):
    """All weights start at 0. Then the hidden units stay alike for ever: draw the first weights at
    random."""
    return fitted(x, labels, hidden, lr, steps, batch_size, rng, scale=0.0)


@misconception(witness=WITNESS)
def walks_uphill(x, labels, hidden, lr, steps, batch_size, rng):
    """The gradients were added, so that the loss grows from step to step. Subtract them."""
    return fitted(x, labels, hidden, -lr, steps, batch_size, rng)


@misconception(witness=WITNESS)
def sums_the_gradient_over_the_batch(x, labels, hidden, lr, steps, batch_size, rng):
    """The steps are too large by the size of the batch. The loss is a mean over the batch, and so
    is its gradient: dZ2 = (P - T) / batch_size."""
    return fitted(x, labels, hidden, lr * batch_size, steps, batch_size, rng)


@misconception(witness=WITNESS)
def divides_by_all_examples(x, labels, hidden, lr, steps, batch_size, rng):
    """The gradient was divided by N, all examples. The loss of a step is the mean over its batch:
    divide by batch_size."""
    return fitted(x, labels, hidden, lr * batch_size / len(x), steps, batch_size, rng)


@misconception(witness=WITNESS)
def never_moves_the_biases(x, labels, hidden, lr, steps, batch_size, rng):
    """The biases stayed 0. They are learned like the weights, by their own gradients."""

    def step(x, labels, params, lr):
        moved = one_step(x, labels, params, lr)
        return {**moved, "b1": params["b1"], "b2": params["b2"]}

    return fitted(x, labels, hidden, lr, steps, batch_size, rng, step)


@misconception(witness=WITNESS)
def leaves_the_first_layer_as_it_is(x, labels, hidden, lr, steps, batch_size, rng):
    """Only W2 and b2 were trained. W1 and b1 have gradients as well: all four are moved."""

    def step(x, labels, params, lr):
        moved = one_step(x, labels, params, lr)
        return {**moved, "W1": params["W1"], "b1": params["b1"]}

    return fitted(x, labels, hidden, lr, steps, batch_size, rng, step)


@misconception(witness=WITNESS)
def uses_the_whole_batch(x, labels, hidden, lr, steps, batch_size, rng):
    """Every step looked at all examples. Draw batch_size rows for each step, and look at those
    alone."""
    whole = np.arange(len(x))
    return fitted(x, labels, hidden, lr, steps, batch_size, rng, draw=lambda k: whole)


@misconception(witness=WITNESS)
def always_takes_the_first_rows(x, labels, hidden, lr, steps, batch_size, rng):
    """Every step looked at the same first rows, and the others were never seen. Draw new rows for
    each step."""
    first = np.arange(batch_size)
    return fitted(x, labels, hidden, lr, steps, batch_size, rng, draw=lambda k: first)


@misconception(witness=WITNESS)
def notes_the_loss_after_the_update(x, labels, hidden, lr, steps, batch_size, rng):
    """The history holds the losses after the updates. It shall hold each batch's loss before its
    update, as the forward pass finds it."""

    def note(costs, x, labels, moved):
        return np.mean(losses_of(x, labels, moved))

    return fitted(x, labels, hidden, lr, steps, batch_size, rng, note=note)


@misconception(witness=WITNESS)
def notes_sums_of_losses(x, labels, hidden, lr, steps, batch_size, rng):
    """The history holds sums over the batch. The loss of a batch is the mean over its examples."""
    return fitted(
        x, labels, hidden, lr, steps, batch_size, rng, note=lambda costs, *rest: np.sum(costs)
    )


@misconception(witness=WITNESS)
def notes_one_loss_a_pass(x, labels, hidden, lr, steps, batch_size, rng):
    """The history holds a single loss for every pass over the data. Note the loss at each step."""
    params, history = fitted(x, labels, hidden, lr, steps, batch_size, rng)
    return params, history[:: max(1, len(x) // batch_size)]


@misconception(witness=WITNESS)
def takes_steps_for_passes(x, labels, hidden, lr, steps, batch_size, rng):
    """As many passes over the data were made as steps are asked for. A step is one batch."""
    return fitted(x, labels, hidden, lr, steps * (len(x) // batch_size), batch_size, rng)


@misconception(witness=WITNESS)
def counts_one_class_too_few(x, labels, hidden, lr, steps, batch_size, rng):
    """There are labels.max() outputs, one too few. Labels begin with 0, so that K is
    labels.max() + 1."""
    params, history = fitted(x, labels, hidden, lr, steps, batch_size, rng)
    return {**params, "W2": params["W2"][:, :-1], "b2": params["b2"][:-1]}, history


@misconception(witness=WITNESS)
def returns_the_parameters_alone(x, labels, hidden, lr, steps, batch_size, rng):
    """Only the parameters came back. Return the history of the loss as well: params, history."""
    return fitted(x, labels, hidden, lr, steps, batch_size, rng)[0]


@misconception(witness=WITNESS)
def forgets_the_slope_of_sigmoid(x, labels, hidden, lr, steps, batch_size, rng):
    """The gradient went through the hidden layer as if sigmoid were not there. Multiply by its
    slope, A1 * (1 - A1)."""

    def step(x, labels, params, lr):
        moved = one_step(x, labels, params, lr)
        _, p, _ = forward(x, params)
        dz1 = (p - (labels[:, None] == np.arange(p.shape[1]))) / len(x) @ params["W2"].T
        first = {"W1": params["W1"] - lr * (x.T @ dz1), "b1": params["b1"] - lr * dz1.sum(axis=0)}
        return {**moved, **first}

    return fitted(x, labels, hidden, lr, steps, batch_size, rng, step)


@misconception(witness=WITNESS)
def shuffles_the_examples_apart(x, labels, hidden, lr, steps, batch_size, rng):
    """Rows and labels were drawn each for itself, so that examples met labels of others. Draw the
    row numbers once and use them for both."""
    if labels.shape != x.shape[:1]:
        raise ValueError("labels must be (N,)")
    return fitted(x, rng.permutation(labels), hidden, lr, steps, batch_size, rng)


@misconception(witness=WITNESS)
def brings_its_own_generator(x, labels, hidden, lr, steps, batch_size, rng):
    """Weights and batches are the same whatever generator is handed in, since another one is made
    inside. Draw from the argument rng."""
    return fitted(x, labels, hidden, lr, steps, batch_size, np.random.default_rng(0))


def telling(x=FOUR_X, batch_size=1, seeds=()):
    """Batches of one size; different seeds and numbers. Zeros, the simplest draw, would be the
    first everywhere."""
    return len(x) % batch_size == 0 and len(set(seeds)) == len(seeds) and np.ptp(x) > 0.0


EXERCISE = Exercise(
    inputs={
        "x": array("N D", floats(-2, 2)),
        "labels": labels("N", "K"),
        "hidden": integers(1, 4),
        "lr": floats(0.0, 1.0),
        "steps": integers(1, 3),
        "batch_size": integers(1, 3),
        "rng": generator(),
    },
    reference=None,
    sizes={"N": (3, 6), "D": (1, 3), "K": (2, 3)},
    ordinary=1,
    where=telling,
    laws=(
        starts_from_random_weights_and_no_biases,
        another_generator_gives_other_weights,
        returns_parameters_and_a_loss_a_step,
        every_example_gets_its_turn,
        every_step_follows_the_gradient,
        tells_three_clouds_apart,
    ),
    misconceptions=(
        starts_from_zero_weights,
        walks_uphill,
        sums_the_gradient_over_the_batch,
        divides_by_all_examples,
        never_moves_the_biases,
        leaves_the_first_layer_as_it_is,
        uses_the_whole_batch,
        always_takes_the_first_rows,
        notes_the_loss_after_the_update,
        notes_sums_of_losses,
        notes_one_loss_a_pass,
        takes_steps_for_passes,
        counts_one_class_too_few,
        returns_the_parameters_alone,
        forgets_the_slope_of_sigmoid,
        shuffles_the_examples_apart,
        brings_its_own_generator,
    ),
    refusals=(
        refusal(
            ValueError,
            "labels in a column, (4, 1)",
            x=FOUR_X,
            labels=FOUR_LABELS[:, None],
            hidden=2,
            lr=0.1,
            steps=1,
            batch_size=2,
            rng=0,
        ),
        refusal(
            ValueError,
            "5 labels for 4 examples",
            x=FOUR_X,
            labels=np.array([0, 1, 2, 1, 0]),
            hidden=2,
            lr=0.1,
            steps=1,
            batch_size=2,
            rng=0,
        ),
    ),
    hints=(
        "Training is a loop: draw a batch, forward, note the loss, backward, move. Which of these "
        "look at the batch alone, and which must still see the old parameters?",
        "rng.permutation(N)[:batch_size] draws row numbers, for x and labels alike. dZ2 is P with "
        "1 subtracted at the labels, divided by batch_size; sigmoid's slope is A1 * (1 - A1).",
        "In each step: rows = rng.permutation(N)[:batch_size]; forward on x[rows]; "
        "history.append(mean of -log P at labels[rows]); the four gradients; then W -= lr * dW and "
        "b -= lr * db for both layers. Return params, history.",
    ),
)
