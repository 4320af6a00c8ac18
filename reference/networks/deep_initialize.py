"""Random weights at He's scale and zero biases for a network of any depth.

There is no one right answer, since the numbers may be drawn in any order; laws judge. The laws on
chance look at large networks and at hundreds of small ones, each by itself and many together. A
right answer breaks one of about 2,800 bounds of 3e-11 at most, or of 120 of 6e-10: all together
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
    listing,
    misconception,
    scatter,
)


def layers(params, layer_dims):
    """The pairs of W, flat and divided by the deviation asked for, and b; all is checked."""
    assert_that(isinstance(params, dict), "a dict is expected, but something else came")
    pairs = []
    for layer in range(1, len(layer_dims)):
        shapes = {"W": (layer_dims[layer - 1], layer_dims[layer]), "b": (layer_dims[layer],)}
        for letter, shape in shapes.items():
            found = params.get(f"{letter}{layer}")
            assert_that(isinstance(found, np.ndarray), f"no array came as {letter}{layer}")
            assert_shape(found, shape)
            if found.dtype != np.float64:  # dtypes in words are dearer than all the rest
                assert_that(False, f"{letter}{layer} is {found.dtype}, not float64")
        wanted = np.sqrt(2.0 / layer_dims[layer - 1])
        pairs.append((params[f"W{layer}"].reshape(-1) / wanted, params[f"b{layer}"]))
    return pairs


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
    """150 networks of up to 5 layers and 9 units a layer, and 34 others of up to 120."""
    chance = np.random.default_rng(rng.seed)
    # All numbers of units come equally often.
    units = iter(chance.permutation(np.resize(np.arange(1, 10), 600)).tolist())
    small = [[next(units) for _ in range(2 + k % 5)] for k in range(150)]
    wide = [np.exp(chance.uniform(0.0, np.log(120.0), 2 + k % 4)) for k in range(34)]
    return small + [dims.astype(np.int64).tolist() for dims in wide]


@law(edge=5)
def has_the_shapes_of_its_layers(deep_initialize, layer_dims, rng):
    """Layer l has a W of shape (layer_dims[l - 1], layer_dims[l]) and a flat b of layer_dims[l]
    entries, all float64."""
    layers(deep_initialize(layer_dims, rng), layer_dims)


@law(like=has_the_shapes_of_its_layers)
def begins_with_zero_biases(deep_initialize, layer_dims, rng):
    """Every bias is exactly 0."""
    for _, b in layers(deep_initialize(layer_dims, rng), layer_dims):
        assert_equal(b, np.zeros(b.shape))


@law(ordinary=4, layer_dims=listing(integers(50, 100), 3, 4))
def scatters_as_relu_needs_it(deep_initialize, layer_dims, rng):
    """The weights of each layer lie around 0 with a standard deviation of sqrt(2 / fan_in),
    normally distributed: about 4.6 percent are larger in size than two standard deviations."""
    drawn = [numbers for numbers, _ in layers(deep_initialize(layer_dims, rng), layer_dims)]
    assert_normal(scatter(drawn), [f"weights in W{layer}" for layer in range(1, len(layer_dims))])


@law(ordinary=1)
def scatters_rightly_in_networks_of_any_size(deep_initialize, rng):
    """In small networks the weights scatter as in large ones, and the biases are 0: the weights of
    many of them together have the mean, the standard deviation and the distribution asked for."""
    sized = sizes(rng)
    given = zip(sized, seeds(rng, len(sized)), strict=True)
    answers = [deep_initialize(layer_dims, seed) for layer_dims, seed in given]
    networks = [layers(params, dims) for params, dims in zip(answers, sized, strict=True)]
    biases = np.concatenate([b for network in networks for _, b in network])
    assert_equal(biases, np.zeros(biases.size))
    drawn = [numbers for network in networks for numbers, _ in network]
    whole = [np.concatenate([numbers for numbers, _ in network]) for network in networks]
    assert_all_different(whole, "of a network")
    # A row for each layer: its inputs, its outputs, its place, and whether its network is small.
    kinds = np.array(
        [
            (dims[n], dims[n + 1], n + 1, max(dims) < 10)
            for dims in sized
            for n in range(len(dims) - 1)
        ]
    )
    sums, small = scatter(drawn), kinds[:, 3] == 1
    assert_normal(sums, [f"weights in W{place}" for place in kinds[:, 2]])
    groups = [sums[small].sum(axis=0)]
    names = ["weights in layers of small networks"]
    for column, most, told in (
        (0, 9, "with {} inputs"),
        (1, 9, "with {} outputs"),
        (2, 5, "at place {}"),
    ):
        for count in range(1, most + 1):
            groups.append(sums[small & (kinds[:, column] == count)].sum(axis=0))
            names.append(f"weights in layers {told.format(count)}")
    # 200 weights and more are in each group. A bound of 22 tells deviations apart as well as 25
    # would with 227 of them.
    assert_normal(np.array(groups), names, most=22.0)
    numbers = np.concatenate([drawn[k] for k in np.flatnonzero(small)])
    assert_that(
        len(np.unique(numbers)) > 0.9 * numbers.size,
        "generators with different seeds gave many equal weights",
    )


@law(ordinary=3, layer_dims=listing(integers(30, 40), 4, 4))
def gives_every_weight_a_number_of_its_own(deep_initialize, layer_dims, rng):
    """No two weights of the network are equal: each is a number of its own."""
    # Two of 4,800 doubles of a normal distribution are equal with probability below 1e-8.
    drawn = layers(deep_initialize(layer_dims, rng), layer_dims)
    assert_all_different([np.concatenate([numbers for numbers, _ in drawn])], "of the network")


@law(ordinary=4)
def takes_its_randomness_from_rng(deep_initialize, layer_dims, rng):
    """Two generators in the same state give the same parameters."""
    once = deep_initialize(layer_dims, rng)
    assert_equal(deep_initialize(layer_dims, rng), once)


@law(ordinary=4, other=generator())
def another_generator_gives_other_weights(deep_initialize, layer_dims, rng, other):
    """Generators with different seeds give different weights, in every layer."""
    one, two = (layers(deep_initialize(layer_dims, seed), layer_dims) for seed in (rng, other))
    for n in range(len(one)):
        same = np.array_equal(one[n][0], two[n][0])
        assert_that(rng == other or not same, f"two different generators gave the same W{n + 1}")


def drawn(layer_dims, rng, scale):
    """The right answer, or with another scale, a function of fan_in and fan_out."""
    params = {}
    for layer in range(1, len(layer_dims)):
        fan_in, fan_out = layer_dims[layer - 1], layer_dims[layer]
        params[f"W{layer}"] = scale(fan_in, fan_out) * rng.standard_normal((fan_in, fan_out))
        params[f"b{layer}"] = np.zeros(fan_out)
    return params


def he(fan_in, fan_out):
    return np.sqrt(2.0 / fan_in)


def witness(seed):
    return {"layer_dims": [4, 3, 2], "rng": seed}


@misconception(witness=witness(0))
def takes_the_scale_for_tanh(layer_dims, rng):
    """The scale is sqrt(1 / fan_in), which suits tanh. ReLU sets half of the signals to 0, and a 2
    makes up for that: sqrt(2 / fan_in)."""
    return drawn(layer_dims, rng, lambda fan_in, fan_out: np.sqrt(1.0 / fan_in))


@misconception(witness=witness(1))
def takes_the_scale_of_xavier(layer_dims, rng):
    """The scale is Xavier's, sqrt(2 / (fan_in + fan_out)). For ReLU only the inputs count:
    sqrt(2 / fan_in)."""
    return drawn(layer_dims, rng, lambda fan_in, fan_out: np.sqrt(2.0 / (fan_in + fan_out)))


@misconception(witness=witness(2))
def looks_at_the_outputs(layer_dims, rng):
    """The scale was computed from the layer's outputs. What adds up in a unit are its inputs:
    sqrt(2 / fan_in), with layer_dims[l - 1]."""
    return drawn(layer_dims, rng, lambda fan_in, fan_out: np.sqrt(2.0 / fan_out))


@misconception(witness=witness(3))
def takes_the_variance_for_the_scale(layer_dims, rng):
    """The numbers were multiplied by 2 / fan_in. That is the variance; the standard deviation is
    its square root."""
    return drawn(layer_dims, rng, lambda fan_in, fan_out: 2.0 / fan_in)


@misconception(witness=witness(4))
def takes_one_scale_for_all(layer_dims, rng):
    """The weights are 0.01 times standard normal numbers. In a deep network signals this small die
    out: take sqrt(2 / fan_in), which fits each layer."""
    return drawn(layer_dims, rng, lambda fan_in, fan_out: 0.01)


@misconception(witness=witness(5))
def starts_from_zero_weights(layer_dims, rng):
    """All weights are 0. Then all units of a layer stay the same for ever: draw the weights at
    random."""
    return drawn(layer_dims, rng, lambda fan_in, fan_out: 0.0)


@misconception(witness=witness(6))
def forgets_the_last_layer(layer_dims, rng):
    """The last layer is missing. Between n widths there are n - 1 layers, and
    range(1, len(layer_dims)) names them all."""
    params = drawn(layer_dims, rng, he)
    last = len(layer_dims) - 1
    return {k: v for k, v in params.items() if k not in (f"W{last}", f"b{last}")}


@misconception(witness=witness(7))
def counts_layers_from_0(layer_dims, rng):
    """The layers are called W0, W1, ... . They are counted from 1: W1 takes the input."""
    params = drawn(layer_dims, rng, he)
    return {f"{k[0]}{int(k[1:]) - 1}": v for k, v in params.items()}


@misconception(witness=witness(8))
def transposes_the_weights(layer_dims, rng):
    """The weights came as (fan_out, fan_in). Here a layer is x @ W + b, so that the first axis of W
    is that of the inputs."""
    return {k: v.T for k, v in drawn(layer_dims, rng, he).items()}


@misconception(witness=witness(9))
def draws_the_biases_too(layer_dims, rng):
    """The biases were drawn at random as well. The weights alone break the symmetry; biases start
    at 0."""
    params = drawn(layer_dims, rng, he)
    return {k: v if k[0] == "W" else 0.01 * rng.standard_normal(v.shape) for k, v in params.items()}


@misconception(witness=witness(10))
def draws_evenly(layer_dims, rng):
    """The scatter is right, but the weights were drawn evenly. Asked for is the normal
    distribution: rng.standard_normal."""
    params = drawn(layer_dims, rng, he)
    for name, values in params.items():
        if name[0] == "W":
            edge = np.sqrt(6.0 / len(values))
            params[name] = rng.uniform(-edge, edge, values.shape)
    return params


@misconception(witness=witness(12))
def draws_a_single_row(layer_dims, rng):
    """One row of numbers was used for every input of a layer, so that all inputs count alike. Draw
    a number for each weight: give the generator the whole shape."""
    params = drawn(layer_dims, rng, he)
    return {k: np.tile(v[:1], (len(v), 1)) if k[0] == "W" else v for k, v in params.items()}


@misconception(witness=witness(11))
def brings_its_own_generator(layer_dims, rng):
    """The parameters are the same whatever generator is handed in, since another one, with a seed
    of its own, is made inside. Draw from the argument rng."""
    return drawn(layer_dims, np.random.default_rng(3), he)


GLOBAL = np.random.RandomState(0)  # stands for np.random itself, which must not be disturbed here


@misconception(witness=witness(13))
def draws_from_the_global_generator(layer_dims, rng):
    """The numbers come from np.random, so that nobody can repeat them. Draw from the argument rng:
    rng.standard_normal."""
    return drawn(layer_dims, GLOBAL, he)


EXERCISE = Exercise(
    inputs={"layer_dims": listing(integers(1, 7), 2, 5), "rng": generator()},
    reference=None,
    cases=(case(layer_dims=[2] * 12, rng=0),),
    laws=(
        has_the_shapes_of_its_layers,
        begins_with_zero_biases,
        scatters_as_relu_needs_it,
        scatters_rightly_in_networks_of_any_size,
        gives_every_weight_a_number_of_its_own,
        takes_its_randomness_from_rng,
        another_generator_gives_other_weights,
    ),
    misconceptions=(
        takes_the_scale_for_tanh,
        takes_the_scale_of_xavier,
        looks_at_the_outputs,
        takes_the_variance_for_the_scale,
        takes_one_scale_for_all,
        starts_from_zero_weights,
        forgets_the_last_layer,
        counts_layers_from_0,
        transposes_the_weights,
        draws_the_biases_too,
        draws_evenly,
        draws_a_single_row,
        brings_its_own_generator,
        draws_from_the_global_generator,
    ),
    hints=(
        "How many layers lie between four widths, and which two of the widths belong to layer 2?",
        "Multiply standard normal numbers in the layer's shape by the deviation asked for. "
        'f-strings make the names: f"W{layer}".',
        "for layer in range(1, len(layer_dims)): fan_in, fan_out = layer_dims[layer - 1], "
        'layer_dims[layer]; params[f"W{layer}"] = np.sqrt(2 / fan_in) * '
        'rng.standard_normal((fan_in, fan_out)); params[f"b{layer}"] = np.zeros(fan_out).',
    ),
)
