"""Loops over the rows, the sum of the others kept apart so that log1p sees it whole."""

import math

import numpy as np


def log_softmax(x, axis=-1):
    turned = np.swapaxes(x, axis, -1)
    out = np.empty_like(turned)
    for index in np.ndindex(turned.shape[:-1]):
        row = [float(v) for v in turned[index]]
        best = row.index(max(row))
        others = sum(math.exp(v - row[best]) for k, v in enumerate(row) if k != best)
        out[index] = [v - row[best] - math.log1p(others) for v in row]
    return np.swapaxes(out, axis, -1)
