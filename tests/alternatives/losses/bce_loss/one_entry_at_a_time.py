"""A loop over the entries, and Python floats for the reduced loss."""

import math

import numpy as np


def bce_loss(probs, target, weight=None, reduction="mean"):
    if reduction not in ("mean", "sum", "none") or probs.shape != target.shape:
        raise ValueError("reduction or shapes")
    weights = np.broadcast_to(1.0 if weight is None else weight, probs.shape)
    losses = []
    for p, t, w in zip(probs.flat, target.flat, weights.flat, strict=True):
        if not 0 <= p <= 1:
            raise ValueError("no probability")
        right = float(p) if t else 1.0 - float(p)
        losses.append(float(w) * (min(100.0, -math.log(right)) if right > 0 else 100.0))
    if reduction == "none":
        return np.array(losses, dtype=probs.dtype).reshape(probs.shape)
    return sum(losses) if reduction == "sum" else sum(losses) / len(losses)
