"""Each column is the one before times x."""

import numpy as np


def polynomial_features(x, degree):
    return np.cumprod(np.repeat(x[:, None], degree, axis=1), axis=1)
