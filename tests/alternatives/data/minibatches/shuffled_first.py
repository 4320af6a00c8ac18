"""Shuffled copies, and slices of them."""

import numpy as np


def minibatches(x, y, batch_size, rng):
    if len(x) != len(y):
        raise ValueError("the numbers of rows differ")
    rows = np.arange(len(x))
    rng.shuffle(rows)
    x, y = x[rows], y[rows]
    pairs = []
    while len(x):
        pairs.append((x[:batch_size], y[:batch_size]))
        x, y = x[batch_size:], y[batch_size:]
    return pairs
