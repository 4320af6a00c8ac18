"""A loop over the entries."""

import math

import numpy as np


def bce_with_logits_loss(logits, target, weight=None, pos_weight=None, reduction="mean"):
    if logits.shape != target.shape or reduction not in ("mean", "sum", "none"):
        raise ValueError("shapes or reduction")
    ws = np.broadcast_to(1.0 if weight is None else weight, logits.shape)
    ps = np.broadcast_to(1.0 if pos_weight is None else pos_weight, logits.shape)
    losses = []
    for z, t, w, p in zip(logits.flat, target.flat, ws.flat, ps.flat, strict=True):
        z = -float(z) if t == 1 else float(z)
        loss = z + math.log1p(math.exp(-z)) if z > 0 else math.log1p(math.exp(z))
        losses.append(float(w) * (float(p) if t == 1 else 1.0) * loss)
    if reduction == "none":
        return np.array(losses, dtype=logits.dtype).reshape(logits.shape)
    return math.fsum(losses) if reduction == "sum" else math.fsum(losses) / len(losses)
