"""Flips of a biased coin: no single right answer, so laws alone judge."""

from __future__ import annotations

import numpy as np

from grader.declare import (
    Exercise,
    assert_shape,
    assert_that,
    floats,
    generator,
    integers,
    law,
    misconception,
)


@law(ordinary=20)
def gives_one_boolean_a_flip(coin_flips, n, p, rng):
    """Every flip is True or False, and there are n of them."""
    flips = coin_flips(n, p, rng)
    assert_shape(flips, (n,))
    assert_that(flips.dtype == bool, f"the flips are {flips.dtype}")


@law(ordinary=10)
def shows_heads_as_often_as_promised(coin_flips, p, rng):
    """The share of heads comes close to p."""
    # 10,000 flips: 6 standard deviations are 0.03, a false alarm in a billion.
    share = float(np.mean(coin_flips(10_000, p, rng)))
    assert_that(abs(share - p) < 0.03, f"{share:.2f} of the flips are heads where p is {p:.2f}")


@misconception(witness={"n": 8, "p": 0.125, "rng": 1})
def swaps_heads_and_tails(n, p, rng):
    """Heads come up with probability 1 - p here; compare with < instead of >."""
    return rng.random(n) > p


@misconception(witness={"n": 3, "p": 0.125, "rng": 1})
def flips_a_fair_coin(n, p, rng):
    """This coin ignores p."""
    return rng.random(n) < 0.5


@misconception(witness={"n": 2, "p": 0.5, "rng": 1})
def flips_once(n, p, rng):
    """One flip is repeated n times: draw n numbers."""
    return np.repeat(rng.random(1) < p, n)


EXERCISE = Exercise(
    inputs={"n": integers(0, 10), "p": floats(0.0, 1.0), "rng": generator()},
    reference=None,
    laws=(gives_one_boolean_a_flip, shows_heads_as_often_as_promised),
    misconceptions=(swaps_heads_and_tails, flips_a_fair_coin, flips_once),
    hints=("Which numbers does rng.random give?",),
)
