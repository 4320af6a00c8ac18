"""A loop over the entries with two formulas."""

import math

import numpy as np


def soft_margin_loss(x, t, reduction="mean"):
    if x.shape != t.shape or reduction not in ("mean", "sum", "none"):
        raise ValueError("shapes or reduction")
    losses = np.zeros(x.shape, dtype=x.dtype)
    for index in np.ndindex(x.shape):
        z = -float(t[index]) * float(x[index])
        losses[index] = z + math.log1p(math.exp(-z)) if z > 0 else math.log1p(math.exp(z))
    if reduction == "none":
        return losses
    return float(losses.sum()) if reduction == "sum" else float(losses.mean())
