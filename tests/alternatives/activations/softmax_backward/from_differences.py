"""Since the probabilities sum to 1: y_j times the weighed mean of all dout_j - dout_k."""

import numpy as np


def softmax_backward(dout, y, axis=-1):
    if dout.shape != y.shape:
        raise ValueError("shapes do not fit")
    g, p = np.moveaxis(dout, axis, -1), np.moveaxis(y, axis, -1)
    differences = g[..., :, None] - g[..., None, :]  # (..., K, K)
    return np.moveaxis(p * (differences * p[..., None, :]).sum(axis=-1), -1, axis)
