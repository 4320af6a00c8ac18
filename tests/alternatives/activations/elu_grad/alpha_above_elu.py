"""Below 0 the slope is ELU itself plus alpha."""

import numpy as np


def elu_grad(x, alpha=1.0):
    slopes = np.ones_like(x)
    below = x <= 0
    slopes[below] = alpha * (np.exp(x[below]) - 1) + alpha
    return slopes
