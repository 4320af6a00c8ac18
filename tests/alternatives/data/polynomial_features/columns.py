"""The powers one by one, stacked as columns."""

import numpy as np


def polynomial_features(x, degree):
    out = np.empty((len(x), degree), dtype=x.dtype)
    power = np.ones_like(x)
    for j in range(degree):
        power = power * x
        out[:, j] = power
    return out
