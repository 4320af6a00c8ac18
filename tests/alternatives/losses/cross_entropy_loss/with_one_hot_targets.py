"""A table with the weight of each example at its class, and the sum over the whole table."""

import numpy as np


def cross_entropy_loss(logits, target, weight=None, ignore_index=-100, reduction="mean"):
    if reduction not in ("mean", "sum", "none"):
        raise ValueError(f"unknown reduction {reduction}")
    n, k = logits.shape
    if target.shape != (n,):
        raise ValueError("target must be (N,)")
    one_hot = target[:, None] == np.arange(k)  # (N, K); a row of False has no class
    ignored = target == ignore_index
    if not np.all(one_hot.any(axis=1) | ignored):
        raise ValueError("a target is no class")
    table = one_hot & ~ignored[:, None]
    weights = table * (np.ones(k, logits.dtype) if weight is None else weight)  # (N, K)
    log_probs = logits - np.logaddexp.reduce(logits, axis=1, keepdims=True)
    losses = -(weights * log_probs).sum(axis=1)
    if reduction == "none":
        return losses
    with np.errstate(invalid="ignore"):
        return losses.sum() / weights.sum() if reduction == "mean" else losses.sum()
