"""Xavier's normal initialisation: the scale of the weights from the sizes of the layer.

There is no one right answer, since the numbers may be drawn in any order; laws judge. The laws on
chance look at large layers and at hundreds of small ones, each by itself and many together. A right
answer breaks one of about 1,300 bounds of 3e-11 at most: all together stay below 1e-7.
"""

from __future__ import annotations

import numpy as np

from grader.declare import (
    Exercise,
    assert_equal,
    assert_normal,
    assert_shape,
    assert_that,
    case,
    floats,
    generator,
    integers,
    law,
    misconception,
    scatter,
)


def weights(W, fan_in, fan_out, gain=1.0):
    """The weights, flat and divided by the deviation asked for, checked to be what is promised."""
    assert_that(isinstance(W, np.ndarray), "an array is expected, but something else came")
    assert_shape(W, (fan_in, fan_out))
    if W.dtype != np.float64:  # dtypes in words are dearer than all the rest
        assert_that(False, f"the weights must be float64, but are {W.dtype}")
    return W.reshape(-1) / (gain * np.sqrt(2.0 / (fan_in + fan_out)))


def assert_all_different(layers, names):
    """That no number comes twice in one layer."""
    every = np.concatenate(layers)
    if len(np.unique(every)) == every.size:
        return
    for numbers, name in zip(layers, names, strict=True):
        repeated = numbers.size - len(np.unique(numbers))
        assert_that(repeated == 0, f"{repeated} of {numbers.size} {name} repeat another one")


def seeds(rng, count):
    """Generators with seeds of their own."""
    return [type(rng)((rng.seed + k) % 2**31) for k in range(1, count + 1)]


def sizes(rng):
    """All layers up to 9 by 9, twice, and 60 of other sizes, up to 150 by 150."""
    large = np.exp(np.random.default_rng(rng.seed).uniform(0.0, np.log(150.0), (60, 2)))
    small = [(i, j) for i in range(1, 10) for j in range(1, 10)]
    return 2 * small + [(int(i), int(j)) for i, j in large]


@law()
def has_the_shape_of_its_layer(xavier_normal, fan_in, fan_out, rng, gain):
    """The weights are a float64 array of shape (fan_in, fan_out)."""
    weights(xavier_normal(fan_in, fan_out, rng, gain), fan_in, fan_out)


@law(ordinary=6, fan_in=integers(20, 60), fan_out=integers(200, 300), gain=floats(0.3, 4.0))
def scatters_by_the_mean_of_both_fans(xavier_normal, fan_in, fan_out, rng, gain):
    """The weights lie around 0 with a standard deviation of gain * sqrt(2 / (fan_in + fan_out)),
    whichever of the two is larger."""
    W = xavier_normal(fan_in, fan_out, rng, gain)
    wide = weights(W, fan_in, fan_out, gain)
    W = xavier_normal(fan_out, fan_in, rng, gain=gain)
    high = weights(W, fan_out, fan_in, gain)
    names = f"weights of {fan_in} by {fan_out}", f"weights of {fan_out} by {fan_in}"
    assert_normal(scatter([wide, high]), names)


@law(ordinary=1, gain=floats(0.3, 4.0))
def scatters_rightly_in_layers_of_any_size(xavier_normal, rng, gain):
    """In small layers the weights scatter as in large ones: the weights of many of them together
    have the mean, the standard deviation and the distribution asked for."""
    sized = sizes(rng)
    given = zip(sized, seeds(rng, len(sized)), strict=True)
    answers = [xavier_normal(*fans, seed, gain) for fans, seed in given]
    drawn = [weights(W, *fans, gain) for W, fans in zip(answers, sized, strict=True)]
    names = [f"weights of {fan_in} by {fan_out}" for fan_in, fan_out in sized]
    sums = scatter(drawn)
    assert_normal(sums, names)
    assert_all_different(drawn, names)
    groups, names = [sums[:162].sum(axis=0)], ["weights of small layers"]
    for fans, name in zip(np.array(sized).T, ("inputs", "outputs"), strict=True):
        for count in range(1, 10):
            groups.append(sums[fans == count].sum(axis=0))
            names.append(f"weights of layers with {count} {name}")
    assert_normal(np.array(groups), names)
    small = np.concatenate(drawn[:162])
    assert_that(
        len(np.unique(small)) > 0.9 * small.size,
        "generators with different seeds gave many equal weights",
    )


@law(ordinary=3, fan_in=integers(60, 120), fan_out=integers(60, 120))
def has_a_gain_of_1_unless_told(xavier_normal, fan_in, fan_out, rng):
    """Without a gain the standard deviation is sqrt(2 / (fan_in + fan_out))."""
    W = xavier_normal(fan_in, fan_out, rng)
    assert_normal(scatter([weights(W, fan_in, fan_out)]), [f"weights of {fan_in} by {fan_out}"])


@law(ordinary=3, fan_in=integers(40, 60), fan_out=integers(50, 70))
def gives_every_weight_a_number_of_its_own(xavier_normal, fan_in, fan_out, rng):
    """No two weights are equal: that is what makes the units of a layer differ."""
    # Two of 4,200 doubles of a normal distribution are equal with probability below 1e-8.
    numbers = weights(xavier_normal(fan_in, fan_out, rng), fan_in, fan_out)
    assert_all_different([numbers], [f"weights of {fan_in} by {fan_out}"])


@law(ordinary=4)
def takes_its_randomness_from_rng(xavier_normal, fan_in, fan_out, rng, gain):
    """Two generators in the same state give the same weights."""
    once = xavier_normal(fan_in, fan_out, rng, gain)
    assert_equal(xavier_normal(fan_in, fan_out, rng, gain), once)


@law(ordinary=4, other=generator())
def another_generator_gives_other_weights(xavier_normal, fan_in, fan_out, rng, gain, other):
    """Generators with different seeds give different weights."""
    one = xavier_normal(fan_in, fan_out, rng, gain)
    two = xavier_normal(fan_in, fan_out, other, gain)
    same = np.array_equal(one, two)
    assert_that(rng == other or not same, "two different generators gave the same weights")


def numbers(fan_in, fan_out, rng):
    return rng.standard_normal((fan_in, fan_out))


@misconception(witness={"fan_in": 2, "fan_out": 6, "rng": 0, "gain": 1.0})
def looks_at_the_inputs_alone(fan_in, fan_out, rng, gain=1.0):
    """The scale is 1 / sqrt(fan_in), which forgets the way back. Xavier's is a compromise between
    both directions: sqrt(2 / (fan_in + fan_out))."""
    return gain / np.sqrt(fan_in) * numbers(fan_in, fan_out, rng)


@misconception(witness={"fan_in": 2, "fan_out": 6, "rng": 1, "gain": 1.0})
def takes_the_scale_for_relu(fan_in, fan_out, rng, gain=1.0):
    """The scale is sqrt(2 / fan_in), that of He for ReLU. Xavier's has the sum of both sizes in
    the denominator: sqrt(2 / (fan_in + fan_out))."""
    return gain * np.sqrt(2.0 / fan_in) * numbers(fan_in, fan_out, rng)


@misconception(witness={"fan_in": 2, "fan_out": 6, "rng": 2, "gain": 1.0})
def takes_the_variance_for_the_scale(fan_in, fan_out, rng, gain=1.0):
    """The numbers were multiplied by 2 / (fan_in + fan_out). That is the variance; the standard
    deviation, by which to multiply, is its square root."""
    return gain * 2.0 / (fan_in + fan_out) * numbers(fan_in, fan_out, rng)


@misconception(witness={"fan_in": 2, "fan_out": 6, "rng": 3, "gain": 1.0})
def forgets_the_two(fan_in, fan_out, rng, gain=1.0):
    """The scale is sqrt(1 / (fan_in + fan_out)), too small by sqrt(2). The mean of both sizes is
    (fan_in + fan_out) / 2, which brings a 2 into the numerator."""
    return gain * np.sqrt(1.0 / (fan_in + fan_out)) * numbers(fan_in, fan_out, rng)


@misconception(witness={"fan_in": 2, "fan_out": 6, "rng": 4, "gain": 2.0})
def ignores_the_gain(fan_in, fan_out, rng, gain=1.0):
    """The gain was not used. Multiply the standard deviation by it."""
    return np.sqrt(2.0 / (fan_in + fan_out)) * numbers(fan_in, fan_out, rng)


@misconception(witness={"fan_in": 2, "fan_out": 6, "rng": 5, "gain": 2.0})
def puts_the_gain_under_the_root(fan_in, fan_out, rng, gain=1.0):
    """The gain stands under the root, so that only its root counts. It multiplies the standard
    deviation: gain * sqrt(...)."""
    return np.sqrt(gain * 2.0 / (fan_in + fan_out)) * numbers(fan_in, fan_out, rng)


@misconception(witness={"fan_in": 2, "fan_out": 6, "rng": 6, "gain": 1.0})
def draws_evenly(fan_in, fan_out, rng, gain=1.0):
    """This is Xavier's other recipe, which draws evenly from -edge to edge. The scatter is right,
    but asked for is the normal distribution: rng.standard_normal."""
    edge = gain * np.sqrt(6.0 / (fan_in + fan_out))
    return rng.uniform(-edge, edge, (fan_in, fan_out))


@misconception(witness={"fan_in": 2, "fan_out": 6, "rng": 7, "gain": 1.0})
def draws_only_positive_numbers(fan_in, fan_out, rng, gain=1.0):
    """The numbers were drawn from 0 to 1, so that no weight is negative. A normal distribution
    lies around 0: rng.standard_normal, not rng.random."""
    return gain * np.sqrt(2.0 / (fan_in + fan_out)) * rng.random((fan_in, fan_out))


@misconception(witness={"fan_in": 2, "fan_out": 6, "rng": 8, "gain": 1.0})
def transposes_the_weights(fan_in, fan_out, rng, gain=1.0):
    """The weights came as (fan_out, fan_in), as PyTorch keeps them. Here a layer is x @ W + b, so
    that W is (fan_in, fan_out)."""
    return gain * np.sqrt(2.0 / (fan_in + fan_out)) * numbers(fan_out, fan_in, rng)


@misconception(witness={"fan_in": 2, "fan_out": 6, "rng": 9, "gain": 1.0})
def draws_a_single_number(fan_in, fan_out, rng, gain=1.0):
    """All weights are one and the same number, so that all units stay alike. Draw a number for
    each weight: give the generator the whole shape."""
    scale = gain * np.sqrt(2.0 / (fan_in + fan_out))
    return np.full((fan_in, fan_out), scale * rng.standard_normal())


@misconception(witness={"fan_in": 2, "fan_out": 6, "rng": 10, "gain": 1.0})
def draws_a_single_row(fan_in, fan_out, rng, gain=1.0):
    """One row of numbers was used for every input, so that all inputs count alike. Draw a number
    for each weight: give the generator the whole shape."""
    scale = gain * np.sqrt(2.0 / (fan_in + fan_out))
    return np.tile(scale * rng.standard_normal(fan_out), (fan_in, 1))


@misconception(witness={"fan_in": 2, "fan_out": 6, "rng": 11, "gain": 1.0})
def brings_its_own_generator(fan_in, fan_out, rng, gain=1.0):
    """The weights are the same whatever generator is handed in, since another one, with a seed of
    its own, is made inside. Draw from the argument rng."""
    own = np.random.default_rng(42)
    return gain * np.sqrt(2.0 / (fan_in + fan_out)) * numbers(fan_in, fan_out, own)


GLOBAL = np.random.RandomState(0)  # stands for np.random itself, which must not be disturbed here


@misconception(witness={"fan_in": 2, "fan_out": 6, "rng": 12, "gain": 1.0})
def draws_from_the_global_generator(fan_in, fan_out, rng, gain=1.0):
    """The numbers come from np.random, so that nobody can repeat them. Draw from the argument rng:
    rng.standard_normal."""
    return gain * np.sqrt(2.0 / (fan_in + fan_out)) * numbers(fan_in, fan_out, GLOBAL)


EXERCISE = Exercise(
    inputs={
        "fan_in": integers(1, 9),
        "fan_out": integers(1, 9),
        "rng": generator(),
        "gain": floats(0.3, 4.0),
    },
    reference=None,
    cases=(case(fan_in=5, fan_out=4, rng=0),),
    laws=(
        has_the_shape_of_its_layer,
        scatters_by_the_mean_of_both_fans,
        scatters_rightly_in_layers_of_any_size,
        has_a_gain_of_1_unless_told,
        gives_every_weight_a_number_of_its_own,
        takes_its_randomness_from_rng,
        another_generator_gives_other_weights,
    ),
    misconceptions=(
        looks_at_the_inputs_alone,
        takes_the_scale_for_relu,
        takes_the_variance_for_the_scale,
        forgets_the_two,
        ignores_the_gain,
        puts_the_gain_under_the_root,
        draws_evenly,
        draws_only_positive_numbers,
        transposes_the_weights,
        draws_a_single_number,
        draws_a_single_row,
        brings_its_own_generator,
        draws_from_the_global_generator,
    ),
    hints=(
        "What happens to the standard deviation of random numbers when they are all multiplied by "
        "the same factor?",
        "Draw standard normal numbers in the shape of the weights, then multiply them by the "
        "standard deviation that is asked for. Mind the root.",
        "gain * np.sqrt(2 / (fan_in + fan_out)) * rng.standard_normal((fan_in, fan_out))",
    ),
)
