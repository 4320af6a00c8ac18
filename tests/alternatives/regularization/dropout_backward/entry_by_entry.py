"""A loop over the entries: only those that were kept are looked at."""

import numpy as np


def dropout_backward(dout, mask, p):
    if np.shape(dout) != np.shape(mask):
        raise ValueError("the mask does not fit")
    dx = np.zeros_like(dout)
    for index in np.ndindex(dout.shape):
        if mask[index]:
            dx[index] = dout[index] / (1 - p)
    return dx
