"""The exponential of log-softmax, the logarithm of the sum found by logaddexp."""

import numpy as np


def softmax(x, axis=-1):
    if x.shape[axis] == 0:
        raise ValueError("nothing to share out")
    return np.exp(x - np.logaddexp.reduce(x, axis=axis, keepdims=True))
