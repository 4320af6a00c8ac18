"""The mean of 'called negative' over the negatives."""

import numpy as np


def specificity(y_true, y_pred):
    if y_true.shape != y_pred.shape or y_true.shape[0] < 1:
        raise ValueError("shapes")
    said = np.logical_not(y_pred)[y_true == 0]
    return said.mean() if len(said) else 0
