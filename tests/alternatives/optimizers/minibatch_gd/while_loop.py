"""A while loop over an order that is used up; Python numbers."""

import numpy as np


def minibatch_gd(x, y, w, lr, epochs, batch_size, rng):
    n, d = x.shape
    if y.shape != (n,) or w.shape != (d,):
        raise ValueError("shapes do not fit")
    weights = w.tolist()
    for _ in range(epochs):
        order = list(rng.permutation(n))
        while order:
            batch = [order.pop(0) for _ in range(min(batch_size, len(order)))]
            step = [0.0] * d
            for k in batch:
                error = sum(float(x[k, j]) * weights[j] for j in range(d)) - float(y[k])
                step = [step[j] + error * float(x[k, j]) for j in range(d)]
            weights = [weights[j] - lr * step[j] / len(batch) for j in range(d)]
    return np.array(weights, dtype=x.dtype)
