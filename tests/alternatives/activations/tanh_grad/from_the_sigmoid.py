"""One minus the square of a stretched sigmoid."""

import numpy as np


def tanh_grad(x):
    a = 2 / (1 + np.exp(-2 * x)) - 1
    return 1 - a**2
