"""Small random weights and zero biases for a network with one hidden layer.

There is no one right answer, since the numbers may be drawn in any order; laws judge. The laws on
chance look at large networks and at hundreds of small ones, each by itself and many together. A
right answer breaks one of about 2,700 bounds of 3e-11 at most, or of 190 of 6e-10: all together
stay below 2e-7.
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
    generator,
    integers,
    law,
    misconception,
    scatter,
)


def weights(params, n_x, n_h, n_y):
    """W1 and W2, flat and divided by 0.01, with everything checked to be what is promised."""
    assert_that(isinstance(params, dict), "a dict is expected, but something else came")
    shapes = {"W1": (n_x, n_h), "b1": (n_h,), "W2": (n_h, n_y), "b2": (n_y,)}
    for name, shape in shapes.items():
        found = params.get(name)
        assert_that(isinstance(found, np.ndarray), f"no array came under the name {name}")
        assert_shape(found, shape)
        if found.dtype != np.float64:  # dtypes in words are dearer than all the rest
            assert_that(False, f"{name} must be float64, but is {found.dtype}")
    return {name: params[name].reshape(-1) / 0.01 for name in ("W1", "W2")}


def assert_all_different(networks, where):
    """That no number comes twice in one network."""
    every = np.concatenate(networks)
    if len(np.unique(every)) == every.size:
        return
    for numbers in networks:
        repeated = numbers.size - len(np.unique(numbers))
        assert_that(
            repeated == 0, f"{repeated} of {numbers.size} weights {where} repeat another one"
        )


def seeds(rng, count):
    """Generators with seeds of their own."""
    return [type(rng)((rng.seed + k) % 2**31) for k in range(1, count + 1)]


def sizes(rng):
    """216 networks of up to 9 units a layer, and 40 others of up to 120."""
    chance = np.random.default_rng(rng.seed)
    # In each layer each number of units comes 24 times.
    small = chance.permuted(np.resize(np.arange(1, 10), (3, 216)), axis=1).T
    large = np.exp(chance.uniform(0.0, np.log(120.0), (40, 3))).astype(np.int64)
    return np.concatenate([small, large]).tolist()


@law()
def has_the_shapes_of_its_layers(initialize_parameters, n_x, n_h, n_y, rng):
    """W1 is (n_x, n_h), b1 (n_h,), W2 (n_h, n_y) and b2 (n_y,), all float64."""
    weights(initialize_parameters(n_x, n_h, n_y, rng), n_x, n_h, n_y)


@law(like=has_the_shapes_of_its_layers)
def begins_with_zero_biases(initialize_parameters, n_x, n_h, n_y, rng):
    """Every bias is exactly 0."""
    params = initialize_parameters(n_x, n_h, n_y, rng)
    assert_equal(params["b1"], np.zeros(n_h))
    assert_equal(params["b2"], np.zeros(n_y))


WIDE = {"n_x": integers(60, 120), "n_h": integers(60, 120), "n_y": integers(40, 80)}


@law(ordinary=4, **WIDE)
def scatters_by_a_hundredth(initialize_parameters, n_x, n_h, n_y, rng):
    """The weights lie around 0 with a standard deviation of 0.01, normally distributed: about 4.6
    percent are larger in size than 0.02."""
    drawn = weights(initialize_parameters(n_x, n_h, n_y, rng), n_x, n_h, n_y)
    assert_normal(scatter(list(drawn.values())), [f"weights in {name}" for name in drawn])


@law(ordinary=1)
def scatters_rightly_in_networks_of_any_size(initialize_parameters, rng):
    """In small networks the weights scatter as in large ones, and the biases are 0: the weights of
    many of them together have the mean, the standard deviation and the distribution asked for."""
    sized = sizes(rng)
    given = zip(sized, seeds(rng, len(sized)), strict=True)
    answers = [initialize_parameters(*units, seed) for units, seed in given]
    pairs = [weights(params, *units) for params, units in zip(answers, sized, strict=True)]
    biases = np.concatenate([params[name] for params in answers for name in ("b1", "b2")])
    assert_equal(biases, np.zeros(biases.size))
    assert_all_different([np.concatenate(list(pair.values())) for pair in pairs], "in W1 and W2")
    small = np.max(sized, axis=1) < 10
    for name, layer in (("W1", 0), ("W2", 1)):
        drawn = [pair[name] for pair in pairs]
        sums = scatter(drawn)
        assert_normal(sums, [f"weights in {name}"] * len(sums))
        # Some 120 weights and more are in each group. A bound of 22 tells deviations apart as well
        # as 25 would with 136 of them.
        groups = [sums[small].sum(axis=0)]
        names = [f"weights in {name} of small networks"]
        for side, units in (("inputs", layer), ("outputs", layer + 1)):
            units = np.array(sized)[:, units]
            for count in range(1, 10):
                groups.append(sums[small & (units == count)].sum(axis=0))
                names.append(f"weights in {name} of layers with {count} {side}")
        assert_normal(np.array(groups), names, most=22.0)
        numbers = np.concatenate([drawn[k] for k in np.flatnonzero(small)])
        assert_that(
            len(np.unique(numbers)) > 0.9 * numbers.size,
            f"generators with different seeds gave many equal weights in {name}",
        )


@law(like=scatters_by_a_hundredth)
def gives_every_weight_a_number_of_its_own(initialize_parameters, n_x, n_h, n_y, rng):
    """No two weights are equal, in one layer or in both: that is what breaks the symmetry."""
    drawn = weights(initialize_parameters(n_x, n_h, n_y, rng), n_x, n_h, n_y)
    # Two of 24,000 doubles of a normal distribution are equal with probability below 2e-7.
    assert_all_different([np.concatenate(list(drawn.values()))], "in W1 and W2")


@law(ordinary=4)
def takes_its_randomness_from_rng(initialize_parameters, n_x, n_h, n_y, rng):
    """Two generators in the same state give the same parameters."""
    once = initialize_parameters(n_x, n_h, n_y, rng)
    assert_equal(initialize_parameters(n_x, n_h, n_y, rng), once)


@law(ordinary=4, other=generator())
def another_generator_gives_other_weights(initialize_parameters, n_x, n_h, n_y, rng, other):
    """Generators with different seeds give different weights, in both layers."""
    one = initialize_parameters(n_x, n_h, n_y, rng)
    two = initialize_parameters(n_x, n_h, n_y, other)
    one, two = weights(one, n_x, n_h, n_y), weights(two, n_x, n_h, n_y)
    for name in ("W1", "W2"):
        same = np.array_equal(one[name], two[name])
        assert_that(rng == other or not same, f"two different generators gave the same {name}")


def drawn(n_x, n_h, n_y, first, second):
    return {"W1": first, "b1": np.zeros(n_h), "W2": second, "b2": np.zeros(n_y)}


def normal(n_x, n_h, n_y, rng, scale=0.01):
    """The right answer, or with another scale."""
    first, second = rng.standard_normal((n_x, n_h)), rng.standard_normal((n_h, n_y))
    return drawn(n_x, n_h, n_y, scale * first, scale * second)


@misconception(witness={"n_x": 2, "n_h": 3, "n_y": 1, "rng": 0})
def starts_from_zero_weights(n_x, n_h, n_y, rng):
    """All weights are 0. Then all hidden units compute the same, get the same gradient and stay
    the same for ever: draw the weights at random."""
    return drawn(n_x, n_h, n_y, np.zeros((n_x, n_h)), np.zeros((n_h, n_y)))


@misconception(witness={"n_x": 2, "n_h": 3, "n_y": 1, "rng": 1})
def starts_from_equal_weights(n_x, n_h, n_y, rng):
    """All weights of a layer are equal, so that its units never come to differ. Draw a number of
    its own for each weight: give the generator the whole shape."""
    first, second = 0.01 * rng.standard_normal(2)
    return drawn(n_x, n_h, n_y, np.full((n_x, n_h), first), np.full((n_h, n_y), second))


@misconception(witness={"n_x": 2, "n_h": 3, "n_y": 1, "rng": 2})
def forgets_to_scale(n_x, n_h, n_y, rng):
    """The weights have a standard deviation of 1. Multiply them by 0.01, so that tanh and sigmoid
    start where they are steep."""
    return normal(n_x, n_h, n_y, rng, 1.0)


@misconception(witness={"n_x": 2, "n_h": 3, "n_y": 1, "rng": 3})
def takes_001_for_the_variance(n_x, n_h, n_y, rng):
    """The weights scatter by 0.1, as if 0.01 were the variance. It is the factor in front of the
    standard normal numbers, and so the standard deviation."""
    return normal(n_x, n_h, n_y, rng, 0.1)


@misconception(witness={"n_x": 2, "n_h": 3, "n_y": 1, "rng": 4})
def draws_evenly(n_x, n_h, n_y, rng):
    """The weights were drawn evenly from 0 to 0.01, so that none is negative. Take the standard
    normal distribution: rng.standard_normal, not rng.random."""
    return drawn(n_x, n_h, n_y, 0.01 * rng.random((n_x, n_h)), 0.01 * rng.random((n_h, n_y)))


@misconception(witness={"n_x": 2, "n_h": 3, "n_y": 1, "rng": 5})
def draws_evenly_around_zero(n_x, n_h, n_y, rng):
    """The weights scatter by 0.01 around 0, but evenly, and none goes far. A normal distribution
    has a few large values: rng.standard_normal."""
    edge = 0.01 * np.sqrt(3.0)
    first, second = rng.uniform(-edge, edge, (n_x, n_h)), rng.uniform(-edge, edge, (n_h, n_y))
    return drawn(n_x, n_h, n_y, first, second)


@misconception(witness={"n_x": 2, "n_h": 3, "n_y": 1, "rng": 6})
def transposes_the_weights(n_x, n_h, n_y, rng):
    """W1 came as (n_h, n_x) and W2 as (n_y, n_h). Here examples are rows and a layer is x @ W + b,
    so that the first axis of W is that of the inputs."""
    found = normal(n_x, n_h, n_y, rng)
    return {**found, "W1": found["W1"].T, "W2": found["W2"].T}


@misconception(witness={"n_x": 2, "n_h": 3, "n_y": 1, "rng": 7})
def makes_biases_two_dimensional(n_x, n_h, n_y, rng):
    """The biases came as rows, (1, n_h) and (1, n_y). They are flat, (n_h,) and (n_y,): x @ W + b
    adds a flat b to every row by itself."""
    found = normal(n_x, n_h, n_y, rng)
    return {**found, "b1": found["b1"][None], "b2": found["b2"][None]}


@misconception(witness={"n_x": 2, "n_h": 3, "n_y": 1, "rng": 8})
def draws_the_biases_too(n_x, n_h, n_y, rng):
    """The biases were drawn at random as well. The weights alone break the symmetry; biases start
    at 0."""
    found = normal(n_x, n_h, n_y, rng)
    first, second = 0.01 * rng.standard_normal(n_h), 0.01 * rng.standard_normal(n_y)
    return {**found, "b1": first, "b2": second}


@misconception(witness={"n_x": 2, "n_h": 3, "n_y": 1, "rng": 9})
def brings_its_own_generator(n_x, n_h, n_y, rng):
    """The parameters are the same whatever generator is handed in, since another one, with a seed
    of its own, is made inside. Draw from the argument rng."""
    return normal(n_x, n_h, n_y, np.random.default_rng(1))


GLOBAL = np.random.RandomState(0)  # stands for np.random itself, which must not be disturbed here


@misconception(witness={"n_x": 2, "n_h": 3, "n_y": 1, "rng": 10})
def draws_from_the_global_generator(n_x, n_h, n_y, rng):
    """The numbers come from np.random, so that nobody can repeat them. Draw from the argument rng:
    rng.standard_normal."""
    return normal(n_x, n_h, n_y, GLOBAL)


@misconception(witness={"n_x": 3, "n_h": 3, "n_y": 3, "rng": 11})
def starts_both_layers_alike(n_x, n_h, n_y, rng):
    """Both layers were drawn from generators in the same state, so that W2 repeats the numbers of
    W1. Go on drawing from the one rng."""
    seed = int(rng.integers(2**31))
    first = np.random.default_rng(seed).standard_normal((n_x, n_h))
    second = np.random.default_rng(seed).standard_normal((n_h, n_y))
    return drawn(n_x, n_h, n_y, 0.01 * first, 0.01 * second)


EXERCISE = Exercise(
    inputs={
        "n_x": integers(1, 9),
        "n_h": integers(1, 9),
        "n_y": integers(1, 9),
        "rng": generator(),
    },
    reference=None,
    cases=(case(n_x=5, n_h=4, n_y=2, rng=0),),
    laws=(
        has_the_shapes_of_its_layers,
        begins_with_zero_biases,
        scatters_by_a_hundredth,
        scatters_rightly_in_networks_of_any_size,
        gives_every_weight_a_number_of_its_own,
        takes_its_randomness_from_rng,
        another_generator_gives_other_weights,
    ),
    misconceptions=(
        starts_from_zero_weights,
        starts_from_equal_weights,
        forgets_to_scale,
        takes_001_for_the_variance,
        draws_evenly,
        draws_evenly_around_zero,
        transposes_the_weights,
        makes_biases_two_dimensional,
        draws_the_biases_too,
        brings_its_own_generator,
        draws_from_the_global_generator,
        starts_both_layers_alike,
    ),
    hints=(
        "What would two hidden units with the same weights learn? And which shape must W1 have, so "
        "that x @ W1 gives one column for every hidden unit?",
        "rng.standard_normal takes a shape and gives that many independent numbers of standard "
        "deviation 1. Biases need no chance.",
        '"W1": 0.01 * rng.standard_normal((n_x, n_h)) and "b1": np.zeros(n_h); likewise W2 and b2 '
        "with (n_h, n_y) and n_y.",
    ),
)
