"""The positive part minus alpha times the negative part."""

import numpy as np


def leaky_relu(x, alpha=0.01):
    return np.maximum(0, x) + alpha * np.minimum(0, x)
