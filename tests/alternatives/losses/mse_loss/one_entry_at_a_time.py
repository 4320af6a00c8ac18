"""A loop over the entries; Python floats for the reduced loss."""

import numpy as np


def mse_loss(x, t, reduction="mean"):
    if x.shape != t.shape or reduction not in {"mean", "sum", "none"}:
        raise ValueError("shapes or reduction")
    losses = [(float(a) - float(b)) ** 2 for a, b in zip(x.flat, t.flat, strict=True)]
    if reduction == "none":
        return np.array(losses, dtype=x.dtype).reshape(x.shape)
    return sum(losses) if reduction == "sum" else sum(losses) / len(losses)
