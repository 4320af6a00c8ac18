"""The textbook's sigmoid, which overflows to the right answer, and a mean of weighted features."""

import numpy as np


def logistic_fit(x, y, lr, steps):
    if y.ndim != 1 or len(y) != len(x):
        raise ValueError("y must be flat and as long as x")
    theta = np.zeros(x.shape[1], dtype=x.dtype)
    for _ in range(steps):
        p = 1 / (1 + np.exp(-(x @ theta)))
        theta = theta - lr * np.mean((p - y)[:, None] * x, axis=0)
    return theta
