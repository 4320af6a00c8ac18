"""The arrays are broadcast first, and a loop walks over the entries."""

import numpy as np


def margin_ranking_loss(x1, x2, t, margin=0.0, reduction="mean"):
    x1, x2, t = np.broadcast_arrays(x1, x2, t)
    losses = np.zeros(x1.shape, dtype=x1.dtype)
    for index in np.ndindex(x1.shape):
        behind = x2[index] - x1[index] if t[index] == 1 else x1[index] - x2[index]
        losses[index] = max(0.0, float(behind) + margin)
    if reduction == "none":
        return losses
    if reduction == "sum":
        return float(np.sum(losses))
    if reduction == "mean":
        return float(np.sum(losses)) / losses.size
    raise ValueError("no such reduction")
