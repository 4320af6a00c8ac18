"""The mean truth of the examples that were called positive."""

import numpy as np


def precision(y_true, y_pred):
    if np.shape(y_true) != np.shape(y_pred) or np.size(y_true) == 0:
        raise ValueError("shapes")
    called = y_true[y_pred.astype(bool)].astype(float)
    return np.mean(called) if called.size else 0.0
