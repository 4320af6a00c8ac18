"""A loop that asks the generator once for each entry."""

import numpy as np


def dropout_forward(x, p, rng, training=True):
    if not 0 <= p <= 1:
        raise ValueError("p is no probability")
    out, mask = np.zeros_like(x), np.zeros(x.shape, dtype=bool)
    for index in np.ndindex(x.shape):
        if not training:
            out[index], mask[index] = x[index], True
        elif rng.uniform() < 1 - p:
            out[index], mask[index] = x[index] / (1 - p), True
    return out, mask
