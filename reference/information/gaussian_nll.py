"""The negative log-likelihood under Gaussian noise: least squares in disguise."""

from __future__ import annotations

import numpy as np
import torch

from grader.declare import (
    Exercise,
    array,
    assert_close,
    case,
    computed,
    floats,
    law,
    misconception,
    one_of,
    refusal,
    scalar,
)


def reference(y: torch.Tensor, y_hat: torch.Tensor, sigma: float) -> torch.Tensor:
    if y.shape != y_hat.shape or sigma <= 0:
        raise ValueError("shapes differ, or sigma is not above 0")
    variance = torch.full_like(y, sigma**2)
    # full=True adds the constant 0.5 * log(2 pi); eps=0 leaves small variances as they are.
    return torch.nn.functional.gaussian_nll_loss(
        y_hat, y, variance, full=True, eps=0.0, reduction="sum"
    )


def second_source(m, y, y_hat, sigma):
    terms = (y - y_hat) ** 2 / (2 * sigma**2) + m.log(2 * m.pi * sigma**2) / 2
    return terms.sum()


def the_same_as_y(y):
    return y.copy()


@law(edge=5)
def is_minus_the_logarithm_of_the_likelihood(gaussian_nll, y, y_hat, sigma):
    """It is minus the sum of the logarithms of the normal densities of y around y_hat."""
    z = (y - y_hat) / sigma
    logs = -0.5 * z**2 - np.log(sigma) - 0.5 * np.log(2 * np.pi)
    scale = 1.0 + float(np.abs(logs).sum())
    assert_close(gaussian_nll(y, y_hat, sigma), -float(logs.sum()), scale=scale)


@law()
def ranks_predictions_by_their_squares(gaussian_nll, y, y_hat, sigma):
    """Compared with a perfect prediction, the answer is larger by the sum of squares divided by
    2 * sigma**2."""
    larger = gaussian_nll(y, y_hat, sigma) - gaussian_nll(y, y, sigma)
    squares = float(((y - y_hat) ** 2).sum())
    assert_close(larger, squares / (2 * sigma**2), scale=1000.0)


@law(noise=array("N", floats(-5, 5)))
def is_least_at_the_sample_deviation(gaussian_nll, noise):
    """Of all sigmas, the one whose square is the mean square of the errors gives the smallest
    answer: there a small change of sigma changes nothing."""
    # Errors of about 1 to 5, so that the deviation is not near 0.
    noise = np.sign(noise + 1e-9) * (1 + np.abs(noise))
    best = float(np.sqrt((noise**2).mean()))
    h = 1e-4
    up = gaussian_nll(noise, np.zeros_like(noise), best * (1 + h))
    down = gaussian_nll(noise, np.zeros_like(noise), best * (1 - h))
    # The third derivative leaves (10 / 3) * h**3 for each of at most 5 entries.
    assert_close(up - down, 0.0, rtol=1e-9, scale=1.0)


def nll(y, y_hat, sigma):
    return 0.5 * np.log(2 * np.pi * sigma**2) + (y - y_hat) ** 2 / (2 * sigma**2)


SMALL = {"y": [1.0, 2.0, 3.0], "y_hat": [1.0, 4.0, 2.0], "sigma": 2.0}


@misconception(witness=SMALL)
def takes_the_mean(y, y_hat, sigma):
    """The terms are averaged. The likelihood of all of y is a product, so its logarithm is a sum:
    add the terms up."""
    return nll(y, y_hat, sigma).mean()


@misconception(witness=SMALL)
def returns_every_term(y, y_hat, sigma):
    """There is a number for every entry. Asked for is their sum, one number."""
    return nll(y, y_hat, sigma)


@misconception(
    witness={"y": [[1.0, 2.0], [3.0, 4.0]], "y_hat": [[1.0, 4.0], [2.0, 4.0]], "sigma": 1.0}
)
def adds_up_the_last_axis_only(y, y_hat, sigma):
    """There is a number for every row. Asked for is the sum over all entries, one number."""
    return nll(y, y_hat, sigma).sum(axis=-1)


@misconception(witness=SMALL)
def flips_the_sign(y, y_hat, sigma):
    """This is the log-likelihood, which a good prediction makes large. The negative
    log-likelihood is minus that."""
    return -nll(y, y_hat, sigma).sum()


@misconception(witness=SMALL)
def forgets_the_constant(y, y_hat, sigma):
    """The first term, 0.5 * log(2 * pi * sigma**2), is missing. It does not depend on the
    prediction, but it belongs to the likelihood."""
    return ((y - y_hat) ** 2 / (2 * sigma**2)).sum()


@misconception(witness=SMALL)
def adds_the_constant_once(y, y_hat, sigma):
    """0.5 * log(2 * pi * sigma**2) was added once for all. Every entry has a density of its own:
    add it for each of them."""
    return 0.5 * np.log(2 * np.pi * sigma**2) + ((y - y_hat) ** 2).sum() / (2 * sigma**2)


@misconception(witness=SMALL)
def forgets_2_pi(y, y_hat, sigma):
    """The constant lacks 2 * pi, as PyTorch's gaussian_nll_loss does unless it is told
    full=True. The logarithm is of 2 * pi * sigma**2."""
    return (0.5 * np.log(sigma**2) + (y - y_hat) ** 2 / (2 * sigma**2)).sum()


@misconception(witness=SMALL)
def takes_sigma_for_the_variance(y, y_hat, sigma):
    """sigma was taken for the variance. It is the standard deviation: the variance is
    sigma**2."""
    return (0.5 * np.log(2 * np.pi * sigma) + (y - y_hat) ** 2 / (2 * sigma)).sum()


@misconception(witness=SMALL)
def forgets_one_half_of_the_squares(y, y_hat, sigma):
    """The squares are divided by sigma**2 only. It is 2 * sigma**2."""
    return (0.5 * np.log(2 * np.pi * sigma**2) + (y - y_hat) ** 2 / sigma**2).sum()


@misconception(witness=SMALL)
def forgets_one_half_of_the_logarithm(y, y_hat, sigma):
    """The logarithm of 2 * pi * sigma**2 lacks its factor 0.5, which comes from the square root in
    the density."""
    return (np.log(2 * np.pi * sigma**2) + (y - y_hat) ** 2 / (2 * sigma**2)).sum()


@misconception(witness=SMALL)
def multiplies_by_sigma_squared(y, y_hat, sigma):
    """(y - y_hat)**2 / 2 * sigma**2 divides by 2 and then multiplies by sigma**2, from left to
    right. Put brackets around the denominator, 2 * sigma**2."""
    return (0.5 * np.log(2 * np.pi * sigma**2) + (y - y_hat) ** 2 / 2 * sigma**2).sum()


@misconception(witness=SMALL)
def squares_the_sum_of_the_errors(y, y_hat, sigma):
    """The errors were added up before they were squared, so that they cancel. Square each of them
    first."""
    constant = y.size * 0.5 * np.log(2 * np.pi * sigma**2)
    return constant + (y - y_hat).sum() ** 2 / (2 * sigma**2)


@misconception(witness=SMALL)
def forgets_to_square_the_errors(y, y_hat, sigma):
    """The sizes of the errors were added up without being squared. A Gaussian falls with the square
    of the distance."""
    return (0.5 * np.log(2 * np.pi * sigma**2) + np.abs(y - y_hat) / (2 * sigma**2)).sum()


@misconception(witness=SMALL)
def forgets_sigma_in_the_constant(y, y_hat, sigma):
    """The constant is 0.5 * log(2 * pi), as for sigma = 1. A wider bell is lower: the logarithm is
    of 2 * pi * sigma**2."""
    return (0.5 * np.log(2 * np.pi) + (y - y_hat) ** 2 / (2 * sigma**2)).sum()


EXERCISE = Exercise(
    inputs={
        "y": array("... N", floats(-10, 10), floats(-1000, 1000, special=(0.0,))),
        "y_hat": one_of(
            array("... N", floats(-10, 10), floats(-1000, 1000, special=(0.0,))),
            array("... N", floats(-10, 10), floats(-1000, 1000, special=(0.0,))),
            computed(the_same_as_y),
        ),
        "sigma": scalar(floats(0.5, 5), floats(0.01, 100)),
    },
    reference=reference,
    second_source=second_source,
    accuracy="absolute",  # the logarithms may be negative and cancel with the squares
    sizes={"N": (1, 5)},
    cases=(
        case(y=[1.0, 2.0], y_hat=[1.0, 4.0], sigma=1.0),
        case(y=[1.0, 2.0], y_hat=[1.0, 4.0], sigma=2.0),
        case(y=[3.0], y_hat=[3.0], sigma=0.001, tier="edge"),
    ),
    refusals=(
        refusal(
            ValueError,
            "a column of measurements and a row of predictions",
            y=np.ones((3, 1)),
            y_hat=np.ones(3),
            sigma=1.0,
        ),
        refusal(
            ValueError,
            "one prediction for three measurements",
            y=np.ones(3),
            y_hat=np.ones(1),
            sigma=1.0,
        ),
        refusal(ValueError, "a sigma of 0", y=np.ones(2), y_hat=np.ones(2), sigma=0.0),
        refusal(ValueError, "a negative sigma", y=np.ones(2), y_hat=np.ones(2), sigma=-1.0),
    ),
    laws=(
        is_minus_the_logarithm_of_the_likelihood,
        ranks_predictions_by_their_squares,
        is_least_at_the_sample_deviation,
    ),
    misconceptions=(
        takes_the_mean,
        returns_every_term,
        adds_up_the_last_axis_only,
        flips_the_sign,
        forgets_the_constant,
        adds_the_constant_once,
        forgets_2_pi,
        takes_sigma_for_the_variance,
        forgets_one_half_of_the_squares,
        forgets_one_half_of_the_logarithm,
        multiplies_by_sigma_squared,
        squares_the_sum_of_the_errors,
        forgets_to_square_the_errors,
        forgets_sigma_in_the_constant,
    ),
    hints=(
        "What is the logarithm of the normal density of one measurement? What becomes of a product "
        "of many densities under a logarithm?",
        "The constant 0.5 * log(2 * pi * sigma**2) is added once for every entry of y, in all its "
        "axes; the squares are added up and divided by 2 * sigma**2. Check shapes and sigma first.",
        "y.size * 0.5 * np.log(2 * np.pi * sigma**2) + np.sum((y - y_hat)**2) / (2 * sigma**2).",
    ),
)
