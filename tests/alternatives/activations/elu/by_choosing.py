"""np.where chooses; where x is large the exponential overflows, but is not chosen."""

import numpy as np


def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * np.expm1(x))
