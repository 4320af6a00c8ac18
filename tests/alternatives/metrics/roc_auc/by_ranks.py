"""The rank-sum statistic, equal scores sharing their ranks."""

import numpy as np


def roc_auc(y_true, scores):
    if y_true.shape != scores.shape:
        raise ValueError("shapes differ")
    hits = y_true.astype(bool)
    p, q = int(hits.sum()), int((~hits).sum())
    if p == 0 or q == 0:
        raise ValueError("one class only")
    _, inverse, count = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(count) - (count - 1) / 2)[inverse]
    return (ranks[hits].sum() - p * (p + 1) / 2) / (p * q)
