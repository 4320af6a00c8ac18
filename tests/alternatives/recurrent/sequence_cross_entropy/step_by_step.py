import math

import numpy as np


def sequence_cross_entropy(logits, labels, mask):
    """Step by step; every score measured from that of the true class."""
    N, T, K = logits.shape
    if labels.shape != (N, T) or mask.shape != (N, T):
        raise ValueError("shapes do not fit")
    losses = []
    for n in range(N):
        for t in range(T):
            if mask[n, t]:
                true = float(logits[n, t, labels[n, t]])
                differences = [float(z) - true for z in logits[n, t]]
                top = max(differences)
                losses.append(top + math.log(sum(math.exp(d - top) for d in differences)))
    return np.float64(sum(losses) / len(losses)) if losses else math.nan
