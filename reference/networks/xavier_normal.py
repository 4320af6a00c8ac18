"""Xavier's normal initialisation: the scale of the weights from the sizes of the layer.

There is no one right answer, since the numbers may be drawn in any order; laws judge. The laws on
chance look at 4,000 weights or more. For a normal distribution the mean of n weights has standard
deviation s / sqrt(n), and their own standard deviation one of s / sqrt(2 n). Six of them are
exceeded with probability 2e-9; all looks of all laws together stay below 1e-7.
"""

from __future__ import annotations

import numpy as np

from grader.declare import (
    Exercise,
    assert_equal,
    assert_shape,
    assert_that,
    case,
    floats,
    generator,
    integers,
    law,
    misconception,
)


def assert_spread(W, wanted):
    assert_that(isinstance(W, np.ndarray), "an array is expected, but something else came")
    centre, spread, n = W.mean(), W.std(), W.size
    assert_that(abs(centre) <= 6 * wanted / np.sqrt(n), f"the mean of {n} weights is {centre:g}")
    assert_that(
        abs(spread - wanted) <= 6 * wanted / np.sqrt(2 * n),
        f"the standard deviation of {n} weights is {spread:g}, where {wanted:g} is asked for",
    )


@law()
def has_the_shape_of_its_layer(xavier_normal, fan_in, fan_out, rng, gain):
    """The weights are a float64 array of shape (fan_in, fan_out)."""
    W = xavier_normal(fan_in, fan_out, rng, gain)
    assert_shape(W, (fan_in, fan_out))
    assert_that(W.dtype == np.float64, f"the weights must be float64, but are {W.dtype}")


@law(ordinary=6, fan_in=integers(20, 60), fan_out=integers(200, 300), gain=floats(0.3, 4.0))
def scatters_by_the_mean_of_both_fans(xavier_normal, fan_in, fan_out, rng, gain):
    """The weights lie around 0 with a standard deviation of gain * sqrt(2 / (fan_in + fan_out)),
    whichever of the two is larger."""
    wanted = gain * np.sqrt(2.0 / (fan_in + fan_out))
    assert_spread(xavier_normal(fan_in, fan_out, rng, gain), wanted)
    assert_spread(xavier_normal(fan_out, fan_in, rng, gain=gain), wanted)


@law(ordinary=3)
def has_a_gain_of_1_unless_told(xavier_normal, rng):
    """Without a gain the standard deviation is sqrt(2 / (fan_in + fan_out)): 0.1 for 80 inputs and
    120 outputs."""
    assert_spread(xavier_normal(80, 120, rng), 0.1)


@law(ordinary=3)
def is_normally_distributed(xavier_normal, rng):
    """About 4.6 percent of the weights are larger in size than two standard deviations."""
    W = xavier_normal(80, 120, rng, 1.0)
    assert_that(isinstance(W, np.ndarray), "an array is expected, but something else came")
    far = np.mean(np.abs(W) > 0.2)
    # The share p = 0.0455 of 9,600 has standard deviation sqrt(p (1 - p) / n); 6.5 of them.
    assert_that(
        abs(far - 0.0455) <= 6.5 * np.sqrt(0.0455 * 0.9545 / W.size),
        f"{100 * far:.1f} percent of the weights are larger in size than two standard deviations",
    )


@law(ordinary=3)
def gives_every_weight_a_number_of_its_own(xavier_normal, rng):
    """No two weights are equal: that is what makes the units of a layer differ."""
    W = xavier_normal(60, 70, rng)
    # Two of 4,200 doubles of a normal distribution are equal with probability below 1e-8.
    repeated = np.size(W) - len(np.unique(W))
    assert_that(repeated == 0, f"{repeated} of {np.size(W)} weights repeat another one")


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
        has_a_gain_of_1_unless_told,
        is_normally_distributed,
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
