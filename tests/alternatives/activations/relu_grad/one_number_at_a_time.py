"""A loop over the entries, ones first."""

import numpy as np


def relu_grad(x):
    out = np.ones(x.shape, dtype=x.dtype)
    for index in np.ndindex(x.shape):
        if x[index] <= 0:
            out[index] = 0
    return out
