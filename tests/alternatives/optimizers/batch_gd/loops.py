"""Python lists and loops."""

import numpy as np


def batch_gd(x, y, w, lr, epochs):
    n, d = x.shape
    if y.shape != (n,) or w.shape != (d,):
        raise ValueError("shapes do not fit")
    rows, targets, weights = x.tolist(), y.tolist(), w.tolist()
    for _ in range(epochs):
        step = [0.0] * d
        for row, target in zip(rows, targets, strict=True):
            error = sum(a * b for a, b in zip(row, weights, strict=True)) - target
            step = [s + error * a for s, a in zip(step, row, strict=True)]
        weights = [b - lr * s / n for b, s in zip(weights, step, strict=True)]
    return np.array(weights, dtype=x.dtype)
