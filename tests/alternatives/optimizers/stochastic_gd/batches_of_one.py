"""Mini-batches of one row, and Python numbers for the weights."""

import numpy as np


def stochastic_gd(x, y, w, lr, epochs, rng):
    n, d = x.shape
    if y.shape != (n,) or w.shape != (d,):
        raise ValueError("shapes do not fit")
    weights = [float(value) for value in w]
    for _ in range(epochs):
        for k in rng.permutation(n).tolist():
            error = -float(y[k])
            for j in range(d):
                error += float(x[k, j]) * weights[j]
            weights = [weights[j] - lr * error * float(x[k, j]) for j in range(d)]
    return np.array(weights, dtype=x.dtype)
