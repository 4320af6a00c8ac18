"""np.where chooses between the two answers."""

import numpy as np


def perceptron(x, w, b):
    return np.where(np.dot(x, w) + b <= 0, 0.0, 1.0).astype(x.dtype)
