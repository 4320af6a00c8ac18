"""The trapezoids under the ROC curve."""

import numpy as np


def roc_auc(y_true, scores):
    if y_true.shape != scores.shape:
        raise ValueError("shapes differ")
    hits = y_true == 1
    if hits.all() or not hits.any():
        raise ValueError("one class only")
    fpr, tpr = [0.0], [0.0]
    for h in sorted(set(scores.tolist()), reverse=True):
        fpr.append(np.mean(scores[~hits] >= h))
        tpr.append(np.mean(scores[hits] >= h))
    return np.trapezoid(tpr, fpr)
