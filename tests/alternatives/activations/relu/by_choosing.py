"""np.where chooses between x and 0."""

import numpy as np


def relu(x):
    return np.where(x > 0, x, np.zeros_like(x))
