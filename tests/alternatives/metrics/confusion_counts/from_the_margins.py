"""True positives and the two sums settle the rest; NumPy integers come back."""

import numpy as np


def confusion_counts(y_true, y_pred):
    if np.shape(y_true) != np.shape(y_pred):
        raise ValueError("shapes differ")
    y_true, y_pred = y_true.astype(int), y_pred.astype(int)
    tp = y_true @ y_pred
    fp = y_pred.sum() - tp
    fn = y_true.sum() - tp
    return tp, fp, fn, len(y_true) - tp - fp - fn
