"""No perceptron at all: logic."""

import numpy as np


def or_gate(x1, x2):
    if np.shape(x1) != np.shape(x2):
        raise ValueError("shapes differ")
    return np.logical_or(x1, x2).astype(np.float64)
