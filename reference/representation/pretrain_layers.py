"""Greedy layer-wise pre-training; no trajectory is the right one, so laws judge.

The decoders are never shown, and their first weights are the student's choice. In the smallest
autoencoder, one feature and one unit, single steps from two inputs reveal them: from there on every
step is determined, and a law walks along. In larger ones, a single example moves the weights of
each layer by what went into the layer, times what it moves the biases. Training takes time: all
laws are checked on one draw, share their calls, and train three times.

From eleven kinds of first weights (encoders and decoders standard normal, Xavier's, 0.1 and 0.01
times normal, uniform; decoders also 0, ones and the encoder's transpose), all of 2,200 trainings
explained the plane to 0.93 at least, where 0.85 is asked of one of 3 seeds; of 3,300, three
explained the line by less than 0.9 and one of them by less than 0.8, which is asked of one of 3.
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
    computed,
    floats,
    generator,
    integers,
    law,
    listing,
    misconception,
    refusal,
)


def scattered(seed, features, rank, strength, noise):
    """60 examples of low rank, plus noise in every feature."""
    rng = np.random.default_rng(seed)
    directions = np.linalg.qr(rng.standard_normal((features, rank)))[0]
    signal = strength * rng.standard_normal((60, rank)) @ directions.T
    return signal + noise * rng.standard_normal((60, features))


PLANE = scattered(0, 16, 2, 0.6, 0.25)
LINE = scattered(0, 12, 1, 1.6, 0.5)


def mixed(x, rng):
    """The features in another order and with other signs, which is as hard to learn."""
    chance = np.random.default_rng(rng.seed)
    signs = chance.choice([-1.0, 1.0], x.shape[1])
    return signs * x[:, chance.permutation(x.shape[1])]


def sigmoid(z):
    return 0.5 * (1.0 + np.tanh(0.5 * z))


def encoders(answer, x, layer_dims):
    """The list of pairs, checked to be there with their shapes and the dtype of x."""
    right = type(answer) in (tuple, list) and len(answer) == len(layer_dims) - 1
    right = right and all(type(pair) in (tuple, list) and len(pair) == 2 for pair in answer)
    assert_that(right, f"a list of {len(layer_dims) - 1} pairs (W, b) is expected")
    for n, (W, b) in enumerate(answer):
        for name, found, shape in (
            ("W", W, tuple(layer_dims[n : n + 2])),
            ("b", b, (layer_dims[n + 1],)),
        ):
            assert_that(isinstance(found, np.ndarray), f"{name} of layer {n + 1} is no array")
            assert_shape(found, shape)
            assert_that(
                found.dtype == x.dtype, f"{name} of layer {n + 1} is {found.dtype}, x is {x.dtype}"
            )
    return answer


def quality(inputs, codes):
    """How much of what any linear code of so few numbers can explain, this code explains."""
    assert_that(np.all(np.isfinite(codes)), "the weights have grown beyond all bounds")
    centred = inputs - inputs.mean(axis=0)
    variances = np.linalg.svd(centred, compute_uv=False) ** 2
    with_ones = np.concatenate([codes, np.ones((len(codes), 1))], axis=1)
    decoder = np.linalg.lstsq(with_ones, inputs, rcond=None)[0]
    error = np.sum((with_ones @ decoder - inputs) ** 2)
    return float((variances.sum() - error) / variances[: codes.shape[1]].sum())


DIMS = (3, 2, 4, 2)


def start(pretrain_layers, x, dims, rng):
    """The first encoders, which a learning rate of 0 shows."""
    return encoders(pretrain_layers(x, dims, 0.0, 4, rng), x, dims)


@law(
    ordinary=1,
    one=array("1 3", floats(0.5, 2)),
    few=array("4 1", floats(-2, 2)),
    lr=floats(0.2, 0.5),
    steps=integers(100, 130),
    seeds=listing(generator(), 3, 3),
)
def starts_from_random_weights_and_no_biases(pretrain_layers, one, seeds):
    """With a learning rate of 0 the first parameters come back: every weight is a number of its
    own, every bias is 0."""
    first = start(pretrain_layers, one, DIMS, seeds[0])
    assert_equal([b for _, b in first], [np.zeros(units) for units in DIMS[1:]])
    drawn = np.concatenate([W.reshape(-1) for W, _ in first])
    assert_that(len(np.unique(drawn)) == drawn.size, "some of the first weights are equal")


@law(like=starts_from_random_weights_and_no_biases)
def another_generator_gives_other_weights(pretrain_layers, one, seeds):
    """Generators with different seeds start from different weights."""
    first, other = (start(pretrain_layers, one, DIMS, rng) for rng in seeds[:2])
    for n in range(3):
        same = np.array_equal(first[n][0], other[n][0])
        assert_that(not same, f"two generators gave layer {n + 1} the same weights")


@law(like=starts_from_random_weights_and_no_biases)
def returns_an_encoder_a_layer(pretrain_layers, x, layer_dims, lr, seeds):
    """The answer is a list with a pair (W, b) for every layer, in the dtype of x, also for
    float32."""
    x = x.astype(np.float32)
    encoders(pretrain_layers(x, layer_dims, lr, 3, seeds[0]), x, layer_dims)


@law(like=starts_from_random_weights_and_no_biases)
def each_layer_learns_from_the_codes_below(pretrain_layers, one, lr, seeds):
    """A single example moves the weights of each layer by what goes into that layer, the codes of
    the trained layer below, times what it moves the biases."""
    first = start(pretrain_layers, one, DIMS, seeds[0])
    last = encoders(pretrain_layers(one, DIMS, lr, 4, seeds[0]), one, DIMS)
    inputs = one
    for n in range(3):
        moved = last[n][1] - first[n][1]
        assert_that(np.abs(moved).max() > 1e-9, f"the biases of layer {n + 1} did not move")
        assert_close(last[n][0] - first[n][0], inputs.T * moved, scale=10.0, rtol=1e-11)
        inputs = sigmoid(inputs @ last[n][0] + last[n][1])


def revealed(steps, layer, start):
    """What the one-unit decoder of a layer starts from, and how badly that is determined.

    ``steps`` are the encoders after one step from each of two inputs. One step on a single x moves
    b by -slope * v * (v * code - input), where v decodes.
    """
    W0, b0 = start[layer]
    table, pulls = [], []
    for inputs, moved in steps:
        for W, b in moved[:layer]:
            inputs = sigmoid(inputs @ W + b)
        code = float(sigmoid(inputs @ W0 + b0)[0, 0])
        table.append([code, -float(inputs[0, 0])])
        pulls.append(float(b0[0] - moved[layer][1][0]) / (code * (1.0 - code)))
    badness = float(np.linalg.cond(table))
    if badness > 1e3:
        return 0.0, badness
    square, v = np.linalg.solve(table, pulls)
    assert_close(square, v * v, scale=1.0 + v * v, rtol=1e-7)
    return float(v), badness


@law(like=starts_from_random_weights_and_no_biases)
def every_step_follows_the_gradient(pretrain_layers, few, lr, steps, seeds):
    """With one feature and one unit, whatever the decoder starts from, each step moves encoder and
    decoder by lr times the gradients of the mean loss, and exactly as many steps are taken as are
    asked for, in every layer."""
    dims, rng = (1, 1, 1), seeds[0]
    first = start(pretrain_layers, few, dims, rng)
    last = encoders(pretrain_layers(few, dims, lr, steps, rng), few, dims)
    singles = [np.array([[sign]]) for sign in (1.0, -1.0)]
    moved = [(one, encoders(pretrain_layers(one, dims, 1.0, 1, rng), one, dims)) for one in singles]
    inputs = few[:, 0]
    for layer in range(2):
        v, badness = revealed(moved, layer, first)
        if badness > 1e3:
            break
        w, b, c = float(first[layer][0][0, 0]), float(first[layer][1][0]), 0.0
        for _ in range(steps):
            code = sigmoid(w * inputs + b)
            error = (code * v + c - inputs) / len(inputs)
            delta = error * v * code * (1.0 - code)
            w, b = w - lr * float(delta @ inputs), b - lr * float(delta.sum())
            v, c = v - lr * float(error @ code), c - lr * float(error.sum())
        assert_close(last[layer][0], np.array([[w]]), scale=1.0, rtol=1e-10)
        assert_close(last[layer][1], np.array([b]), scale=1.0, rtol=1e-10)
        inputs = sigmoid(inputs * last[layer][0][0, 0] + last[layer][1][0])


@law(like=starts_from_random_weights_and_no_biases)
def finds_the_plane_in_the_noise(pretrain_layers, steps, seeds):
    """On points of a noisy plane in 16 dimensions, 700 steps or a few more give 2 units whose codes
    explain, to a linear decoder, at least 0.85 of what any two numbers can, from one of 3 seeds at
    least; untrained weights explain about half."""
    best = 0.0
    for rng in seeds:
        x = mixed(PLANE, rng)
        ((W, b),) = encoders(pretrain_layers(x, (16, 2), 0.75, 600 + steps, rng), x, (16, 2))
        best = max(best, quality(x, sigmoid(x @ W + b)))
        if best > 0.85:
            return
    assert_that(False, f"the codes explain {best:.2f} of what two numbers can")


@law(like=starts_from_random_weights_and_no_biases)
def the_second_layer_finds_the_line(pretrain_layers, steps, seeds):
    """On points of a noisy line, 800 steps or a few more give a second layer of one unit that
    explains, to a linear decoder, at least 0.8 of what any single number can of the codes below
    it, from one of 3 seeds at least; untrained weights explain about half."""
    dims, best = (12, 4, 1), 0.0
    for rng in seeds:
        x = mixed(LINE, rng)
        answer = pretrain_layers(x, dims, 0.9, 700 + steps, rng)
        (W1, b1), (W2, b2) = encoders(answer, x, dims)
        codes = sigmoid(x @ W1 + b1)
        best = max(best, quality(codes, sigmoid(codes @ W2 + b2)))
        if best > 0.8:
            return
    assert_that(False, f"the last code explains {best:.2f} of what one number can")


# --- mistakes -------------------------------------------------------------------------------------


def step_of(inputs, params, lr, count):
    """One step from (W, b, V, c), where the sum of the losses is divided by count."""
    W, b, V, c = params
    codes = sigmoid(inputs @ W + b)
    d_out = (codes @ V + c - inputs) / count
    dz = (d_out @ V.T) * codes * (1.0 - codes)
    return (
        W - lr * (inputs.T @ dz),
        b - lr * dz.sum(axis=0),
        V - lr * (codes.T @ d_out),
        c - lr * d_out.sum(axis=0),
    )


def right_step(inputs, params, lr):
    return step_of(inputs, params, lr, len(inputs))


def code_of(inputs, W, b):
    return sigmoid(inputs @ W + b)


def trained(x, layer_dims, lr, steps, rng, step=right_step, hand_on=code_of, scale=1.0):
    """The right answer, or with another step, another input for the next layer or another scale."""
    if layer_dims[0] != x.shape[1]:
        raise ValueError("layer_dims must begin with D")
    layers, inputs = [], x
    for n in range(1, len(layer_dims)):
        features, units = layer_dims[n - 1], layer_dims[n]
        W, V = (
            (scale * rng.standard_normal(shape)).astype(x.dtype)
            for shape in ((features, units), (units, features))
        )
        params = W, np.zeros(units, x.dtype), V, np.zeros(features, x.dtype)
        # Whether a mistake learns shows in 300 steps as well as in 1,000.
        for _ in range(min(steps, 300)):
            params = step(inputs, params, lr)
        layers.append(params[:2])
        inputs = hand_on(inputs, *params[:2])
    return layers


# One for all: they answer it differently.
WITNESS = {
    "x": [[0.5, 1.0], [2.0, -1.0], [-1.0, 0.0]],
    "layer_dims": (2, 2, 1),
    "lr": 0.5,
    "steps": 3,
    "rng": 1,
}


@misconception(witness=WITNESS)
def never_trains(x, layer_dims, lr, steps, rng):
    """The first weights came back untrained. Each layer must learn to reproduce its own input
    before the next one begins."""
    return trained(x, layer_dims, 0.0, steps, rng)


@misconception(witness=WITNESS)
def trains_the_first_layer_alone(x, layer_dims, lr, steps, rng):
    """Only the first layer was trained. The codes of each layer are the data from which the next
    one learns."""

    def step(inputs, params, lr):
        return right_step(inputs, params, lr if inputs is x else 0.0)

    return trained(x, layer_dims, lr, steps, rng, step)


@misconception(witness=WITNESS)
def walks_uphill(x, layer_dims, lr, steps, rng):
    """The gradients were added, so that the loss grows from step to step. Subtract them."""
    return trained(x, layer_dims, -lr, steps, rng)


@misconception(witness=WITNESS)
def sums_the_gradient_over_the_examples(x, layer_dims, lr, steps, rng):
    """The steps are N times too large. The loss is a mean over the examples, and so are its
    gradients: dOut = (out - A) / N."""
    return trained(
        x, layer_dims, lr, steps, rng, lambda inputs, params, lr: step_of(inputs, params, lr, 1.0)
    )


@misconception(witness=WITNESS)
def averages_over_the_features_too(x, layer_dims, lr, steps, rng):
    """The errors were divided by N times the number of features, so that learning is slow. The
    squares are summed over the features: divide by N alone."""

    def step(inputs, params, lr):
        return step_of(inputs, params, lr, inputs.size)

    return trained(x, layer_dims, lr, steps, rng, step)


@misconception(witness=WITNESS)
def hands_the_sums_on(x, layer_dims, lr, steps, rng):
    """The next layer got the sums A @ W + b. What it learns from are the codes, sigmoid of them."""
    return trained(x, layer_dims, lr, steps, rng, hand_on=lambda a, W, b: a @ W + b)


@misconception(witness=WITNESS)
def hands_untrained_codes_on(x, layer_dims, lr, steps, rng):
    """The codes were computed before the layer was trained. Train first; then hand on what the
    trained encoder makes."""
    drawn = []

    def step(inputs, params, lr):
        drawn[:] = drawn or [params[0]]
        return right_step(inputs, params, lr)

    def hand_on(inputs, W, b):
        return sigmoid(inputs @ (drawn.pop() if drawn else W))

    return trained(x, layer_dims, lr, steps, rng, step, hand_on)


@misconception(witness=WITNESS)
def starts_from_equal_weights(x, layer_dims, lr, steps, rng):
    """All weights start alike. Then all units of a layer stay alike for ever: draw the first
    weights at random."""
    return trained(x, layer_dims, lr, steps, rng, scale=0.0)


@misconception(witness=WITNESS)
def never_moves_the_biases(x, layer_dims, lr, steps, rng):
    """The biases stayed 0. They are learned like the weights, by their own gradients."""

    def step(inputs, params, lr):
        W, b, V, c = right_step(inputs, params, lr)
        return W, params[1], V, params[3]

    return trained(x, layer_dims, lr, steps, rng, step)


@misconception(witness=WITNESS)
def never_moves_the_decoder(x, layer_dims, lr, steps, rng):
    """Only the encoder was trained. The decoder learns at the same time: V and c have gradients as
    well."""

    def step(inputs, params, lr):
        return (*right_step(inputs, params, lr)[:2], *params[2:])

    return trained(x, layer_dims, lr, steps, rng, step)


@misconception(witness=WITNESS)
def forgets_the_slope_of_sigmoid(x, layer_dims, lr, steps, rng):
    """The gradient went through the code as if sigmoid were not there. Multiply by its slope,
    code * (1 - code)."""

    def step(inputs, params, lr):
        W, b, V, c = params
        dz = (sigmoid(inputs @ W + b) @ V + c - inputs) / len(inputs) @ V.T
        first = W - lr * (inputs.T @ dz), b - lr * dz.sum(axis=0)
        return (*first, *right_step(inputs, params, lr)[2:])

    return trained(x, layer_dims, lr, steps, rng, step)


@misconception(witness=WITNESS)
def takes_one_step_too_few(x, layer_dims, lr, steps, rng):
    """One step is missing: range(1, steps) has steps - 1 rounds. range(steps) has as many as are
    asked for."""
    return trained(x, layer_dims, lr, max(steps - 1, 0), rng)


@misconception(witness=WITNESS)
def returns_the_decoders_too(x, layer_dims, lr, steps, rng):
    """The decoders came back as well. They have done their work: keep the pair (W, b) of each
    encoder."""
    layers = trained(x, layer_dims, lr, steps, rng)
    return [(W, b, W.T.copy(), np.zeros(len(W), x.dtype)) for W, b in layers]


@misconception(witness=WITNESS)
def returns_the_last_layer_alone(x, layer_dims, lr, steps, rng):
    """Only one layer came back. Return a list with the encoders of all of them, first layer
    first."""
    return trained(x, layer_dims, lr, steps, rng)[-1]


@misconception(witness=WITNESS)
def brings_its_own_generator(x, layer_dims, lr, steps, rng):
    """The first weights are the same whatever generator is handed in, since another one is made
    inside. Draw from the argument rng."""
    return trained(x, layer_dims, lr, steps, np.random.default_rng(0))


def widths(x):
    """From D on, with a depth and widths that follow from the numbers drawn."""
    seed = int(np.abs(x).sum() * 1e4) % 997
    return [x.shape[1], *[3, 2, 4, 2][: seed % 4], 1 + seed % 3]


def telling(x=PLANE, few=PLANE, seeds=()):
    """Different seeds and numbers. Zeros, the simplest draw, would be the first everywhere."""
    return len(set(seeds)) == len(seeds) and np.ptp(x) > 0.0 and np.ptp(few) > 0.0


EXERCISE = Exercise(
    inputs={
        "x": array("N D", floats(-2, 2)),
        "layer_dims": computed(widths),
        "lr": floats(0.0, 0.5),
        "steps": integers(1, 3),
        "rng": generator(),
    },
    reference=None,
    sizes={"N": (2, 6), "D": (1, 4)},
    ordinary=1,
    where=telling,
    laws=(
        starts_from_random_weights_and_no_biases,
        another_generator_gives_other_weights,
        returns_an_encoder_a_layer,
        each_layer_learns_from_the_codes_below,
        every_step_follows_the_gradient,
        finds_the_plane_in_the_noise,
        the_second_layer_finds_the_line,
    ),
    misconceptions=(
        never_trains,
        trains_the_first_layer_alone,
        walks_uphill,
        sums_the_gradient_over_the_examples,
        averages_over_the_features_too,
        hands_the_sums_on,
        hands_untrained_codes_on,
        starts_from_equal_weights,
        never_moves_the_biases,
        never_moves_the_decoder,
        forgets_the_slope_of_sigmoid,
        takes_one_step_too_few,
        returns_the_decoders_too,
        returns_the_last_layer_alone,
        brings_its_own_generator,
    ),
    refusals=(
        refusal(
            ValueError,
            "layer_dims that begin with 3 for 2 features",
            x=np.ones((4, 2)),
            layer_dims=(3, 2),
            lr=0.1,
            steps=1,
            rng=0,
        ),
        refusal(
            ValueError,
            "layer_dims that begin with 1 for 2 features",
            x=np.ones((4, 2)),
            layer_dims=(1, 2),
            lr=0.1,
            steps=0,
            rng=0,
        ),
    ),
    hints=(
        "What is the input of the first layer, and what is it asked to reproduce? What are both "
        "for the second layer?",
        "Each layer is an autoencoder of its own input, trained for so many steps with a decoder "
        "of its own. Then keep W and b, and replace the input by its codes, sigmoid(A @ W + b).",
        "For each pair of neighbouring widths: draw W; in each step code = sigmoid(A @ W + b), "
        "dOut = (code @ V + c - A) / N, dZ = (dOut @ V.T) * code * (1 - code), and move V, c by "
        "code.T @ dOut and its sum, W, b by A.T @ dZ and its sum; afterwards "
        "A = sigmoid(A @ W + b).",
    ),
)
