"""Shuffled copies of the data in each epoch, gradients by loops."""

import numpy as np


def linear_fit(x, y, lr, epochs, batch_size, rng):
    n, d = x.shape
    if y.shape != (n,):
        raise ValueError("y must be flat and as long as x")
    w, b = [0.0] * d, 0.0
    for _ in range(epochs):
        order = rng.permutation(n)
        xs, ys = x[order], y[order]
        start = 0
        while start < n:
            stop = min(start + batch_size, n)
            dw, db = [0.0] * d, 0.0
            for k in range(start, stop):
                error = sum(w[j] * float(xs[k, j]) for j in range(d)) + b - float(ys[k])
                dw = [dw[j] + error * float(xs[k, j]) for j in range(d)]
                db += error
            w = [w[j] - lr * dw[j] / (stop - start) for j in range(d)]
            b -= lr * db / (stop - start)
            start = stop
    return np.array(w, dtype=x.dtype), b
