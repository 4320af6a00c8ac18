"""np.where for the floor, and the last of the sorted errors."""

import numpy as np


def relative_error(a, b):
    if a.shape != b.shape:
        raise ValueError("shapes differ")
    size = np.abs(a) + np.abs(b)
    size = np.where(size < 1e-8, 1e-8, size)
    return float(np.sort(np.abs(b - a) / size, axis=None)[-1])
