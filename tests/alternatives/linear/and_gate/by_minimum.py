"""No perceptron at all: minimum."""

import numpy as np


def and_gate(x1, x2):
    if np.shape(x1) != np.shape(x2):
        raise ValueError("shapes differ")
    return np.minimum(x1, x2).astype(float)
