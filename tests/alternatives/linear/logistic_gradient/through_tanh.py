"""The sigmoid as a moved tanh, and a mean of weighted features."""

import numpy as np


def logistic_gradient(x, y, theta):
    if y.ndim != 1 or len(y) != len(x):
        raise ValueError("y must be flat and as long as x")
    p = 0.5 * (1 + np.tanh(0.5 * (x @ theta)))
    return np.mean(x * (p - y)[:, None], axis=0)
