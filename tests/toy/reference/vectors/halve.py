"""Half of a whole number."""

from __future__ import annotations

from grader.declare import Exercise, assert_equal, integers, law, misconception, scalar


def reference(n: int) -> int:
    return n // 2


@law()
def doubling_is_undone(halve, n):
    """Half of twice a number is that number."""
    assert_equal(halve(2 * n), n)


@misconception(witness=-3)
def rounds_towards_zero(n):
    """This rounds towards zero, so that -3 gives -1; rounding down gives -2."""
    return int(n / 2)


@misconception(witness=4)
def leaves_a_float(n):
    """Half comes out as a float; a whole number is asked for: use //."""
    return n / 2


EXERCISE = Exercise(
    inputs={"n": scalar(integers(-100, 100), integers(-(10**12), 10**12))},
    reference=reference,
    accuracy="exact",
    laws=(doubling_is_undone,),
    misconceptions=(rounds_towards_zero, leaves_a_float),
    hints=("What does // do with negative numbers?",),
)
