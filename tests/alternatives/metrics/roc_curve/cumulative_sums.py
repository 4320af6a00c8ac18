"""Sorted once; running counts, read off at the last example of every tie."""

import numpy as np


def roc_curve(y_true, scores):
    if y_true.shape != scores.shape or scores.ndim != 1:
        raise ValueError("shapes differ")
    order = np.argsort(scores)[::-1]
    s, hits = scores[order].astype(float), y_true[order].astype(int)
    if not 0 < hits.sum() < hits.size:
        raise ValueError("one class only")
    last = np.flatnonzero(np.append(s[1:] != s[:-1], True))
    tp, fp = np.cumsum(hits)[last], np.cumsum(1 - hits)[last]
    return (
        np.append(0.0, fp / fp[-1]),
        np.append(0.0, tp / tp[-1]),
        np.append(np.inf, s[last]),
    )
