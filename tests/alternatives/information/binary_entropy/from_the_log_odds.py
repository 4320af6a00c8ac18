"""log(1 - p) taken out of both terms: -log(1 - p) - p * log-odds, for the rarer answer."""

import math

import numpy as np


def binary_entropy(p):
    out = np.zeros(p.shape, dtype=p.dtype)
    for index, value in np.ndenumerate(p):
        rare = min(float(value), 1 - float(value))
        if rare > 0:
            rest = math.log1p(-rare)
            out[index] = -rest - rare * (math.log(rare) - rest)
    return out
