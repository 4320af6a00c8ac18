"""The perceptron as a function of its own, on pairs of bits along a new last axis."""

import numpy as np


def perceptron(x, w, b):
    return np.where(x @ w + b > 0, 1.0, 0.0)


def nand_gate(x1, x2):
    if x1.shape != x2.shape:
        raise ValueError("shapes differ")
    return perceptron(np.stack([x1, x2], axis=-1), np.array([-1.0, -1.0]), 1.5)
