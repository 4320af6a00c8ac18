"""A loop over the pairs."""

import math

import numpy as np


def cosine_embedding_loss(x1, x2, t, margin=0.0, reduction="mean"):
    if reduction not in ("mean", "sum", "none") or x1.shape != x2.shape or t.shape != (len(x1),):
        raise ValueError("shapes or reduction")
    losses = []
    for a, b, side in zip(x1.tolist(), x2.tolist(), t.tolist(), strict=True):
        length = math.hypot(*a) * math.hypot(*b)
        cos = sum(p * q for p, q in zip(a, b, strict=True)) / length if length else 0.0
        losses.append(1 - cos if side == 1 else max(0.0, cos - margin))
    if reduction == "none":
        return np.array(losses, dtype=x1.dtype)
    return sum(losses) if reduction == "sum" else sum(losses) / len(losses)
