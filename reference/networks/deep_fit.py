"""Training of a network of any depth; no trajectory is the right one, so laws judge.

A learning rate of 0 shows the first weights, and from there on every step is determined: a law
walks along, through the long trainings too, where two right answers come 1e-12 apart at most and
1e-6 is allowed. Training takes time: all laws are checked on one draw, share their calls, and train
twice.

Each of 1,000 seeds learned XOR in 400 steps, no probability closer than 0.47 to one half, and the
clouds in 200 steps, none closer than 0.45.
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
    computed,
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


def parameters(answer, x, layer_dims):
    """The parameters, checked to be there with their shapes and the dtype of x."""
    assert_that(isinstance(answer, dict), "a dict is expected, but something else came")
    params = {}
    for n in range(1, len(layer_dims)):
        for name, shape in (
            (f"W{n}", tuple(layer_dims[n - 1 : n + 1])),
            (f"b{n}", (layer_dims[n],)),
        ):
            found = answer.get(name)
            assert_that(isinstance(found, np.ndarray), f"no array came under the name {name}")
            assert_shape(found, shape)
            assert_that(found.dtype == x.dtype, f"{name} is {found.dtype}, where x is {x.dtype}")
            params[name] = found
    return params


def forward(x, params):
    """What goes into each layer, the sums of each layer, and the output."""
    inputs, sums, a = [], [], x
    for n in range(1, len(params) // 2 + 1):
        inputs.append(a)
        sums.append(a @ params[f"W{n}"] + params[f"b{n}"])
        a = np.maximum(sums[-1], 0.0)
    return inputs, sums, 0.5 * (1.0 + np.tanh(0.5 * sums[-1]))


def gradients(x, y, params):
    inputs, sums, output = forward(x, params)
    dz, grads = (output - y) / len(x), {}
    for n in range(len(sums), 0, -1):
        grads[f"W{n}"], grads[f"b{n}"] = inputs[n - 1].T @ dz, dz.sum(axis=0)
        if n > 1:
            dz = (dz @ params[f"W{n}"].T) * (sums[n - 2] > 0)
    return grads


def one_step(x, y, params, lr):
    """Where gradient descent goes from params, as the statement says."""
    grads = gradients(x, y, params)
    return {name: params[name] - lr * grads[name] for name in params}


def assert_walked(x, y, first, lr, steps, found):
    """That so many steps lead from the first parameters to those found."""
    for _ in range(steps):
        first = one_step(x, y, first, lr)
    assert_close(found, first, scale=1.0, rtol=1e-6)


def assert_first(params, layer_dims):
    """Zero biases, weights that all differ, and their scale.

    The mean square r of n standard normal numbers has Chernoff's bound exp(-n (r - 1 - ln r) / 2),
    for every n; exp(-25) is 1e-11. Sums of them are normal: 7 deviations are 3e-12.
    """
    for n in range(1, len(layer_dims)):
        numbers = params[f"W{n}"].reshape(-1) / np.sqrt(2.0 / layer_dims[n - 1])
        count, square = numbers.size, np.mean(numbers**2)
        assert_equal(params[f"b{n}"], np.zeros(layer_dims[n]))
        assert_that(
            len(np.unique(numbers)) == count, f"some of the first weights in W{n} are equal"
        )
        assert_that(
            count / 2.0 * (square - 1.0 - np.log(square)) <= 25.0
            and abs(np.sum(numbers)) <= 7.0 * np.sqrt(count),
            f"the {count} first weights in W{n} do not lie around 0 with a standard deviation of "
            "sqrt(2 / fan_in)",
        )


def separates(x, y, params):
    """Whether every example lies on its side of a probability of one half."""
    return bool(np.all((forward(x, params)[2] > 0.5) == (y > 0.5)))


def start(deep_fit, x, y, layer_dims, rng):
    """The first parameters, which a learning rate of 0 shows."""
    return parameters(deep_fit(x, y, layer_dims, 0.0, 3, rng), x, layer_dims)


@law(
    ordinary=1,
    lr=floats(0.3, 0.5),
    steps=integers(200, 260),
    turn=floats(0.0, 6.28),
    wide=integers(10, 14),
    seeds=listing(generator(), 3, 3),
)
def starts_from_random_weights_and_no_biases(deep_fit, turn, wide, seeds):
    """With a learning rate of 0 the first parameters come back: every weight is a number of its
    own, every bias is 0."""
    dims = [2, wide, 8, 1]
    first = start(deep_fit, turned(LINE_X, turn), LINE_Y, dims, seeds[0])
    assert_first(first, dims)
    drawn = np.concatenate([first[f"W{n}"].reshape(-1) for n in range(1, len(dims))])
    assert_that(len(np.unique(drawn)) == drawn.size, "some of the first weights are equal")


@law(like=starts_from_random_weights_and_no_biases)
def starts_at_the_scale_of_relu(deep_fit, wide, seeds):
    """The first weights have a standard deviation of sqrt(2 / fan_in) in every layer."""
    dims = [2, 60 * wide, 2 * wide, 1]
    assert_first(start(deep_fit, XOR_X, XOR_Y, dims, seeds[0]), dims)


@law(like=starts_from_random_weights_and_no_biases)
def every_step_follows_the_gradient(deep_fit, lr, steps, turn, wide, seeds):
    """From the first parameters on, each step moves all of them by lr times the gradient of the
    mean cost, and exactly as many steps are taken as are asked for."""
    x, dims = turned(LINE_X, turn), [2, wide, 8, 1]
    first = start(deep_fit, x, LINE_Y, dims, seeds[0])
    found = parameters(deep_fit(x, LINE_Y, dims, lr, steps, seeds[0]), x, dims)
    assert_walked(x, LINE_Y, first, lr, steps, found)


@law(like=starts_from_random_weights_and_no_biases)
def separates_two_clouds(deep_fit, lr, steps, turn, wide, seeds):
    """Two clouds of points that a line divides are told apart after some 200 steps."""
    x, dims = turned(LINE_X, turn), [2, wide, 8, 1]
    params = parameters(deep_fit(x, LINE_Y, dims, lr, steps, seeds[0]), x, dims)
    assert_that(separates(x, LINE_Y, params), "some points are still on the wrong side")


@law(like=starts_from_random_weights_and_no_biases)
def another_generator_gives_other_weights(deep_fit, turn, wide, seeds):
    """Generators with different seeds start from different weights."""
    x, dims = turned(LINE_X, turn), [2, wide, 8, 1]
    first, other = (start(deep_fit, x, LINE_Y, dims, rng) for rng in seeds[:2])
    for name in ("W1", "W2", "W3"):
        same = np.array_equal(first[name], other[name])
        assert_that(not same, f"two different generators gave the same {name}")


@law(like=starts_from_random_weights_and_no_biases)
def returns_parameters_like_x(deep_fit, x, y, layer_dims, lr, seeds):
    """Layer l has a W of shape (layer_dims[l - 1], layer_dims[l]) and a flat b, in the dtype of x,
    also for float32."""
    x, y = x.astype(np.float32), y.astype(np.float32)
    parameters(deep_fit(x, y, layer_dims, lr, 3, seeds[0]), x, layer_dims)


@law(like=starts_from_random_weights_and_no_biases)
def learns_xor(deep_fit, steps, seeds):
    """With layers of 32 and 16 units, a learning rate of 0.5 and 400 steps or a few more, XOR is
    learned from one of 3 seeds at least, by steps that follow the gradient."""
    dims, steps = [2, 32, 16, 1], steps + 200
    for tried, rng in enumerate(seeds):
        params = parameters(deep_fit(XOR_X, XOR_Y, dims, 0.5, steps, rng), XOR_X, dims)
        if tried == 0:
            first = start(deep_fit, XOR_X, XOR_Y, dims, rng)
            assert_first(first, dims)
            assert_walked(XOR_X, XOR_Y, first, 0.5, steps, params)
        if separates(XOR_X, XOR_Y, params):
            return
    assert_that(False, "XOR was learned from none of 3 seeds")


# --- mistakes -------------------------------------------------------------------------------------


def he(fan_in):
    return np.sqrt(2.0 / fan_in)


def fitted(x, y, layer_dims, lr, steps, rng, step=one_step, scale=he):
    """The right answer, or with another step or another scale."""
    if y.shape != (len(x), 1) or layer_dims[0] != x.shape[1] or layer_dims[-1] != 1:
        raise ValueError("sizes do not fit")
    params = {}
    for n in range(1, len(layer_dims)):
        fan_in, fan_out = layer_dims[n - 1], layer_dims[n]
        drawn = scale(fan_in) * rng.standard_normal((fan_in, fan_out))
        params[f"W{n}"], params[f"b{n}"] = drawn.astype(x.dtype), np.zeros(fan_out, x.dtype)
    for _ in range(steps):
        params = step(x, y, params, lr)
    return params


# One for all: they answer it differently.
WITNESS = {
    "x": [[0.5], [2.0], [-1.0]],
    "y": [[0.0], [1.0], [1.0]],
    "layer_dims": (1, 6, 5, 1),
    "lr": 0.5,
    "steps": 2,
    "rng": 12,
}


@misconception(witness=WITNESS)
def starts_from_zero_weights(x, y, layer_dims, lr, steps, rng):
    """All weights start at 0. Then every unit of a layer gets the same gradient, here even 0, and
    nothing is learned: draw the first weights at random."""
    return fitted(x, y, layer_dims, lr, steps, rng, scale=lambda fan_in: 0.0)


@misconception(witness=WITNESS)
def starts_from_tiny_weights(x, y, layer_dims, lr, steps, rng):
    """The first weights are 0.01 times standard normal numbers. Through several layers signals this
    small die out: take sqrt(2 / fan_in)."""
    return fitted(x, y, layer_dims, lr, steps, rng, scale=lambda fan_in: 0.01)


@misconception(witness=WITNESS)
def walks_uphill(x, y, layer_dims, lr, steps, rng):
    """The gradients were added, so that the cost grows from step to step. Subtract them."""
    return fitted(x, y, layer_dims, -lr, steps, rng)


@misconception(witness=WITNESS)
def sums_the_gradient_over_the_examples(x, y, layer_dims, lr, steps, rng):
    """The steps are N times too large. The cost is a mean over the examples, and so is its
    gradient: dZL = (AL - y) / N."""
    return fitted(x, y, layer_dims, lr * len(x), steps, rng)


@misconception(witness=WITNESS)
def trains_the_last_layer_alone(x, y, layer_dims, lr, steps, rng):
    """Only the last layer was moved. Every layer has gradients: carry dZ on to the layer below."""

    def step(x, y, params, lr):
        last = len(params) // 2
        moved = one_step(x, y, params, lr)
        return {**params, f"W{last}": moved[f"W{last}"], f"b{last}": moved[f"b{last}"]}

    return fitted(x, y, layer_dims, lr, steps, rng, step)


@misconception(witness=WITNESS)
def never_moves_the_biases(x, y, layer_dims, lr, steps, rng):
    """The biases stayed 0. They are learned like the weights, by their own gradients."""

    def step(x, y, params, lr):
        moved = one_step(x, y, params, lr)
        return {name: params[name] if name[0] == "b" else moved[name] for name in params}

    return fitted(x, y, layer_dims, lr, steps, rng, step)


@misconception(witness=WITNESS)
def uses_the_new_weights_on_the_way_back(x, y, layer_dims, lr, steps, rng):
    """The weights of a layer were moved before they carried the gradient back. Compute all
    gradients with the parameters of the forward pass; move them afterwards."""

    def step(x, y, params, lr):
        inputs, sums, output = forward(x, params)
        dz, moved = (output - y) / len(x), {}
        for n in range(len(sums), 0, -1):
            moved[f"W{n}"] = params[f"W{n}"] - lr * (inputs[n - 1].T @ dz)
            moved[f"b{n}"] = params[f"b{n}"] - lr * dz.sum(axis=0)
            if n > 1:
                dz = (dz @ moved[f"W{n}"].T) * (sums[n - 2] > 0)
        return moved

    return fitted(x, y, layer_dims, lr, steps, rng, step)


@misconception(witness=WITNESS)
def takes_one_step_too_few(x, y, layer_dims, lr, steps, rng):
    """One step is missing: range(1, steps) has steps - 1 rounds. range(steps) has as many as are
    asked for."""
    return fitted(x, y, layer_dims, lr, max(steps - 1, 0), rng)


@misconception(witness=WITNESS)
def forgets_the_slope_of_relu(x, y, layer_dims, lr, steps, rng):
    """The gradient went through ReLU everywhere. Where Z was not above 0 it stops."""

    def step(x, y, params, lr):
        inputs, sums, output = forward(x, params)
        dz, moved = (output - y) / len(x), {}
        for n in range(len(sums), 0, -1):
            moved[f"W{n}"] = params[f"W{n}"] - lr * (inputs[n - 1].T @ dz)
            moved[f"b{n}"] = params[f"b{n}"] - lr * dz.sum(axis=0)
            dz = dz @ params[f"W{n}"].T
        return moved

    return fitted(x, y, layer_dims, lr, steps, rng, step)


@misconception(witness=WITNESS)
def brings_its_own_generator(x, y, layer_dims, lr, steps, rng):
    """The first weights are the same whatever generator is handed in, since another one is made
    inside. Draw from the argument rng."""
    return fitted(x, y, layer_dims, lr, steps, np.random.default_rng(0))


def widths(x, y):
    """From D to 1, with a depth and widths that follow from the numbers drawn."""
    seed = int(np.abs(x).sum() * 1e4) % 997
    return [x.shape[1], *[3, 2, 4, 2][: seed % 4], 1] if seed % 2 else [x.shape[1], 4, 3, 1]


def telling(x=XOR_X, seeds=()):
    """Different seeds and numbers. Zeros, the simplest draw, would be the first everywhere."""
    return len(set(seeds)) == len(seeds) and np.ptp(x) > 0.0


EXERCISE = Exercise(
    inputs={
        "x": array("N D", floats(-2, 2)),
        "y": array("N 1", choice(0.0, 1.0)),
        "layer_dims": computed(widths),
        "lr": floats(0.0, 0.5),
        "steps": integers(1, 3),
        "rng": generator(),
    },
    reference=None,
    sizes={"N": (2, 6), "D": (1, 3)},
    ordinary=1,
    where=telling,
    laws=(
        starts_from_random_weights_and_no_biases,
        starts_at_the_scale_of_relu,
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
        trains_the_last_layer_alone,
        never_moves_the_biases,
        uses_the_new_weights_on_the_way_back,
        takes_one_step_too_few,
        forgets_the_slope_of_relu,
        brings_its_own_generator,
    ),
    refusals=(
        refusal(
            ValueError,
            "answers of shape (4,)",
            x=XOR_X,
            y=XOR_Y[:, 0],
            layer_dims=(2, 2, 1),
            lr=0.1,
            steps=1,
            rng=0,
        ),
        refusal(
            ValueError,
            "a single answer for 4 examples",
            x=XOR_X,
            y=XOR_Y[:1],
            layer_dims=(2, 2, 1),
            lr=0.1,
            steps=1,
            rng=0,
        ),
        refusal(
            ValueError,
            "layer_dims that begin with 3 for 2 features",
            x=XOR_X,
            y=XOR_Y,
            layer_dims=(3, 2, 1),
            lr=0.1,
            steps=0,
            rng=0,
        ),
        refusal(
            ValueError,
            "layer_dims that end with 2",
            x=XOR_X,
            y=XOR_Y,
            layer_dims=(2, 2, 2),
            lr=0.1,
            steps=0,
            rng=0,
        ),
    ),
    hints=(
        "Training is a loop of three acts: forward, backward, move. Which of them may use the new "
        "parameters, and which must still see the old?",
        "Keep what goes into each layer on the way forward. On the way back start from (AL - y) / "
        "N; through ReLU the gradient passes only where Z > 0.",
        "In each step: forward, keeping A0 = x, A1, ...; dZ = (AL - y) / N; for n = L down to 1: "
        "dW = A(n-1).T @ dZ, db = dZ.sum(axis=0), dZ = (dZ @ Wn.T) * (A(n-1) > 0); then move all.",
    ),
)
