"""Zeros, into which the scaled gradients of the kept entries are written."""

import numpy as np


def dropout_backward(dout, mask, p):
    if mask.shape != dout.shape:
        raise ValueError("the mask does not fit")
    dx = np.zeros(dout.shape, dtype=dout.dtype)
    if p < 1:
        dx[mask] = dout[mask] / (1.0 - p)
    return dx
