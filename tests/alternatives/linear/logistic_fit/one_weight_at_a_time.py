"""Python floats and loops; the new weights are made before the old ones go."""

import math

import numpy as np


def sigmoid(z):
    return 1 / (1 + math.exp(-z)) if z >= 0 else math.exp(z) / (1 + math.exp(z))


def logistic_fit(x, y, lr, steps):
    n, d = x.shape
    if y.shape != (n,):
        raise ValueError("y must be flat and as long as x")
    rows, targets = x.tolist(), y.tolist()
    theta = [0.0] * d
    for _ in range(steps):
        errors = [
            sigmoid(sum(a * t for a, t in zip(row, theta, strict=True))) - target
            for row, target in zip(rows, targets, strict=True)
        ]
        theta = [
            theta[k] - lr / n * sum(e * row[k] for e, row in zip(errors, rows, strict=True))
            for k in range(d)
        ]
    return np.array(theta, dtype=x.dtype)
