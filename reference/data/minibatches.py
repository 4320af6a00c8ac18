"""One shuffled pass over the examples, in batches.

There is no one right answer, since orders are drawn as the student likes; laws judge. A right
answer breaks a bound on chance with a probability below 1e-7, all laws together.
"""

from __future__ import annotations

import numpy as np

from grader.declare import (
    Exercise,
    array,
    assert_equal,
    assert_that,
    floats,
    generator,
    integers,
    labels,
    law,
    misconception,
    one_of,
    refusal,
    scalar,
)


def batches(answer):
    """The pairs of the list."""
    right = type(answer) in (tuple, list)
    for item in answer if right else ():
        right = right and type(item) in (tuple, list) and len(item) == 2
        right = right and all(isinstance(part, np.ndarray) and part.ndim > 0 for part in item)
    assert_that(right, "a list of pairs of arrays, (xb, yb), is expected")
    return answer


def table(x, y):
    """Examples with their targets, one a row, in ascending order."""
    rows = np.concatenate([x.reshape(len(x), -1), y.reshape(len(y), -1)], axis=1)
    return rows[np.lexsort(rows.T[::-1])]


def joined(answer, x, y, batch_size):
    """All rows of x and of y in the order of the batches, whose sizes and dtypes are checked."""
    sizes = [min(batch_size, len(x) - k) for k in range(0, len(x), batch_size)]
    found = [len(xb) for xb, _ in batches(answer)]
    if found != sizes:
        assert_that(
            False,
            f"with N = {len(x)} and batch_size = {batch_size} the batches must hold {sizes} "
            f"examples, not {found}",
        )
    wide, deep = x.shape[1:], y.shape[1:]
    # Nearly all batches are right, and their dtypes in words are dearer than all the rest.
    for xb, yb in answer:
        if xb.shape[1:] != wide or yb.shape != (len(xb), *deep):
            assert_that(
                False,
                f"a batch has the shapes {xb.shape} and {yb.shape}; x has {x.shape}, y {y.shape}",
            )
        if xb.dtype != x.dtype or yb.dtype != y.dtype:
            assert_that(
                False,
                f"a batch has the dtypes {xb.dtype} and {yb.dtype} although {x.dtype} and "
                f"{y.dtype} went in",
            )
    return np.concatenate([xb for xb, _ in answer]), np.concatenate([yb for _, yb in answer])


def orders_of(answers, x, y, batch_sizes):
    """The orders of rows that hold their numbers, an answer a row of the result.

    In each answer each row must be there once, with its target.
    """
    given = zip(answers, batch_sizes, strict=True)
    pairs = [joined(answer, x, y, batch_size) for answer, batch_size in given]
    all_x, all_y = (np.stack(part) for part in zip(*pairs, strict=True))
    orders = all_x[:, :, 0].astype(np.int64)
    right = np.sort(orders) == np.arange(len(x))
    assert_that(right.all(), f"the batches must hold each of the {len(x)} examples once")
    assert_equal([all_x, all_y], [x[orders], y[orders]])
    return orders


def surprise(share, p, n):
    """Chernoff: n trials come so far from p with a probability below exp(-surprise).

    So for numbers from 0 to 1 with mean p, and where p is itself a mean of chances.
    """
    parts = ((share, p), (1.0 - share, 1.0 - p))
    return n * sum(a * np.log(a / b) for a, b in parts if a > 0.0)


def seeds(rng, count, first=0):
    """Generators with seeds of their own."""
    return [type(rng)((rng.seed + first + k) % 2**31) for k in range(1, count + 1)]


@law(ordinary=30, edge=20)
def has_the_sizes_asked_for(minibatches, x, y, batch_size, rng):
    """All batches hold batch_size examples but the last, which holds what is left; shapes and
    dtypes stay what they are."""
    for given in (x, x.astype(np.float32)):
        joined(minibatches(given, y, batch_size, rng), given, y, batch_size)


@law(ordinary=30, edge=20)
def every_example_is_there_once_with_its_target(minibatches, x, y, batch_size, rng):
    """The batches together are the examples that went in, each once and with its own target."""
    all_x, all_y = joined(minibatches(x, y, batch_size, rng), x, y, batch_size)
    assert_equal(table(all_x, all_y), table(x, y))


@law(ordinary=3)
def only_the_last_batch_is_smaller(minibatches, rng):
    """Seven examples in batches of 3 make batches of 3, 3 and 1; in batches of 5, of 5 and 2."""
    seven = np.arange(7.0)
    threes = minibatches(seven[:, None], seven, 3, rng)
    fives = minibatches(seven[:, None], seven, 5, rng)
    for answer, batch_size in ((threes, 3), (fives, 5)):
        orders_of([answer], seven[:, None], seven, [batch_size])


# Five examples in batches of 2, 2 and 1.
FIVE = np.arange(5.0)


@law(ordinary=1)
def every_order_is_equally_likely(minibatches, rng):
    """With 5 examples in batches of 2, every example turns up in every place, every pair shares a
    batch now and then, and nothing happens too often."""
    passes = 150
    answers = [minibatches(FIVE[:, None], FIVE, 2, seed) for seed in seeds(rng, passes)]
    orders = orders_of(answers, FIVE[:, None], FIVE, [2] * passes)
    places = np.bincount((orders + 5 * np.arange(5)).reshape(-1), minlength=25)
    shared = np.sort(orders[:, :4].reshape(-1, 2))
    pairs = np.bincount(shared @ [5, 1], minlength=25).reshape(5, 5)[np.triu_indices(5, 1)]
    # Every cell and every pair has probability 1/5: a right answer leaves one of the 25 or of the
    # 10 out with probability 35 * 0.8**150 = 1e-13. 30 are expected; 63 and more of 150 come with
    # probability 7e-10 each, by the binomial distribution: 2.5e-8 in all.
    assert_that(np.all(places > 0), f"in {passes} passes some examples never came to some places")
    assert_that(np.all(pairs > 0), f"in {passes} passes some pairs never shared a batch")
    assert_that(
        places.max() < 63, f"in {passes} passes some example came to one place far too often"
    )
    assert_that(pairs.max() < 63, f"in {passes} passes one pair shared a batch far too often")


def numbered(chance, n):
    """n examples in one of the shapes that are promised to work, which hold their row numbers."""
    x = np.repeat(np.arange(float(n))[:, None], chance.integers(1, 4), axis=1)
    return x, (np.arange(n), np.arange(float(n)), x[:, :1])[chance.integers(3)]


THIRDS = ("first", "second", "last")


@law(ordinary=1)
def shuffles_any_number_of_examples(minibatches, rng):
    """However many examples there are, 2 or 30 or 100: their order changes from one pass to the
    next, no example and no neighbours keep to their places, and every row of x has its target."""
    chance = np.random.default_rng(rng.seed)
    counts = [*range(2, 31), *chance.integers(31, 130, 4).tolist()]
    made, cells, pairs = 0, np.zeros((3, 3, 3)), np.zeros((2, 3))
    for n in counts:
        # All of so many orders are the same with a probability below exp(-24) = 4e-11.
        passes = 1 + max(5, int(np.ceil(24.0 / np.log(np.arange(2, n + 1)).sum())))
        (x, y), sizes = numbered(chance, n), chance.integers(1, n + 2, passes).tolist()
        given = zip(sizes, seeds(rng, passes, made), strict=True)
        orders = orders_of([minibatches(x, y, size, seed) for size, seed in given], x, y, sizes)
        # Which third of the rows came to which third of the places.
        thirds = 3 * np.arange(n) // n
        ways = np.bincount((3 * thirds + thirds[orders]).reshape(-1), minlength=9).reshape(3, 3)
        part = np.bincount(thirds, minlength=3)
        trials = passes * np.repeat(part[:, None], 3, axis=1)
        cells += np.stack([ways, trials, trials * part / n], axis=2)
        # Neighbours that stay neighbours.
        steps = np.diff(orders)
        for k, step in enumerate((1, -1)):
            pairs[k] += passes * np.mean(steps == step), passes, passes / n
        made += passes
        same = np.all(orders == orders[0])
        assert_that(not same, f"{passes} passes over {n} examples all had the same order")
    # Counts of rows drawn without repeats keep Chernoff's bound, as Hoeffding showed: each of the
    # following is so far off with probability 2 exp(-25) = 3e-11 at most.
    for place, row in np.ndindex(3, 3):
        found, trials, expected = cells[place, row]
        assert_that(
            surprise(found / trials, expected / trials, trials) <= 25.0,
            f"{100 * found / trials:.0f} percent of the {THIRDS[place]} third of a pass came from "
            f"the {THIRDS[row]} third of the rows",
        )
    for found, trials, expected in pairs:
        assert_that(
            surprise(found / trials, expected / trials, trials) <= 25.0,
            f"{100 * found / trials:.0f} percent of neighbouring rows stayed neighbours",
        )


@law(ordinary=5, n=integers(8, 30))
def takes_its_randomness_from_rng(minibatches, n, rng):
    """Two generators in the same state give the same batches: no randomness comes from
    elsewhere."""
    chance = np.random.default_rng(rng.seed)
    (x, y), size = numbered(chance, n), int(chance.integers(1, n + 2))
    answers = [minibatches(x, y, size, rng) for _ in range(2)]
    first, second = orders_of(answers, x, y, [size, size])
    assert_equal(second, first)


# --- mistakes -------------------------------------------------------------------------------------


WITNESS = {
    "x": [[0.0], [1.0], [2.0], [3.0], [4.0], [5.0], [6.0]],
    "y": [0.0, 10.0, 20.0, 30.0, 40.0, 50.0, 60.0],
    "batch_size": 3,
    "rng": 0,
}


def check(x, y):
    if len(x) != len(y):
        raise ValueError("the numbers of rows differ")


def cut(x, y, order, batch_size):
    starts = range(0, len(order), batch_size)
    listed = [order[k : k + batch_size] for k in starts]
    return [(x[rows], y[rows]) for rows in listed]


@misconception(witness=WITNESS)
def does_not_shuffle(x, y, batch_size, rng):
    """The batches were cut in the order of the rows. Shuffle first, with rng.permutation(N)."""
    check(x, y)
    return cut(x, y, np.arange(len(x)), batch_size)


@misconception(witness=WITNESS)
def drops_the_last_batch(x, y, batch_size, rng):
    """The examples that were left over at the end were dropped. The last batch may be smaller, but
    it counts."""
    check(x, y)
    pairs = cut(x, y, rng.permutation(len(x)), batch_size)
    return [pair for pair in pairs if len(pair[0]) == batch_size]


@misconception(witness=WITNESS)
def shuffles_x_and_y_apart(x, y, batch_size, rng):
    """x and y were shuffled each in its own way, so that examples lost their targets. Draw one
    order and use it for both."""
    check(x, y)
    one, two = rng.permutation(len(x)), rng.permutation(len(x))
    return cut(x[one], y[two], np.arange(len(x)), batch_size)


@misconception(witness=WITNESS)
def shuffles_x_only(x, y, batch_size, rng):
    """The rows of x were shuffled and y stayed in its order. Take the same rows of both."""
    check(x, y)
    return cut(x[rng.permutation(len(x))], y, np.arange(len(x)), batch_size)


@misconception(witness={**WITNESS, "rng": 1})
def shuffles_only_the_batches(x, y, batch_size, rng):
    """The rows were cut in their order and only the batches were shuffled, so that the same
    examples always stay together. Shuffle the examples, then cut."""
    check(x, y)
    pairs = cut(x, y, np.arange(len(x)), batch_size)
    return [pairs[k] for k in rng.permutation(len(pairs))]


@misconception(witness={**WITNESS, "rng": 2})
def shuffles_within_the_batches(x, y, batch_size, rng):
    """The rows were cut in their order and only shuffled within each batch. Shuffle all examples,
    then cut."""
    check(x, y)
    starts = range(0, len(x), batch_size)
    orders = [k + rng.permutation(min(batch_size, len(x) - k)) for k in starts]
    return [(x[rows], y[rows]) for rows in orders]


@misconception(witness={**WITNESS, "rng": 3})
def draws_each_batch_anew(x, y, batch_size, rng):
    """Each batch was drawn by itself, so that some examples come twice in a pass and others not at
    all. Shuffle once and cut the order into batches."""
    check(x, y)
    sizes = [min(batch_size, len(x) - k) for k in range(0, len(x), batch_size)]
    orders = [rng.choice(len(x), size, replace=False) for size in sizes]
    return [(x[rows], y[rows]) for rows in orders]


@misconception(witness={**WITNESS, "batch_size": 2})
def makes_batch_size_many_batches(x, y, batch_size, rng):
    """There were batch_size batches. It is the number of examples in a batch, not the number of
    batches."""
    check(x, y)
    orders = np.array_split(rng.permutation(len(x)), batch_size)
    return [(x[rows], y[rows]) for rows in orders]


@misconception(witness={**WITNESS, "batch_size": 5})
def evens_the_batches_out(x, y, batch_size, rng):
    """The batches were made about equally large. All but the last hold exactly batch_size
    examples."""
    check(x, y)
    orders = np.array_split(rng.permutation(len(x)), -(-len(x) // batch_size))
    return [(x[rows], y[rows]) for rows in orders]


@misconception(witness={**WITNESS, "batch_size": 7})
def ends_with_an_empty_batch(x, y, batch_size, rng):
    """An empty batch came last where batch_size divides N. Cut only where examples are left:
    range(0, N, batch_size) begins every batch."""
    check(x, y)
    order = rng.permutation(len(x))
    listed = [order[k : k + batch_size] for k in range(0, len(x) + 1, batch_size)]
    return [(x[rows], y[rows]) for rows in listed]


@misconception(witness={**WITNESS, "rng": 6})
def fills_the_last_batch_up(x, y, batch_size, rng):
    """The last batch was filled up with examples from the beginning, which so came twice. It may be
    smaller than the others."""
    check(x, y)
    order = rng.permutation(len(x))
    filled = np.resize(order, -(-len(x) // batch_size) * batch_size)
    return cut(x, y, filled, batch_size)


@misconception(witness={**WITNESS, "rng": 7})
def returns_the_first_batch_alone(x, y, batch_size, rng):
    """Only the first batch came back. A pass goes through all examples: return all batches."""
    check(x, y)
    return cut(x, y, rng.permutation(len(x)), batch_size)[:1]


@misconception(witness={**WITNESS, "rng": 8})
def brings_its_own_generator(x, y, batch_size, rng):
    """The batches are the same whatever generator is handed in, since another one, with a seed of
    its own, is made inside. Draw from the argument rng."""
    check(x, y)
    return cut(x, y, np.random.default_rng(42).permutation(len(x)), batch_size)


@misconception(witness={**WITNESS, "rng": 9})
def shuffles_the_callers_arrays(x, y, batch_size, rng):
    """The arrays that were handed in were shuffled themselves. They belong to the caller: draw an
    order, and pick rows by it."""
    check(x, y)
    order = rng.permutation(len(x))[::-1]
    x[...], y[...] = x[order], y[order]
    return cut(x, y, np.arange(len(x)), batch_size)


EXERCISE = Exercise(
    inputs={
        "x": array("N D", floats(-10, 10), floats(-1e6, 1e6, special=(0.0,))),
        "y": one_of(array("N"), array("N K"), labels("N", classes="K")),
        "batch_size": scalar(integers(1, 5), integers(1, 12)),
        "rng": generator(),
    },
    reference=None,
    sizes={"N": (1, 9), "D": (1, 3), "K": (1, 4)},
    refusals=(
        refusal(
            ValueError,
            "5 targets for 4 examples",
            x=np.ones((4, 2)),
            y=np.ones(5),
            batch_size=2,
            rng=0,
        ),
        refusal(
            ValueError,
            "3 targets for 4 examples",
            x=np.ones((4, 2)),
            y=np.ones(3),
            batch_size=4,
            rng=1,
        ),
    ),
    laws=(
        has_the_sizes_asked_for,
        every_example_is_there_once_with_its_target,
        only_the_last_batch_is_smaller,
        every_order_is_equally_likely,
        shuffles_any_number_of_examples,
        takes_its_randomness_from_rng,
    ),
    misconceptions=(
        does_not_shuffle,
        drops_the_last_batch,
        shuffles_x_and_y_apart,
        shuffles_x_only,
        shuffles_only_the_batches,
        shuffles_within_the_batches,
        draws_each_batch_anew,
        makes_batch_size_many_batches,
        evens_the_batches_out,
        ends_with_an_empty_batch,
        fills_the_last_batch_up,
        returns_the_first_batch_alone,
        brings_its_own_generator,
        shuffles_the_callers_arrays,
    ),
    hints=(
        "Think of the row numbers 0 .. N - 1. What is done with them first, and what then?",
        "order = rng.permutation(N) shuffles the row numbers. range(0, N, batch_size) gives where "
        "the batches begin, and a slice that reaches beyond the end simply stops there.",
        "[(x[order[k : k + batch_size]], y[order[k : k + batch_size]]) for k in range(0, N, "
        "batch_size)]",
    ),
)
