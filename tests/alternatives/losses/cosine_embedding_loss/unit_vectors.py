"""Vectors are made one long first; zeros stay zeros."""

import numpy as np


def cosine_embedding_loss(x1, x2, t, margin=0.0, reduction="mean"):
    if x1.shape != x2.shape or t.ndim != 1 or len(t) != len(x1):
        raise ValueError("shapes")

    def unit(x):
        length = np.linalg.norm(x, axis=1, keepdims=True)
        return x / np.maximum(length, 1e-8)

    cos = np.einsum("nd,nd->n", unit(x1), unit(x2))
    losses = (1 + t) / 2 * (1 - cos) + (1 - t) / 2 * np.clip(cos - margin, 0, None)
    if reduction == "none":
        return losses
    if reduction == "sum":
        return losses.sum()
    if reduction == "mean":
        return losses.sum() / len(losses)
    raise ValueError("no such reduction")
