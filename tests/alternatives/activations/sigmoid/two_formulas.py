"""One number after the other, each by the formula that is safe on its side of 0."""

import math

import numpy as np


def sigmoid(x):
    out = np.empty_like(x)
    for index in np.ndindex(x.shape):
        value = float(x[index])
        if value >= 0:
            out[index] = 1 / (1 + math.exp(-value))
        else:
            out[index] = math.exp(value) / (1 + math.exp(value))
    return out
