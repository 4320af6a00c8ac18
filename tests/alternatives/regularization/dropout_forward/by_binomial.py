"""Keeping is a coin that shows heads with probability 1 - p."""

import numpy as np


def dropout_forward(x, p, rng, training=True):
    if p < 0 or p > 1:
        raise ValueError("p is no probability")
    mask = np.ones(x.shape, dtype=bool)
    if not training or p == 0:
        return x, mask
    mask = rng.binomial(1, 1 - p, size=x.shape).astype(bool)
    scale = 1 / (1 - p) if p < 1 else 0.0
    return x * mask * scale, mask
