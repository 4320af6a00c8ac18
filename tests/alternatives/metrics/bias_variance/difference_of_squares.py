"""The variance as what is left of the error when the bias is taken away."""

import numpy as np


def bias_variance(predictions, targets):
    if targets.ndim != 1 or targets.shape[0] != predictions.shape[1]:
        raise ValueError("targets must be (N,)")
    mse = ((predictions - targets[None, :]) ** 2).mean()
    bias = np.square(targets - predictions.sum(axis=0) / len(predictions)).mean()
    return bias, mse - bias, mse
