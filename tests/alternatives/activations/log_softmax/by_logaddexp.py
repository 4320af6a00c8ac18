"""NumPy's own log(exp(a) + exp(b)), folded along the axis."""

import numpy as np


def log_softmax(x, axis=-1):
    return x - np.logaddexp.reduce(x, axis=axis, keepdims=True)
