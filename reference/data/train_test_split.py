"""A random part of the examples set aside for testing.

There is no one right answer, since examples are drawn as the student likes; laws judge. A right
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


def four(answer):
    """The four parts."""
    right = type(answer) in (tuple, list) and len(answer) == 4
    right = right and all(isinstance(part, np.ndarray) and part.ndim > 0 for part in answer)
    assert_that(right, "four arrays are expected, (x_train, x_test, y_train, y_test)")
    return answer


def table(x, y):
    """Examples with their targets, one a row, in ascending order."""
    rows = np.concatenate([x.reshape(len(x), -1), y.reshape(len(y), -1)], axis=1)
    return rows[np.lexsort(rows.T[::-1])]


def parts_of(answer, x, y, test_fraction):
    """The four parts, checked to have the sizes and dtypes that are promised."""
    x_train, x_test, y_train, y_test = four(answer)
    test = int(len(x) * test_fraction)
    for part, whole, count, name in (
        (x_train, x, len(x) - test, "x_train"),
        (x_test, x, test, "x_test"),
        (y_train, y, len(x) - test, "y_train"),
        (y_test, y, test, "y_test"),
    ):
        wanted = (count, *whole.shape[1:])
        # Nearly all parts are right, and these words are dearer than all the rest.
        if part.shape != wanted:
            assert_that(
                False,
                f"{name} has the shape {part.shape}; with N = {len(x)} and test_fraction = "
                f"{test_fraction:g} it must be {wanted}",
            )
        if part.dtype != whole.dtype:
            assert_that(False, f"{name} has the dtype {part.dtype} although {whole.dtype} went in")
    return answer


def tested(answers, x, y, test_fraction):
    """The rows of the test sets, a set a row, where rows hold their numbers.

    In each answer each row must be there once, with its target.
    """
    parts = [parts_of(answer, x, y, test_fraction) for answer in answers]
    x_train, x_test, y_train, y_test = (np.stack(part) for part in zip(*parts, strict=True))
    all_x, all_y = np.hstack([x_train, x_test]), np.hstack([y_train, y_test])
    rows = all_x[:, :, 0].astype(np.int64)
    right = np.sort(rows) == np.arange(len(x))
    assert_that(right.all(), f"the two sets must hold each of the {len(x)} examples once")
    assert_equal([all_x, all_y], [x[rows], y[rows]])
    return rows[:, x_train.shape[1] :]


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
def has_the_sizes_asked_for(train_test_split, x, y, test_fraction, rng):
    """int(N * test_fraction) rows are for testing and all others for training; shapes and dtypes
    stay what they are."""
    for given in (x, x.astype(np.float32)):
        parts_of(train_test_split(given, y, test_fraction, rng), given, y, test_fraction)


@law(ordinary=30, edge=20)
def every_example_is_there_once_with_its_target(train_test_split, x, y, test_fraction, rng):
    """Training and test rows together are the examples that went in, each once and with its own
    target."""
    answer = train_test_split(x, y, test_fraction, rng)
    x_train, x_test, y_train, y_test = parts_of(answer, x, y, test_fraction)
    both = table(np.concatenate([x_train, x_test]), np.concatenate([y_train, y_test]))
    assert_equal(both, table(x, y))


# Five examples, of which two are for testing: 10 pairs.
FIVE = np.arange(5.0)


@law(ordinary=1)
def every_choice_is_equally_likely(train_test_split, rng):
    """With 5 examples, 2 of them for testing, every pair is chosen now and then, and none too
    often."""
    splits = 200
    answers = [train_test_split(FIVE[:, None], FIVE, 0.5, seed) for seed in seeds(rng, splits)]
    chosen = np.sort(tested(answers, FIVE[:, None], FIVE, 0.5))
    pairs = np.bincount(chosen @ [5, 1], minlength=25).reshape(5, 5)[np.triu_indices(5, 1)]
    # A right answer misses one of 10 pairs with probability 10 * 0.9**200 = 7e-9.
    assert_that(
        np.all(pairs > 0),
        f"in {splits} splits {np.count_nonzero(pairs == 0)} of the 10 pairs never turned up",
    )
    # 20 are expected; 50 and more come with probability 9e-10 a pair, by the binomial distribution.
    assert_that(pairs.max() < 50, f"one pair was chosen {pairs.max()} times in {splits} splits")


def numbered(chance, n):
    """n examples in one of the shapes that are promised to work, which hold their row numbers."""
    x = np.repeat(np.arange(float(n))[:, None], chance.integers(1, 4), axis=1)
    return x, (np.arange(n), np.arange(float(n)), x[:, :1])[chance.integers(3)]


THIRDS = ("first", "second", "last")


@law(ordinary=1)
def chooses_among_any_number_of_examples(train_test_split, rng):
    """However many examples there are, 2 or 30 or 100: what is chosen changes from split to split,
    every part of the rows has its share, and every row of x has its target."""
    chance = np.random.default_rng(rng.seed)
    counts = [*range(2, 31), *chance.integers(31, 130, 4).tolist()]
    made, thirds, pairs = 0, np.zeros((3, 3)), np.zeros(3)
    for n in counts:
        count = int(chance.integers(max(1, n // 4), 1 + max(1, 3 * n // 4)))
        fraction = (count + 0.5) / n
        # All of so many choices are the same with a probability below exp(-24) = 4e-11.
        choices = sum(np.log((n - k) / (k + 1.0)) for k in range(count))
        splits, (x, y) = 1 + max(5, int(np.ceil(24.0 / choices))), numbered(chance, n)
        answers = [train_test_split(x, y, fraction, seed) for seed in seeds(rng, splits, made)]
        chosen = tested(answers, x, y, fraction)
        inside = np.zeros((splits, n), dtype=bool)
        inside[np.arange(splits)[:, None], chosen] = True
        third = 3 * np.arange(n) // n
        found = np.bincount(third[chosen].reshape(-1), minlength=3)
        trials = splits * np.bincount(third, minlength=3)
        thirds += np.stack([found, trials, trials * count / n], axis=1)
        both = count * (count - 1) / (n * (n - 1))
        pairs += splits * np.array([np.mean(inside[:, 1:] & inside[:, :-1]), 1.0, both])
        made += splits
        same = np.all(inside == inside[0])
        assert_that(not same, f"{splits} splits of {n} examples all chose the same rows")
    # Counts of rows drawn without repeats keep Chernoff's bound, as Hoeffding showed: each of the
    # following is so far off with probability 2 exp(-25) = 3e-11 at most.
    for k, (found, trials, expected) in enumerate(thirds):
        assert_that(
            surprise(found / trials, expected / trials, trials) <= 25.0,
            f"{100 * found / trials:.0f} percent of the {THIRDS[k]} third of the rows were chosen, "
            f"where {100 * expected / trials:.0f} percent are expected",
        )
    found, trials, expected = pairs
    assert_that(
        surprise(found / trials, expected / trials, trials) <= 25.0,
        f"both of two neighbouring rows were chosen in {100 * found / trials:.0f} percent of "
        f"cases, where {100 * expected / trials:.0f} are expected",
    )


@law(ordinary=5, n=integers(12, 40), test_fraction=floats(0.3, 0.7))
def takes_its_randomness_from_rng(train_test_split, n, test_fraction, rng):
    """Two generators in the same state give the same split: no randomness comes from elsewhere."""
    x, y = numbered(np.random.default_rng(rng.seed), n)
    answers = [train_test_split(x, y, test_fraction, rng) for _ in range(2)]
    first, second = (parts_of(answer, x, y, test_fraction) for answer in answers)
    assert_equal(list(second), list(first))


# --- mistakes -------------------------------------------------------------------------------------


WITNESS = {
    "x": [[0.0], [1.0], [2.0], [3.0], [4.0], [5.0], [6.0]],
    "y": [0.0, 10.0, 20.0, 30.0, 40.0, 50.0, 60.0],
    "test_fraction": 0.4,
    "rng": 0,
}


def check(x, y):
    if len(x) != len(y):
        raise ValueError("the numbers of rows differ")


def parts(x, y, test, train):
    return x[train], x[test], y[train], y[test]


def cut(x, y, count, rng):
    check(x, y)
    order = rng.permutation(len(x))
    return parts(x, y, order[:count], order[count:])


@misconception(witness=WITNESS)
def does_not_shuffle(x, y, test_fraction, rng):
    """The last rows were always set aside. Data are often sorted: shuffle first, with
    rng.permutation(N)."""
    check(x, y)
    train = len(x) - int(len(x) * test_fraction)
    return parts(x, y, slice(train, None), slice(0, train))


@misconception(witness=WITNESS)
def always_tests_the_first_rows(x, y, test_fraction, rng):
    """The first rows were always set aside. Data are often sorted: shuffle first, with
    rng.permutation(N)."""
    check(x, y)
    count = int(len(x) * test_fraction)
    return parts(x, y, slice(0, count), slice(count, None))


@misconception(witness=WITNESS)
def shuffles_x_and_y_apart(x, y, test_fraction, rng):
    """x and y were shuffled each in its own way, so that examples lost their targets. Draw one
    order and use it for both."""
    check(x, y)
    count = int(len(x) * test_fraction)
    one, two = rng.permutation(len(x)), rng.permutation(len(x))
    return x[one[count:]], x[one[:count]], y[two[count:]], y[two[:count]]


@misconception(witness=WITNESS)
def shuffles_x_only(x, y, test_fraction, rng):
    """The rows of x were shuffled and y stayed in its order. Take the same rows of both."""
    check(x, y)
    count = int(len(x) * test_fraction)
    order = rng.permutation(len(x))
    return x[order[count:]], x[order[:count]], y[count:], y[:count]


@misconception(witness=WITNESS)
def exchanges_training_and_test(x, y, test_fraction, rng):
    """The part test_fraction was used for training. It is the size of the test set."""
    return cut(x, y, len(x) - int(len(x) * test_fraction), rng)


@misconception(witness=WITNESS)
def rounds_the_number_of_test_rows(x, y, test_fraction, rng):
    """The number of test rows was rounded to the nearest or up. int(...) rounds down."""
    return cut(x, y, int(np.ceil(len(x) * test_fraction)), rng)


@misconception(witness=WITNESS)
def rounds_the_number_of_training_rows(x, y, test_fraction, rng):
    """The number of training rows was rounded down and the rest used for testing. It is the number
    of test rows that is rounded down."""
    check(x, y)
    order = rng.permutation(len(x))
    train = int(len(x) * (1 - test_fraction))
    return parts(x, y, order[train:], order[:train])


@misconception(witness=WITNESS)
def returns_the_parts_in_another_order(x, y, test_fraction, rng):
    """The parts came as x_train, y_train, x_test, y_test. Here both of x come first:
    x_train, x_test, y_train, y_test."""
    x_train, x_test, y_train, y_test = cut(x, y, int(len(x) * test_fraction), rng)
    return x_train, y_train, x_test, y_test


@misconception(witness=WITNESS)
def returns_the_test_set_first(x, y, test_fraction, rng):
    """The test set came before the training set. The order is x_train, x_test, y_train, y_test."""
    x_train, x_test, y_train, y_test = cut(x, y, int(len(x) * test_fraction), rng)
    return x_test, x_train, y_test, y_train


@misconception(witness=WITNESS)
def tests_on_what_it_trains_on(x, y, test_fraction, rng):
    """The test rows were left in the training set as well. A test on known examples proves nothing:
    each row belongs to one set only."""
    check(x, y)
    test = rng.permutation(len(x))[: int(len(x) * test_fraction)]
    return parts(x, y, test, slice(None))


@misconception(witness={**WITNESS, "rng": 4})
def draws_rows_with_repetition(x, y, test_fraction, rng):
    """Rows were drawn one by one and put back, so that some come twice and others not at all.
    Shuffle once and cut the order in two."""
    check(x, y)
    rows = rng.choice(len(x), len(x))
    count = int(len(x) * test_fraction)
    return parts(x, y, rows[:count], rows[count:])


@misconception(witness={**WITNESS, "rng": 5})
def tosses_a_coin_for_every_row(x, y, test_fraction, rng):
    """Each row went to the test set with probability test_fraction, so that its size varies. It
    must be int(N * test_fraction): shuffle and cut."""
    check(x, y)
    test = rng.random(len(x)) < test_fraction
    return parts(x, y, test, ~test)


@misconception(witness={**WITNESS, "rng": 6})
def brings_its_own_generator(x, y, test_fraction, rng):
    """The split is the same whatever generator is handed in, since another one, with a seed of its
    own, is made inside. Draw from the argument rng."""
    return cut(x, y, int(len(x) * test_fraction), np.random.default_rng(42))


GLOBAL = np.random.RandomState(0)  # stands for np.random itself, which must not be disturbed here


@misconception(witness={**WITNESS, "rng": 8})
def draws_from_the_global_generator(x, y, test_fraction, rng):
    """The order comes from np.random, so that nobody can repeat the split. Draw from the argument
    rng: rng.permutation(N)."""
    return cut(x, y, int(len(x) * test_fraction), GLOBAL)


@misconception(witness={**WITNESS, "rng": 7})
def shuffles_the_callers_arrays(x, y, test_fraction, rng):
    """The arrays that were handed in were shuffled themselves. They belong to the caller: draw an
    order, and pick rows by it."""
    check(x, y)
    order = rng.permutation(len(x))
    x[...], y[...] = x[order], y[order]
    count = int(len(x) * test_fraction)
    return parts(x, y, slice(0, count), slice(count, None))


EXERCISE = Exercise(
    inputs={
        "x": array("N D", floats(-10, 10), floats(-1e6, 1e6, special=(0.0,))),
        "y": one_of(array("N"), array("N K"), labels("N", classes="K")),
        "test_fraction": scalar(floats(0.1, 0.9), floats(0.0, 1.0, special=(0.0, 0.5, 1.0))),
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
            test_fraction=0.5,
            rng=0,
        ),
        refusal(
            ValueError,
            "3 targets for 4 examples",
            x=np.ones((4, 2)),
            y=np.ones(3),
            test_fraction=0.25,
            rng=1,
        ),
    ),
    laws=(
        has_the_sizes_asked_for,
        every_example_is_there_once_with_its_target,
        every_choice_is_equally_likely,
        chooses_among_any_number_of_examples,
        takes_its_randomness_from_rng,
    ),
    misconceptions=(
        does_not_shuffle,
        always_tests_the_first_rows,
        shuffles_x_and_y_apart,
        shuffles_x_only,
        exchanges_training_and_test,
        rounds_the_number_of_test_rows,
        rounds_the_number_of_training_rows,
        returns_the_parts_in_another_order,
        returns_the_test_set_first,
        tests_on_what_it_trains_on,
        draws_rows_with_repetition,
        tosses_a_coin_for_every_row,
        brings_its_own_generator,
        draws_from_the_global_generator,
        shuffles_the_callers_arrays,
    ),
    hints=(
        "Think of the row numbers 0 .. N - 1 and not of the rows. How can chance deal them out to "
        "two heaps, the first of a given size?",
        "rng.permutation(N) is a random order of the row numbers: cut it in two. The same numbers "
        "pick rows of x and of y.",
        "order = rng.permutation(N); test, train = order[:count], order[count:] with count = "
        "int(N * test_fraction); return x[train], x[test], y[train], y[test].",
    ),
)
