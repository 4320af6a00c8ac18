"""The formula inside, written through a mask; zeros stay at the ends."""

import numpy as np


def binary_entropy(p):
    out = np.zeros_like(p)
    inside = (p > 0) & (p < 1)
    q = p[inside]
    out[inside] = -q * np.log(q) - (1 - q) * np.log1p(-q)
    return out
