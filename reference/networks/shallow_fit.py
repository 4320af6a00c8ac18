"""Training of a network with one hidden layer; no trajectory is the right one, so laws judge.

The first weights are the student's choice. A learning rate of 0 shows them, and from there on
every step is determined: a law walks along, through the long trainings too, where two right
answers come 1e-12 apart at most and 1e-6 is allowed. Training takes time: all laws are checked on
one draw, share their calls, and train twice.

Of 400 seeds each, normal weights of scale 1, 0.5 and 0.1, Xavier's, He's, LeCun's and uniform ones
all learned XOR in 1,500 steps, no probability closer than 0.49 to one half, and the clouds in 200
steps, none closer than 0.47; 0.01 times normal weights never learned XOR.
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
    choice,
    floats,
    generator,
    integers,
    law,
    listing,
    misconception,
    refusal,
)

XOR_X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
XOR_Y = np.array([[0.0], [1.0], [1.0], [0.0]])
# Two clouds of 12 points, one below x2 = -0.5 and one above x2 = 0.5.
CLOUD = np.array([[i / 2.0 - 1.0, j / 4.0] for i in range(4) for j in range(3)])
LINE_X = np.concatenate([CLOUD - [0.0, 1.0], CLOUD + [0.0, 0.5]])
LINE_Y = np.repeat([[0.0], [1.0]], 12, axis=0)


def turned(x, turn):
    """Points in the plane, turned around the origin: weights known beforehand do not fit."""
    c, s = np.cos(turn), np.sin(turn)
    return x @ np.array([[c, s], [-s, c]])


def parameters(answer, x, hidden):
    """The four arrays, checked to be there with their shapes and the dtype of x."""
    assert_that(isinstance(answer, dict), "a dict is expected, but something else came")
    shapes = {"W1": (x.shape[1], hidden), "b1": (hidden,), "W2": (hidden, 1), "b2": (1,)}
    for name, shape in shapes.items():
        found = answer.get(name)
        assert_that(isinstance(found, np.ndarray), f"no array came under the name {name}")
        assert_shape(found, shape)
        assert_that(found.dtype == x.dtype, f"{name} is {found.dtype}, where x is {x.dtype}")
    return {name: answer[name] for name in shapes}


def probabilities(x, params):
    a1 = np.tanh(x @ params["W1"] + params["b1"])
    return a1, 0.5 * (1.0 + np.tanh(0.5 * (a1 @ params["W2"] + params["b2"])))


def one_step(x, y, params, lr):
    """Where gradient descent goes from params, as the statement says."""
    a1, a2 = probabilities(x, params)
    dz2 = (a2 - y) / len(x)
    dz1 = (dz2 @ params["W2"].T) * (1.0 - a1**2)
    return {
        "W1": params["W1"] - lr * (x.T @ dz1),
        "b1": params["b1"] - lr * dz1.sum(axis=0),
        "W2": params["W2"] - lr * (a1.T @ dz2),
        "b2": params["b2"] - lr * dz2.sum(axis=0),
    }


def assert_walked(x, y, first, lr, steps, found):
    """That so many steps lead from the first parameters to those found."""
    for _ in range(steps):
        first = one_step(x, y, first, lr)
    assert_close(found, first, scale=1.0, rtol=1e-6)


def separates(x, y, params):
    """Whether every example lies on its side of a probability of one half."""
    return bool(np.all((probabilities(x, params)[1] > 0.5) == (y > 0.5)))


def start(shallow_fit, x, y, hidden, rng):
    """The first parameters, which a learning rate of 0 shows."""
    return parameters(shallow_fit(x, y, hidden, 0.0, 3, rng), x, hidden)


@law(
    ordinary=1,
    hidden=integers(4, 7),
    lr=floats(0.4, 0.6),
    steps=integers(300, 360),
    turn=floats(0.0, 6.28),
    seeds=listing(generator(), 3, 3),
)
def starts_from_random_weights_and_no_biases(shallow_fit, hidden, turn, seeds):
    """With a learning rate of 0 the first parameters come back: every weight is a number of its
    own, every bias is 0."""
    first = start(shallow_fit, turned(LINE_X, turn), LINE_Y, hidden, seeds[0])
    assert_equal([first["b1"], first["b2"]], [np.zeros(hidden), np.zeros(1)])
    both = np.concatenate([first["W1"].reshape(-1), first["W2"].reshape(-1)])
    assert_that(len(np.unique(both)) == both.size, "some of the first weights are equal")


@law(like=starts_from_random_weights_and_no_biases)
def every_step_follows_the_gradient(shallow_fit, hidden, lr, steps, turn, seeds):
    """From the first parameters on, each step moves all of them by lr times the gradient of the
    mean cost, and exactly as many steps are taken as are asked for."""
    x = turned(LINE_X, turn)
    first = start(shallow_fit, x, LINE_Y, hidden, seeds[0])
    found = parameters(shallow_fit(x, LINE_Y, hidden, lr, steps, seeds[0]), x, hidden)
    assert_walked(x, LINE_Y, first, lr, steps, found)


@law(like=starts_from_random_weights_and_no_biases)
def separates_two_clouds(shallow_fit, hidden, lr, steps, turn, seeds):
    """Two clouds of points that a line divides are told apart after some 300 steps."""
    x = turned(LINE_X, turn)
    params = parameters(shallow_fit(x, LINE_Y, hidden, lr, steps, seeds[0]), x, hidden)
    assert_that(separates(x, LINE_Y, params), "some points are still on the wrong side")


@law(like=starts_from_random_weights_and_no_biases)
def another_generator_gives_other_weights(shallow_fit, hidden, turn, seeds):
    """Generators with different seeds start from different weights."""
    x = turned(LINE_X, turn)
    first, other = (start(shallow_fit, x, LINE_Y, hidden, rng) for rng in seeds[:2])
    for name in ("W1", "W2"):
        same = np.array_equal(first[name], other[name])
        assert_that(not same, f"two different generators gave the same {name}")


@law(like=starts_from_random_weights_and_no_biases)
def returns_parameters_like_x(shallow_fit, x, y, hidden, lr, seeds):
    """W1 is (D, H), b1 (H,), W2 (H, 1) and b2 (1,), in the dtype of x, also for float32."""
    x, y = x.astype(np.float32), y.astype(np.float32)
    parameters(shallow_fit(x, y, hidden, lr, 3, seeds[0]), x, hidden)


@law(like=starts_from_random_weights_and_no_biases)
def learns_xor(shallow_fit, steps, seeds):
    """With 8 hidden units, a learning rate of 1 and 1,500 steps or a few more, XOR is learned from
    one of 3 seeds at least, by steps that follow the gradient."""
    steps += 1200
    for tried, rng in enumerate(seeds):
        params = parameters(shallow_fit(XOR_X, XOR_Y, 8, 1.0, steps, rng), XOR_X, 8)
        if tried == 0:
            first = start(shallow_fit, XOR_X, XOR_Y, 8, rng)
            assert_walked(XOR_X, XOR_Y, first, 1.0, steps, params)
        if separates(XOR_X, XOR_Y, params):
            return
    assert_that(False, "XOR was learned from none of 3 seeds")


# --- mistakes -------------------------------------------------------------------------------------


def fitted(x, y, hidden, lr, steps, rng, step=one_step, scale=1.0):
    """The right answer, or with another step or another scale."""
    if y.shape != (len(x), 1):
        raise ValueError("y must be (N, 1)")
    params = {
        "W1": (scale * rng.standard_normal((x.shape[1], hidden))).astype(x.dtype),
        "b1": np.zeros(hidden, x.dtype),
        "W2": (scale * rng.standard_normal((hidden, 1))).astype(x.dtype),
        "b2": np.zeros(1, x.dtype),
    }
    # Whether a mistake learns XOR shows in 1,000 steps as well as in 1,500.
    for _ in range(min(steps, 1000)):
        params = step(x, y, params, lr)
    return params


# One for all: they answer it differently.
WITNESS = {"x": [[0.5], [2.0]], "y": [[0.0], [1.0]], "hidden": 2, "lr": 0.5, "steps": 2, "rng": 1}


@misconception(witness=WITNESS)
def starts_from_zero_weights(x, y, hidden, lr, steps, rng):
    """All weights start at 0. Then every hidden unit gets the same gradient, which is even 0 here,
    and nothing is learned: draw the first weights at random."""
    return fitted(x, y, hidden, lr, steps, rng, scale=0.0)


@misconception(witness=WITNESS)
def starts_from_tiny_weights(x, y, hidden, lr, steps, rng):
    """The first weights are 0.01 times standard normal numbers. From there 1,500 steps do not get
    away: XOR is not learned. Take larger ones, such as standard normal numbers."""
    return fitted(x, y, hidden, lr, steps, rng, scale=0.01)


@misconception(witness=WITNESS)
def walks_uphill(x, y, hidden, lr, steps, rng):
    """The gradients were added, so that the cost grows from step to step. Subtract them."""
    return fitted(x, y, hidden, -lr, steps, rng)


@misconception(witness=WITNESS)
def sums_the_gradient_over_the_examples(x, y, hidden, lr, steps, rng):
    """The steps are N times too large. The cost is a mean over the examples, and so is its
    gradient: dZ2 = (A2 - y) / N."""
    return fitted(x, y, hidden, lr * len(x), steps, rng)


@misconception(witness=WITNESS)
def leaves_the_first_layer_as_it_is(x, y, hidden, lr, steps, rng):
    """Only W2 and b2 were trained. W1 and b1 have gradients as well: all four are moved."""

    def step(x, y, params, lr):
        moved = one_step(x, y, params, lr)
        return {**moved, "W1": params["W1"], "b1": params["b1"]}

    return fitted(x, y, hidden, lr, steps, rng, step)


@misconception(witness=WITNESS)
def never_moves_the_biases(x, y, hidden, lr, steps, rng):
    """The biases stayed 0. They are learned like the weights, by their own gradients."""

    def step(x, y, params, lr):
        moved = one_step(x, y, params, lr)
        return {**moved, "b1": params["b1"], "b2": params["b2"]}

    return fitted(x, y, hidden, lr, steps, rng, step)


@misconception(witness=WITNESS)
def uses_the_new_weights_on_the_way_back(x, y, hidden, lr, steps, rng):
    """W2 was moved before it carried the gradient back to the first layer. Compute all gradients
    with the parameters of the forward pass; move them afterwards."""

    def step(x, y, params, lr):
        moved = one_step(x, y, params, lr)
        a1, a2 = probabilities(x, params)
        dz1 = ((a2 - y) / len(x) @ moved["W2"].T) * (1.0 - a1**2)
        first = {"W1": params["W1"] - lr * (x.T @ dz1), "b1": params["b1"] - lr * dz1.sum(axis=0)}
        return {**moved, **first}

    return fitted(x, y, hidden, lr, steps, rng, step)


@misconception(witness=WITNESS)
def takes_one_step_too_few(x, y, hidden, lr, steps, rng):
    """One step is missing: range(1, steps) has steps - 1 rounds. range(steps) has as many as are
    asked for."""
    return fitted(x, y, hidden, lr, max(steps - 1, 0), rng)


@misconception(witness=WITNESS)
def forgets_the_slope_of_tanh(x, y, hidden, lr, steps, rng):
    """The gradient went through the hidden layer as if tanh were not there. Multiply by its slope,
    1 - A1**2."""

    def step(x, y, params, lr):
        moved = one_step(x, y, params, lr)
        _, a2 = probabilities(x, params)
        dz1 = (a2 - y) / len(x) @ params["W2"].T
        first = {"W1": params["W1"] - lr * (x.T @ dz1), "b1": params["b1"] - lr * dz1.sum(axis=0)}
        return {**moved, **first}

    return fitted(x, y, hidden, lr, steps, rng, step)


@misconception(witness=WITNESS)
def multiplies_by_the_slope_of_the_output(x, y, hidden, lr, steps, rng):
    """The error was multiplied by A2 * (1 - A2), as for a squared error. With cross-entropy this
    factor cancels: dZ2 = (A2 - y) / N."""

    def step(x, y, params, lr):
        _, a2 = probabilities(x, params)
        return one_step(x, a2 - (a2 - y) * a2 * (1.0 - a2), params, lr)

    return fitted(x, y, hidden, lr, steps, rng, step)


@misconception(witness=WITNESS)
def brings_its_own_generator(x, y, hidden, lr, steps, rng):
    """The first weights are the same whatever generator is handed in, since another one is made
    inside. Draw from the argument rng."""
    return fitted(x, y, hidden, lr, steps, np.random.default_rng(0))


@misconception(witness=WITNESS)
def looks_at_one_example_at_a_time(x, y, hidden, lr, steps, rng):
    """Each step looked at a single example. Asked for is the full batch: every step uses the
    gradient of the mean over all examples."""
    counter = iter(range(steps))

    def step(x, y, params, lr):
        n = next(counter) % len(x)
        return one_step(x[n : n + 1], y[n : n + 1], params, lr)

    return fitted(x, y, hidden, lr, steps, rng, step)


def telling(x=XOR_X, seeds=()):
    """Different seeds and numbers. Zeros, the simplest draw, would be the first everywhere."""
    return len(set(seeds)) == len(seeds) and np.ptp(x) > 0.0


EXERCISE = Exercise(
    inputs={
        "x": array("N D", floats(-2, 2)),
        "y": array("N 1", choice(0.0, 1.0)),
        "hidden": integers(1, 4),
        "lr": floats(0.0, 1.0),
        "steps": integers(1, 3),
        "rng": generator(),
    },
    reference=None,
    sizes={"N": (2, 6), "D": (1, 3)},
    ordinary=1,
    where=telling,
    laws=(
        starts_from_random_weights_and_no_biases,
        every_step_follows_the_gradient,
        separates_two_clouds,
        another_generator_gives_other_weights,
        returns_parameters_like_x,
        learns_xor,
    ),
    misconceptions=(
        starts_from_zero_weights,
        starts_from_tiny_weights,
        walks_uphill,
        sums_the_gradient_over_the_examples,
        leaves_the_first_layer_as_it_is,
        never_moves_the_biases,
        uses_the_new_weights_on_the_way_back,
        takes_one_step_too_few,
        forgets_the_slope_of_tanh,
        multiplies_by_the_slope_of_the_output,
        brings_its_own_generator,
        looks_at_one_example_at_a_time,
    ),
    refusals=(
        refusal(
            ValueError,
            "answers of shape (4,)",
            x=XOR_X,
            y=XOR_Y[:, 0],
            hidden=2,
            lr=0.1,
            steps=1,
            rng=0,
        ),
        refusal(
            ValueError,
            "a single answer for 4 examples",
            x=XOR_X,
            y=XOR_Y[:1],
            hidden=2,
            lr=0.1,
            steps=1,
            rng=0,
        ),
    ),
    hints=(
        "Training is a loop of three acts: forward, backward, move. Which of them may use the new "
        "parameters, and which must still see the old?",
        "Draw W1 and W2 with rng.standard_normal, start the biases at 0, and in every step compute "
        "all four gradients before you move anything. Mind the division by N.",
        "for _ in range(steps): A1, A2 forward; dZ2 = (A2 - y) / N; dZ1 = (dZ2 @ W2.T) * "
        "(1 - A1**2); W2 -= lr * A1.T @ dZ2, b2 -= lr * dZ2.sum(axis=0), and likewise W1 and b1 "
        "from x and dZ1.",
    ),
)
