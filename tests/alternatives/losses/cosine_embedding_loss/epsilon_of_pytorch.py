"""PyTorch's own formula, with 1e-12 beside the squared lengths."""

import numpy as np


def cosine_embedding_loss(x1, x2, t, margin=0.0, reduction="mean"):
    if reduction not in ("mean", "sum", "none"):
        raise ValueError("reduction")
    if x1.shape != x2.shape or t.shape != (x1.shape[0],):
        raise ValueError("shapes")
    eps = x1.dtype.type(1e-12)
    squares = ((x1 * x1).sum(1) + eps) * ((x2 * x2).sum(1) + eps)
    cos = (x1 * x2).sum(1) / np.sqrt(squares)
    losses = np.where(t == 1, 1 - cos, 0) + np.where(t == -1, np.maximum(cos - margin, 0), 0)
    losses = losses.astype(x1.dtype)
    return {"none": losses, "sum": losses.sum(), "mean": losses.mean()}[reduction]
