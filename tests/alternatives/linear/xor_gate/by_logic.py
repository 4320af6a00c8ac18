"""No perceptron at all: logic."""

import numpy as np


def xor_gate(x1, x2):
    if np.shape(x1) != np.shape(x2):
        raise ValueError("shapes differ")
    return np.where(x1 == x2, 0.0, 1.0)
