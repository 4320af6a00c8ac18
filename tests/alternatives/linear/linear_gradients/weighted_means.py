"""Means over the examples of the features times the errors."""

import numpy as np


def linear_gradients(x, y, w, b):
    if y.ndim != 1 or y.size != x.shape[0]:
        raise ValueError("y must be flat and as long as x")
    errors = (x @ w - y) + b
    return [np.mean(x * errors[:, np.newaxis], axis=0), np.mean(errors)]
