"""NumPy's own step function, told what to answer at 0."""

import numpy as np


def relu_grad(x):
    return np.heaviside(x, x.dtype.type(0))
