"""A loop over the entries; Python floats for the reduced loss."""

import math

import numpy as np


def l1_loss(x, t, reduction="mean"):
    if x.shape != t.shape or reduction not in {"mean", "sum", "none"}:
        raise ValueError("shapes or reduction")
    losses = np.empty_like(x)
    for index in np.ndindex(x.shape):
        losses[index] = x[index] - t[index] if x[index] > t[index] else t[index] - x[index]
    if reduction == "none":
        return losses
    total = math.fsum(losses.ravel().tolist())
    return total if reduction == "sum" else total / x.size
