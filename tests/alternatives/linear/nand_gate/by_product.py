"""No perceptron at all: product."""

import numpy as np


def nand_gate(x1, x2):
    if np.shape(x1) != np.shape(x2):
        raise ValueError("shapes differ")
    return np.asarray(1.0 - x1 * x2, dtype=np.float64)
