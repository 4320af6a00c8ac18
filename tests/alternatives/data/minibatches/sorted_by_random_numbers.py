"""Rows in the order of random numbers."""

import numpy as np


def minibatches(x, y, batch_size, rng):
    if x.shape[0] != y.shape[0]:
        raise ValueError("the numbers of rows differ")
    order = np.argsort(rng.random(x.shape[0]))
    count = -(-len(order) // batch_size)
    pick = [order[k * batch_size : (k + 1) * batch_size] for k in range(count)]
    return [(np.take(x, rows, axis=0), np.take(y, rows, axis=0)) for rows in pick]
