"""Sigmoid from tanh of half the input."""

import numpy as np


def bce_sigmoid_delta(z, t):
    if np.shape(z) != np.shape(t):
        raise ValueError("shapes differ")
    return (np.tanh(z / 2) + 1) / 2 - t
