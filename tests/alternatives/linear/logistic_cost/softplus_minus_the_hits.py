"""The mean of log(1 + exp(z)) - y * z, with one stable softplus."""

import numpy as np


def logistic_cost(x, y, theta):
    if y.ndim != 1 or len(y) != len(x):
        raise ValueError("y must be flat and as long as x")
    z = np.dot(x, theta)
    return np.mean(np.logaddexp(0, z) - y * z)
