"""Half the squared length of the difference."""

import numpy as np


def sum_squared_error(y, t):
    if np.shape(y) != np.shape(t):
        raise ValueError("shapes differ")
    return np.linalg.norm(np.ravel(y - t)) ** 2 / 2
