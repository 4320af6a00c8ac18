"""Everything is made one-hot, and the sum runs over the whole table."""

import numpy as np


def cross_entropy_error(y, t, delta=1e-8):
    t = np.asarray(t)
    if y.ndim == 1:
        y, t = y.reshape(1, -1), t.reshape(1, *t.shape)
    if t.shape != y.shape:
        if t.shape != (y.shape[0],):
            raise ValueError("targets do not fit")
        t = np.eye(y.shape[1])[t]
    return -np.sum(t * np.log(y + delta)) / y.shape[0]
