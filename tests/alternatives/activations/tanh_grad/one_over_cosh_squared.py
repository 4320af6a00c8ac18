"""1 / cosh(x)**2, one number after the other."""

import math

import numpy as np


def tanh_grad(x):
    out = np.zeros(x.shape, dtype=x.dtype)
    for index, value in np.ndenumerate(x):
        if abs(value) < 300:  # beyond that the slope is 0 to any rounding error
            out[index] = 1 / math.cosh(value) ** 2
    return out
