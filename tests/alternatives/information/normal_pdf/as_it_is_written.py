"""The formula with the variance, as textbooks print it."""

import math

import numpy as np


def normal_pdf(x, mu, sigma):
    if np.min(sigma) <= 0:
        raise ValueError("sigma must be positive")
    variance = sigma**2
    return 1 / (2 * math.pi * variance) ** 0.5 * np.exp(-((x - mu) ** 2) / (2 * variance))
