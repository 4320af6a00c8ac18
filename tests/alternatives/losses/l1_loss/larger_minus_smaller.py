"""The larger of the two minus the smaller, reduced by hand."""

import numpy as np


def l1_loss(x, t, reduction="mean"):
    if np.shape(x) != np.shape(t):
        raise ValueError("shapes differ")
    losses = np.maximum(x, t) - np.minimum(x, t)
    if reduction == "none":
        return losses
    if reduction == "sum":
        return np.sum(losses)
    if reduction == "mean":
        return np.sum(losses) / losses.size
    raise ValueError("no such reduction")
