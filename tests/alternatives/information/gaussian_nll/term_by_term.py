"""The formula as it is written, summed over a table of terms."""

import numpy as np


def gaussian_nll(y, y_hat, sigma):
    if y.shape != y_hat.shape or sigma <= 0:
        raise ValueError("shapes differ, or sigma is not positive")
    terms = 0.5 * np.log(2 * np.pi * sigma**2) + (y - y_hat) ** 2 / (2 * sigma**2)
    return terms.sum()
