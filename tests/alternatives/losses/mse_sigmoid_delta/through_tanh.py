"""Sigmoid and its slope from tanh of half the input."""

import numpy as np


def mse_sigmoid_delta(z, t):
    if np.shape(z) != np.shape(t):
        raise ValueError("shapes differ")
    h = np.tanh(z / 2)
    return (0.5 + 0.5 * h - t) * (1 - h**2) / 4
