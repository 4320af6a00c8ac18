"""No sigmoid: the weighted sum is compared with the log-odds of the threshold."""

import numpy as np


def logistic_predict(x, theta, threshold=0.5):
    boundary = np.log(threshold) - np.log(1 - threshold)
    return np.where(x @ theta >= boundary, 1.0, 0.0).astype(x.dtype)
