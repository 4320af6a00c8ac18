"""A loop over the thresholds that counts anew for each."""

import numpy as np


def roc_curve(y_true, scores):
    if y_true.shape != scores.shape:
        raise ValueError("shapes differ")
    pairs = list(zip(y_true.tolist(), scores.tolist(), strict=True))
    positives = sum(1 for true, _ in pairs if true)
    negatives = len(pairs) - positives
    if positives == 0 or negatives == 0:
        raise ValueError("one class only")
    curve = [(0.0, 0.0, float("inf"))]
    for h in sorted({score for _, score in pairs}, reverse=True):
        fp = sum(1 for true, score in pairs if score >= h and not true)
        tp = sum(1 for true, score in pairs if score >= h and true)
        curve.append((fp / negatives, tp / positives, h))
    return [np.array(column) for column in zip(*curve, strict=True)]
