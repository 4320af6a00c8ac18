"""The normal density: the bell curve of Gauss."""

from __future__ import annotations

import math

import numpy as np
import torch

from grader.declare import (
    Exercise,
    array,
    assert_close,
    case,
    floats,
    law,
    misconception,
    one_of,
    refusal,
)


def reference(
    x: torch.Tensor, mu: torch.Tensor | float, sigma: torch.Tensor | float
) -> torch.Tensor:
    if bool((torch.as_tensor(sigma) <= 0).any()):
        raise ValueError("every sigma must be above 0")
    z = (x - mu) / sigma
    return torch.exp(-0.5 * z**2) / (sigma * math.sqrt(2 * math.pi))


def second_source(m, x, mu, sigma):
    return m.exp(-((x - mu) ** 2) / (2 * sigma**2)) / (sigma * m.sqrt(2 * m.pi))


def is_within_twelve_deviations(x, mu, sigma):
    """Further out the density soon has no digits left in float32."""
    return bool(np.all(np.abs(x - mu) <= 12 * np.asarray(sigma)))


@law(mu=floats(-5, 5), sigma=floats(0.5, 4))
def has_an_area_of_one(normal_pdf, mu, sigma):
    """The area under the curve, cut into narrow strips, is 1: some number is always drawn."""
    x = np.linspace(mu - 12 * sigma, mu + 12 * sigma, 241)
    # With strips of sigma / 10 the sum misses the area by less than exp(-1000).
    assert_close(float(normal_pdf(x, mu, sigma).sum() * sigma / 10), 1.0)


@law(mu=floats(-5, 5), sigma=floats(0.5, 4))
def spreads_as_far_as_sigma(normal_pdf, mu, sigma):
    """The mean square of the distance from mu, weighed with the density, is sigma squared."""
    x = np.linspace(mu - 12 * sigma, mu + 12 * sigma, 241)
    spread = ((x - mu) ** 2 * normal_pdf(x, mu, sigma)).sum() * sigma / 10
    assert_close(float(spread), float(sigma**2))


@law(mu=floats(-5, 5), sigma=floats(0.5, 4), away=array("D", floats(0, 5)))
def mirrors_at_the_mean(normal_pdf, mu, sigma, away):
    """As far to the left of mu as to the right, the density is the same."""
    left, right = normal_pdf(mu - away, mu, sigma), normal_pdf(mu + away, mu, sigma)
    assert_close(left, right, scale=1.0)


ROOT = np.sqrt(2 * np.pi)
SMALL = {"x": [1.0, 4.0], "mu": 2.0, "sigma": 0.5}


@misconception(witness=SMALL)
def takes_sigma_for_the_variance(x, mu, sigma):
    """sigma was taken for the variance, as N(mu, sigma**2) is often written. Here it is the
    standard deviation: square it in the exponent."""
    return np.exp(-((x - mu) ** 2) / (2 * sigma)) / np.sqrt(2 * np.pi * sigma)


@misconception(witness=SMALL)
def forgets_to_square_sigma(x, mu, sigma):
    """In the exponent sigma is not squared. Distances are counted in units of sigma: it is
    ((x - mu) / sigma)**2 / 2."""
    return np.exp(-((x - mu) ** 2) / (2 * sigma)) / (sigma * ROOT)


@misconception(witness=SMALL)
def forgets_the_2_in_the_exponent(x, mu, sigma):
    """The exponent is twice as large as it should be. It is minus one half of
    ((x - mu) / sigma)**2."""
    return np.exp(-(((x - mu) / sigma) ** 2)) / (sigma * ROOT)


@misconception(witness=SMALL)
def multiplies_by_one_half_of_sigma_squared(x, mu, sigma):
    """(x - mu)**2 / 2 * sigma**2 divides by 2 and then multiplies by sigma**2, from left to right.
    Put brackets around the denominator, 2 * sigma**2."""
    return np.exp(-((x - mu) ** 2) / 2 * sigma**2) / (sigma * ROOT)


@misconception(witness=SMALL)
def forgets_sigma_in_front(x, mu, sigma):
    """The height does not depend on sigma, so that the area is not 1. A wider bell is lower:
    divide by sigma as well."""
    return np.exp(-(((x - mu) / sigma) ** 2) / 2) / ROOT


@misconception(witness=SMALL)
def forgets_the_factor_in_front(x, mu, sigma):
    """The bell is 1 high at the mean. For its area to be 1, divide by sigma * sqrt(2 * pi)."""
    return np.exp(-(((x - mu) / sigma) ** 2) / 2)


@misconception(witness=SMALL)
def divides_by_the_variance(x, mu, sigma):
    """The factor in front has sigma**2 where sigma belongs: under the root it is sigma**2, outside
    it sigma."""
    return np.exp(-(((x - mu) / sigma) ** 2) / 2) / (sigma**2 * ROOT)


@misconception(witness=SMALL)
def forgets_the_square_root(x, mu, sigma):
    """The factor in front has 2 * pi where its square root belongs: divide by
    sigma * sqrt(2 * pi)."""
    return np.exp(-(((x - mu) / sigma) ** 2) / 2) / (sigma * 2 * np.pi)


@misconception(witness=SMALL)
def multiplies_by_the_root(x, mu, sigma):
    """1 / sigma * sqrt(2 * pi) divides by sigma and then multiplies by the root. Put brackets
    around the denominator, sigma * sqrt(2 * pi)."""
    return np.exp(-(((x - mu) / sigma) ** 2) / 2) / sigma * ROOT


@misconception(witness=SMALL)
def forgets_the_minus(x, mu, sigma):
    """The curve grows away from the mean. The exponent has a minus in front."""
    return np.exp((((x - mu) / sigma) ** 2) / 2) / (sigma * ROOT)


@misconception(witness=SMALL)
def returns_the_logarithm(x, mu, sigma):
    """This is the logarithm of the density. Asked for is the density itself, which is never
    negative."""
    return -(((x - mu) / sigma) ** 2) / 2 - np.log(sigma * ROOT)


@misconception(witness=SMALL)
def swaps_mu_and_sigma(x, mu, sigma):
    """mu and sigma are exchanged. The second argument is the mean, the third the standard
    deviation."""
    return np.exp(-(((x - sigma) / mu) ** 2) / 2) / (mu * ROOT)


@misconception(witness=SMALL)
def forgets_the_mean(x, mu, sigma):
    """The bell stands over 0. It stands over mu: subtract mu from x first."""
    shape = np.broadcast_shapes(np.shape(x), np.shape(mu), np.shape(sigma))
    return np.exp(-((np.broadcast_to(x, shape) / sigma) ** 2) / 2) / (sigma * ROOT)


@misconception(witness=SMALL)
def forgets_the_2_under_the_root(x, mu, sigma):
    """The factor in front has sqrt(pi) where sqrt(2 * pi) belongs."""
    return np.exp(-(((x - mu) / sigma) ** 2) / 2) / (sigma * np.sqrt(np.pi))


EXERCISE = Exercise(
    inputs={
        "x": one_of(
            array("N D", floats(-5, 5), floats(-100, 100, special=(0.0,))),
            array("D", floats(-5, 5), floats(-100, 100, special=(0.0,))),
        ),
        "mu": one_of(
            floats(-5, 5),
            array("D", floats(-5, 5), floats(-100, 100, special=(0.0,))),
            array("N D", floats(-5, 5), floats(-100, 100, special=(0.0,))),
        ),
        "sigma": one_of(
            floats(0.6, 4),
            array("D", floats(0.6, 4), floats(10, 1000)),
            array("N 1", floats(0.6, 4), floats(10, 1000)),
            array("N D", floats(0.6, 4), floats(0.6, 1000)),
        ),
    },
    reference=reference,
    second_source=second_source,
    accuracy="relative",
    where=is_within_twelve_deviations,
    sizes={"N": (1, 4), "D": (1, 5)},
    cases=(
        case(x=[0.0, 1.0], mu=0.0, sigma=1.0),
        case(x=[5.0], mu=[5.0, 3.0], sigma=2.0),
        case(x=[3.0, 10.0], mu=0.0, sigma=1.0, tier="edge"),
        case(x=[2.0], mu=2.0, sigma=0.001, tier="edge"),
    ),
    refusals=(
        refusal(ValueError, "a sigma of 0", x=np.array([0.0, 1.0]), mu=0.0, sigma=0.0),
        refusal(ValueError, "a negative sigma", x=np.array([0.0, 1.0]), mu=0.0, sigma=-1.0),
        refusal(
            ValueError,
            "one sigma of 0 among others",
            x=np.array([0.0, 1.0]),
            mu=np.array([0.0, 1.0]),
            sigma=np.array([1.0, 0.0]),
        ),
        refusal(
            ValueError,
            "one negative sigma among others",
            x=np.array([0.0, 1.0]),
            mu=0.0,
            sigma=np.array([-1.0, 1.0]),
        ),
        refusal(ValueError, "three x and two means", x=np.zeros(3), mu=np.zeros(2), sigma=1.0),
    ),
    laws=(has_an_area_of_one, spreads_as_far_as_sigma, mirrors_at_the_mean),
    misconceptions=(
        takes_sigma_for_the_variance,
        forgets_to_square_sigma,
        forgets_the_2_in_the_exponent,
        multiplies_by_one_half_of_sigma_squared,
        forgets_sigma_in_front,
        forgets_the_factor_in_front,
        divides_by_the_variance,
        forgets_the_square_root,
        multiplies_by_the_root,
        forgets_the_minus,
        returns_the_logarithm,
        swaps_mu_and_sigma,
        forgets_the_mean,
        forgets_the_2_under_the_root,
    ),
    hints=(
        "How far is x from mu, counted in units of sigma? What is the density at the mean itself, "
        "and how does it change when sigma doubles?",
        "With z = (x - mu) / sigma, the bell is exp(-z**2 / 2). Which number makes the area under "
        "it 1? Check every sigma first.",
        "np.exp(-z**2 / 2) / (sigma * np.sqrt(2 * np.pi)); np.any(sigma <= 0) finds "
        "what must be refused.",
    ),
)
