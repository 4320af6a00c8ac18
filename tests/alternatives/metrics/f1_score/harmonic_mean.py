"""Precision and recall, each 0 where undefined, and their harmonic mean."""

import numpy as np


def f1_score(y_true, y_pred):
    if y_true.shape != y_pred.shape or len(y_true) == 0:
        raise ValueError("shapes")
    a, b = y_true.astype(np.float64), y_pred.astype(np.float64)
    tp = np.sum(a * b)
    p = tp / b.sum() if b.sum() else 0.0
    r = tp / a.sum() if a.sum() else 0.0
    return 2 * p * r / (p + r) if p + r else 0.0
