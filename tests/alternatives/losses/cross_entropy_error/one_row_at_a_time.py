"""A loop over the examples with Python's logarithm."""

import math

import numpy as np


def cross_entropy_error(y, t, delta=1e-8):
    if y.ndim == 1:
        return cross_entropy_error(y[None, :], np.array([t]), delta)
    if len(t) != len(y):
        raise ValueError("one target for each example")
    total = 0.0
    for row, target in zip(y, t, strict=True):
        if np.ndim(target):
            if target.shape != row.shape:
                raise ValueError("one entry for each class")
            target = [i for i, hot in enumerate(target) if hot == 1][0]
        total += -math.log(float(row[target]) + delta)
    return total / len(y)
