"""The score minus the logarithm of the sum, the shift added back."""

import numpy as np


def log_softmax(x, axis=-1):
    largest = x.max(axis=axis, keepdims=True)
    total = np.sum(np.exp(x - largest), axis=axis, keepdims=True)
    return x - (largest + np.log(total))
