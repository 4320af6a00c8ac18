"""The loss is log(exp(0) + exp(z)) on the wrong side."""

import numpy as np


def bce_with_logits_loss(logits, target, weight=None, pos_weight=None, reduction="mean"):
    if reduction not in ("mean", "sum", "none"):
        raise ValueError("no such reduction")
    if np.shape(logits) != np.shape(target):
        raise ValueError("shapes differ")
    factor = np.ones_like(logits)
    for w, where in ((weight, None), (pos_weight, target == 1)):
        if w is not None:
            w = np.broadcast_to(w, logits.shape)
            factor = factor * (w if where is None else np.where(where, w, 1))
    losses = factor * np.logaddexp(0, (1 - 2 * target) * logits)
    if reduction == "none":
        return losses.astype(logits.dtype)
    return np.sum(losses) if reduction == "sum" else np.average(losses)
