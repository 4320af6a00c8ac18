"""1 minus the share of differences that are not zero."""

import numpy as np


def accuracy(y_true, y_pred):
    if np.shape(y_true) != np.shape(y_pred) or np.size(y_true) == 0:
        raise ValueError("shapes")
    return 1 - np.count_nonzero(y_true - y_pred) / y_true.size
