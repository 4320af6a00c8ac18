"""Inverted dropout: random entries are dropped while training, the others scaled up.

There is no one right answer, since masks are drawn as the student likes; laws judge. The laws on
chance look at thousands of entries, of one large array or of hundreds of small ones, and allow six
standard deviations or more, so that a right answer is refused with a probability below 1e-6, all
draws of all laws together (sums at each law).
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
    boolean,
    floats,
    generator,
    integers,
    law,
    misconception,
    refusal,
    scalar,
)

# Zeros and negative numbers among them: whether an entry is kept must not depend on its value.
ENTRIES = np.resize([0.0, 1.0, -2.0], (64, 64))


def pair(answer, x):
    """The output and the mask, checked to be what is promised for x."""
    two = type(answer) in (tuple, list) and len(answer) == 2
    assert_that(two, "two values are expected, (out, mask), but something else came")
    out, mask = answer
    arrays = isinstance(out, np.ndarray) and isinstance(mask, np.ndarray)
    assert_that(arrays, "the two values must be arrays, (out, mask), but something else came")
    assert_shape(out, x.shape)
    # Dtypes in words are dearer than all the rest, and hardly ever needed.
    if out.dtype != x.dtype:
        assert_that(False, f"out has the dtype {out.dtype}, not that of x, {x.dtype}")
    assert_shape(mask, x.shape)
    if mask.dtype != bool:
        assert_that(False, f"the mask has the dtype {mask.dtype}, not bool")
    return out, mask


def kept_of(answer, x, p):
    """The mask of an answer in training, whose output is checked to belong to it."""
    return belonging(*pair(answer, x), x, p)


def belonging(out, kept, x, p):
    """The mask, whose output in training is checked to belong to it."""
    assert_close(out, np.where(kept, x / (1 - p), 0.0), rtol=1e-12)
    return kept


def surprise(share, p, n):
    """Chernoff: n trials come so far from p with a probability below exp(-surprise)."""
    parts = ((share, p), (1.0 - share, 1.0 - p))
    return n * sum(a * np.log(a / b) for a, b in parts if a > 0.0)


@law()
def returns_an_output_and_a_boolean_mask(dropout_forward, x, p, rng, training):
    """Two arrays come back: out in the shape and dtype of x, and a mask of that shape whose
    elements are True or False."""
    answer = dropout_forward(x, p, rng, training)
    pair(answer, x)


@law(p=floats(0.1, 0.9))
def scales_what_it_keeps(dropout_forward, x, p, rng):
    """In training, out is x / (1 - p) where the mask is True and 0 where it is False."""
    kept_of(dropout_forward(x, p, rng, training=True), x, p)


@law(like=scales_what_it_keeps)
def never_shrinks_what_it_keeps(dropout_forward, x, p, rng):
    """In training, an entry that stays becomes larger in size, never smaller: it makes up for those
    that are dropped."""
    out, kept = pair(dropout_forward(x, p, rng, training=True), x)
    shrunk = kept & (np.abs(out) < np.abs(x))
    assert_that(not shrunk.any(), f"with p = {p:g}, some entries that were kept became smaller")


LARGE = {"count": integers(64, 90), "width": integers(64, 90)}


@law(ordinary=10, p=floats(0.1, 0.9), **LARGE)
def drops_the_part_p_of_many_entries(dropout_forward, p, rng, count, width):
    """Of n entries, thousands, about n * p are dropped, whatever their values."""
    x = np.resize(ENTRIES, (count, width))
    kept = kept_of(dropout_forward(x, p, rng), x, p)
    dropped = kept.size - np.count_nonzero(kept)
    # A right answer is more than 6 standard deviations away with probability 5e-9 (2e-9 for a
    # normal, a little more for p = 0.1): 5e-8 in 10 draws.
    allowed = 6 * np.sqrt(kept.size * p * (1 - p))
    assert_that(
        abs(dropped - kept.size * p) <= allowed,
        f"with p = {p:g}, {dropped} of {kept.size} entries were dropped",
    )


@law(like=drops_the_part_p_of_many_entries)
def drops_every_entry_by_itself(dropout_forward, p, rng, count, width):
    """Whether an entry is dropped says nothing about its neighbours in the same row or column:
    both are dropped with probability p * p."""
    x = np.resize(ENTRIES, (count, width))
    kept = kept_of(dropout_forward(x, p, rng), x, p)
    for axis, name in ((0, "column"), (1, "row")):
        first, second = np.delete(kept, -1, axis), np.delete(kept, 0, axis)
        both = np.count_nonzero(~first & ~second)
        # Overlapping pairs share an entry: variance n p^2 (1 - p^2) + 2 n p^3 (1 - p) at most.
        # 7 standard deviations are 3e-12 for a normal, and 1.3e-9 for p = 0.1 in the smallest
        # array, by exact convolution: 20 looks stay below 3e-8.
        allowed = 7 * np.sqrt(first.size * (p**2 * (1 - p**2) + 2 * p**3 * (1 - p)))
        assert_that(
            abs(both - first.size * p**2) <= allowed,
            f"with p = {p:g}, both of two neighbours in a {name} were dropped in {both} of "
            f"{first.size} pairs, where about {first.size * p**2:.0f} are expected",
        )


# The largest sizes of groups of small arrays.
GROUPS = (1, 2, 4, 8, 20, 60, 200, 4000)


def small_array(chance, smallest, largest):
    """Zeros and others in one of the shapes that so many entries can have."""
    size = int(np.exp(chance.uniform(np.log(smallest), np.log(largest + 1))))
    kind, first = chance.integers(4), chance.integers(3)
    shape = ((size,), (-1, 1), (1, size), (size, 1, 1))[kind]
    if kind == 1:
        widths = np.flatnonzero(size % np.arange(1, size + 1) == 0) + 1
        shape = (-1, int(widths[chance.integers(widths.size)]))
    return ENTRIES.reshape(-1)[first : first + size].reshape(shape)


@law(ordinary=1, p=floats(0.3, 0.7))
def drops_the_part_p_of_small_arrays(dropout_forward, p, rng):
    """Of the entries of hundreds of small arrays of any shape the part p is dropped, each by
    itself, and how many in one array is left to chance."""
    chance = np.random.default_rng(rng.seed)
    smallest, made, spreads, so_far = 1, 0, [], np.zeros(4, dtype=np.int64)
    for largest in GROUPS:
        # In each group 128 entries at least, so that none is looked at less closely than single
        # ones, and of more than 8 entries some 180 pairs of neighbours.
        given, answers = [], []
        for _ in range(max(28, -(-128 // smallest))):
            given.append(small_array(chance, smallest, largest))
            made += 1
            seed = type(rng)((rng.seed + made) % 2**31)
            answers.append(pair(dropout_forward(given[-1], p, seed), given[-1]))
        outs, masks = zip(*answers, strict=True)
        x, out, kept = (
            np.concatenate([part.reshape(-1) for part in parts]) for parts in (given, outs, masks)
        )
        gone, sizes = ~belonging(out, kept, x, p), np.array([part.size for part in given])
        starts = np.cumsum(sizes) - sizes
        counts = np.add.reduceat(gone, starts, dtype=np.int64)
        # Pairs that share no entry, so that they are independent.
        places = np.arange(gone.size) - np.repeat(starts, sizes)
        later = np.flatnonzero(places % 2)
        both = np.count_nonzero(gone[later] & gone[later - 1])
        wide = sizes > 4
        spread = (counts - sizes * p) ** 2 / (sizes * p * (1 - p))
        spreads.extend(spread[wide].tolist())
        here = np.array([counts.sum(), gone.size, both, later.size])
        so_far += here
        smallest = largest + 1
        # Chernoff's bounds, for the group and for all so far, each broken with probability
        # 2 exp(-20) = 4e-9: 1.3e-7 in all.
        for dropped, trials, pairs, neighbours in (here.tolist(), so_far.tolist()):
            assert_that(
                surprise(dropped / trials, p, trials) <= 20.0,
                f"with p = {p:g}, {dropped} of {trials} entries of arrays of up to {largest} "
                "entries were dropped",
            )
            assert_that(
                neighbours == 0 or surprise(pairs / neighbours, p**2, neighbours) <= 20.0,
                f"with p = {p:g}, both of two neighbours were dropped in {pairs} of {neighbours} "
                f"pairs in arrays of up to {largest} entries",
            )
    # Independent squares with mean 1 and mean square 3 at most: the mean of n is below 0.1 with
    # probability exp(-n * 0.9**2 / 6) at most, 6e-9 for 140 of them.
    assert_that(np.mean(spreads) > 0.1, "how many entries are dropped hardly varies")


@law(ordinary=2, p=floats(0.2, 0.8), side=integers(48, 80))
def leaves_the_number_to_chance(dropout_forward, p, rng, side):
    """Another generator gives another mask, and how many entries are dropped varies with it."""
    x = np.resize(ENTRIES, (side, side))
    different = [type(rng)((rng.seed + k) % 2**31) for k in range(5)]
    counts = {np.count_nonzero(kept_of(dropout_forward(x, p, seed), x, p)) for seed in different}
    # Five binomial counts of standard deviation s >= 19 are all equal with probability
    # 1 / (sqrt(5) * (sqrt(2 pi) * s)**4) <= 9e-8: 1.8e-7 in 2 draws.
    assert_that(
        len(counts) > 1, f"five different generators all kept exactly {min(counts)} entries"
    )


@law(ordinary=5, p=floats(0.1, 0.9), count=integers(20, 30), width=integers(20, 70))
def takes_its_randomness_from_rng(dropout_forward, p, rng, count, width):
    """Two generators in the same state give the same mask: no randomness comes from elsewhere."""
    x = np.resize(ENTRIES, (count, width))
    kept = kept_of(dropout_forward(x, p, rng), x, p)
    again = kept_of(dropout_forward(x, p, rng), x, p)
    assert_equal(again, kept)


@law(edge=10)
def changes_nothing_when_not_training(dropout_forward, x, p, rng):
    """When not training, out is x itself and the mask is all True, whatever p is."""
    out, kept = pair(dropout_forward(x, p, rng, training=False), x)
    assert_equal(out, x)
    assert_that(kept.all(), "the mask is not all True although nothing may be dropped")


@law(ordinary=0, edge=10)
def drops_nothing_for_0_and_everything_for_1(dropout_forward, x, rng):
    """p = 0 leaves x as it is; p = 1 gives zeros, and never nan."""
    out, kept = pair(dropout_forward(x, 0.0, rng), x)
    assert_equal(out, x)
    assert_that(kept.all(), "with p = 0 the mask must be all True")
    out, kept = pair(dropout_forward(x, 1.0, rng), x)
    assert_equal(out, np.zeros_like(x))
    assert_that(not kept.any(), "with p = 1 the mask must be all False")


@law(ordinary=0, edge=10)
def keeps_float32(dropout_forward, x, p, rng, training):
    """float32 in gives float32 out."""
    x = x.astype(np.float32)
    for chance in (p, 1.0):
        pair(dropout_forward(x, chance, rng, training), x)


# Twelve ones: with this generator and p some of them are kept and some are dropped.
WITNESS = {"x": [[1.0] * 4] * 3, "p": 0.25, "rng": 0}


# --- the pieces of which the mistakes are made --------------------------------------------------


def check(p):
    if not 0.0 <= p <= 1.0:
        raise ValueError("p is no probability")


def unchanged(x):
    return x.copy(), np.ones(x.shape, dtype=bool)


def numbers(x, p, rng):
    check(p)
    return rng.random(x.shape)


def scaled(x, mask, p):
    return np.where(mask, x / (1 - p), 0.0) if p < 1 else np.zeros_like(x)


@misconception(witness={**WITNESS, "p": 0.3})
def never_drops(x, p, rng, training=True):
    """Nothing is ever dropped. In training, draw one random number for every entry and drop the
    entry where that number is below p."""
    check(p)
    return unchanged(x)


@misconception(witness={**WITNESS, "p": 0.35})
def forgets_to_rescale(x, p, rng, training=True):
    """The entries that stay are not divided by 1 - p, so that dropping changes the layer's output
    on average. Divide what is kept by 1 - p."""
    mask = numbers(x, p, rng) >= p if training else np.ones(x.shape, dtype=bool)
    return np.where(mask, x, 0.0), mask


@misconception(witness={**WITNESS, "p": 0.38})
def multiplies_by_1_minus_p(x, p, rng, training=True):
    """In training, what is kept is multiplied by 1 - p, which makes it smaller still. Divide by
    1 - p, so that the average stays what it was."""
    if not training:
        return unchanged(x)
    mask = numbers(x, p, rng) >= p
    return np.where(mask, x * (1 - p), 0.0), mask


@misconception(witness={**WITNESS, "p": 0.42})
def divides_by_p(x, p, rng, training=True):
    """What is kept is divided by p, the probability of dropping. Divide by 1 - p, the probability
    of keeping."""
    if not training:
        return unchanged(x)
    mask = numbers(x, p, rng) >= p
    return x * mask / np.float64(p), mask


@misconception(witness={**WITNESS, "p": 0.4, "training": False})
def shrinks_when_not_training(x, p, rng, training=True):
    """When not training, the output is multiplied by 1 - p. Inverted dropout has made up for the
    dropped entries in training already, so that x now passes unchanged."""
    if not training:
        return x * (1 - p), np.ones(x.shape, dtype=bool)
    mask = numbers(x, p, rng) >= p
    return scaled(x, mask, p), mask


@misconception(witness={**WITNESS, "p": 0.2, "training": False})
def rescales_when_not_training(x, p, rng, training=True):
    """When not training, nothing is dropped, but the output is still divided by 1 - p. There is
    nothing to make up for: return x unchanged."""
    if not training:
        return x / max(1 - p, 1e-12), np.ones(x.shape, dtype=bool)
    mask = numbers(x, p, rng) >= p
    return scaled(x, mask, p), mask


@misconception(witness={**WITNESS, "p": 0.45, "training": False})
def drops_when_not_training(x, p, rng, training=True):
    """Entries are dropped although the network is not being trained. Look at `training` first:
    where it is False, return x and a mask of True."""
    mask = numbers(x, p, rng) >= p
    return scaled(x, mask, p), mask


@misconception(witness={**WITNESS, "p": 0.55})
def shrinks_later_instead_of_rescaling(x, p, rng, training=True):
    """This is the older kind of dropout, which shrinks the output by 1 - p when not training. The
    inverted kind asked for divides by 1 - p in training and changes nothing later."""
    if not training:
        return x * (1 - p), np.ones(x.shape, dtype=bool)
    mask = numbers(x, p, rng) >= p
    return np.where(mask, x, 0.0), mask


@misconception(witness={**WITNESS, "p": 0.6})
def takes_p_for_the_probability_of_keeping(x, p, rng, training=True):
    """Entries are kept with probability p and divided by p. Here p is the probability of dropping:
    keep with probability 1 - p and divide by 1 - p."""
    if not training:
        return unchanged(x)
    mask = numbers(x, p, rng) < p
    return np.where(mask, x / p, 0.0) if p > 0 else np.zeros_like(x), mask


@misconception(witness={**WITNESS, "p": 0.65})
def keeps_what_it_should_drop(x, p, rng, training=True):
    """Entries are kept with probability p, but then divided by 1 - p. p is the probability of
    dropping: the comparison with the random numbers is the wrong way round."""
    if not training:
        return unchanged(x)
    mask = numbers(x, p, rng) < p
    return scaled(x, mask, p), mask


@misconception(witness={**WITNESS, "p": 0.7})
def marks_what_it_dropped(x, p, rng, training=True):
    """The output is right, but the mask is True where an entry was dropped. It must be True where
    the entry was kept."""
    if not training:
        return unchanged(x)
    dropped = numbers(x, p, rng) < p
    return np.where(dropped, 0.0, x / (1 - p)) if p < 1 else np.zeros_like(x), dropped


@misconception(witness={**WITNESS, "p": 0.51})
def drops_whole_columns(x, p, rng, training=True):
    """One row of random numbers serves every example, so that all lose the same entries. Draw a
    number for each entry: rng.random(x.shape)."""
    if not training:
        return unchanged(x)
    row = numbers(x[(0,) * (x.ndim - 1)], p, rng) >= p
    mask = np.broadcast_to(row, x.shape).copy()
    return scaled(x, mask, p), mask


@misconception(witness={**WITNESS, "p": 0.52})
def drops_whole_rows(x, p, rng, training=True):
    """One random number decides about a whole row, so that examples vanish entirely. Draw a number
    for each entry: rng.random(x.shape)."""
    if not training:
        return unchanged(x)
    column = numbers(x[..., :1], p, rng) >= p
    mask = np.broadcast_to(column, x.shape).copy()
    return scaled(x, mask, p), mask


@misconception(witness={**WITNESS, "p": 0.5})
def drops_a_fixed_number(x, p, rng, training=True):
    """Exactly the part p of the entries is dropped each time. Every entry is dropped with
    probability p by itself, so that the number varies: compare a random number for each with p."""
    if not training:
        return unchanged(x)
    check(p)
    mask = np.ones(x.size, dtype=bool)
    mask[rng.permutation(x.size)[: round(p * x.size)]] = False
    mask = mask.reshape(x.shape)
    return scaled(x, mask, p), mask


@misconception(witness={**WITNESS, "p": 0.15})
def brings_its_own_generator(x, p, rng, training=True):
    """The mask is the same whatever generator is handed in, since another one, with a seed of its
    own, is made inside. Draw from the argument rng."""
    if not training:
        return unchanged(x)
    mask = numbers(x, p, np.random.default_rng(42)) >= p
    return scaled(x, mask, p), mask


GLOBAL = np.random.RandomState(0)  # stands for np.random itself, which must not be disturbed here


@misconception(witness={**WITNESS, "p": 0.85})
def draws_from_the_global_generator(x, p, rng, training=True):
    """The random numbers come from np.random, so that nobody can repeat the result. Draw from the
    argument rng: rng.random(x.shape)."""
    if not training:
        return unchanged(x)
    mask = numbers(x, p, GLOBAL) >= p
    return scaled(x, mask, p), mask


@misconception(witness={**WITNESS, "p": 1.0})
def divides_0_by_0(x, p, rng, training=True):
    """With p = 1 every entry is dropped and then divided by 1 - p = 0, which gives nan. Treat p = 1
    on its own, or choose the zeros after the division."""
    if not training:
        return unchanged(x)
    mask = numbers(x, p, rng) >= p
    return x * mask / np.float64(1 - p), mask


@misconception(witness={**WITNESS, "p": 0.1})
def returns_numbers_for_a_mask(x, p, rng, training=True):
    """The mask holds numbers, 0.0 and 1.0 / (1 - p). It must hold True and False, dtype bool; the
    scaling belongs to the output alone."""
    if not training:
        return x.copy(), np.ones(x.shape)
    mask = numbers(x, p, rng) >= p
    mask = mask / (1 - p) if p < 1 else mask * 0.0
    return x * mask, mask


@misconception(witness={**WITNESS, "p": 0.05})
def returns_the_output_alone(x, p, rng, training=True):
    """Only the output comes back. The backward pass needs the mask as well: return both,
    `return out, mask`."""
    return scaled(x, numbers(x, p, rng) >= p, p) if training else x.copy()


@misconception(witness={**WITNESS, "x": [[0.0, 1.0], [2.0, 0.0]]})
def takes_zeros_for_dropped(x, p, rng, training=True):
    """The mask is read off the output, so that entries that were 0 before count as dropped. Draw
    the mask first and compute the output from it."""
    if not training:
        return unchanged(x)
    mask = numbers(x, p, rng) >= p
    out = scaled(x, mask, p)
    return out, out != 0.0


@misconception(witness={**WITNESS, "p": 0.9})
def writes_into_x(x, p, rng, training=True):
    """The zeros are written into x itself, which belongs to the caller and may be needed again.
    Make a new array for the output."""
    mask = numbers(x, p, rng) >= p if training else np.ones(x.shape, dtype=bool)
    if training:
        x[~mask] = 0.0
        x /= max(1 - p, 1e-12)
    return x, mask


EXERCISE = Exercise(
    inputs={
        "x": array("... D", floats(-10, 10), floats(-1e6, 1e6)),
        "p": scalar(floats(0.05, 0.95), floats(0.0, 1.0, special=(0.0, 1.0))),
        "rng": generator(),
        "training": boolean(),
    },
    reference=None,
    refusals=(
        refusal(ValueError, "p = -0.1", x=np.ones((2, 3)), p=-0.1, rng=0, training=True),
        refusal(ValueError, "p = 1.5", x=np.ones((2, 3)), p=1.5, rng=0, training=True),
    ),
    laws=(
        returns_an_output_and_a_boolean_mask,
        scales_what_it_keeps,
        never_shrinks_what_it_keeps,
        drops_the_part_p_of_many_entries,
        drops_every_entry_by_itself,
        drops_the_part_p_of_small_arrays,
        leaves_the_number_to_chance,
        takes_its_randomness_from_rng,
        changes_nothing_when_not_training,
        drops_nothing_for_0_and_everything_for_1,
        keeps_float32,
    ),
    misconceptions=(
        never_drops,
        forgets_to_rescale,
        multiplies_by_1_minus_p,
        divides_by_p,
        shrinks_when_not_training,
        rescales_when_not_training,
        drops_when_not_training,
        shrinks_later_instead_of_rescaling,
        takes_p_for_the_probability_of_keeping,
        keeps_what_it_should_drop,
        marks_what_it_dropped,
        drops_whole_columns,
        drops_whole_rows,
        drops_a_fixed_number,
        brings_its_own_generator,
        draws_from_the_global_generator,
        divides_0_by_0,
        returns_numbers_for_a_mask,
        returns_the_output_alone,
        takes_zeros_for_dropped,
        writes_into_x,
    ),
    hints=(
        "How can a random number between 0 and 1 decide something that happens with probability p? "
        "And how large must an entry that stays become, so that the average does not change?",
        "Draw one number for each entry with rng.random(x.shape) and compare them with p: that is "
        "the mask. What is divided by zero when p is 1, and what happens when training is False?",
        "mask = rng.random(x.shape) >= p; out = np.where(mask, x / (1 - p), 0.0), and zeros for "
        "p = 1. When not training, return x.copy() and a mask of True.",
    ),
)
