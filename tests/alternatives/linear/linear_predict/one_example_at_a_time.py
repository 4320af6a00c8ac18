"""Loops, one example and one feature at a time."""

import numpy as np


def linear_predict(x, w, b):
    if x.shape[1] != w.shape[0]:
        raise ValueError("one weight for each feature, please")
    predictions = np.zeros(x.shape[0], dtype=x.dtype)
    for n in range(x.shape[0]):
        total = 0.0
        for d in range(x.shape[1]):
            total += x[n, d] * w[d]
        predictions[n] = total + b
    return predictions
