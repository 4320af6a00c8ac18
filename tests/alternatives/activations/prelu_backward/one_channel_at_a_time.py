"""A loop over the channels, with masks."""

import numpy as np


def prelu_backward(dout, x, a):
    if dout.shape != x.shape or a.shape != (x.shape[1],):
        raise ValueError("shapes do not fit")
    dx, da = np.array(dout), np.zeros_like(a)
    for c in range(x.shape[1]):
        below = x[:, c] <= 0
        dx[:, c][below] *= a[c]
        da[c] = np.dot(dout[:, c][below], x[:, c][below])
    return dx, da
