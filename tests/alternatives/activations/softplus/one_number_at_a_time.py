"""A loop with one formula for each side of 0."""

import math

import numpy as np


def softplus(x):
    out = np.empty_like(x)
    for index, value in np.ndenumerate(x):
        v = float(value)
        out[index] = v + math.log1p(math.exp(-v)) if v > 0 else math.log1p(math.exp(v))
    return out
