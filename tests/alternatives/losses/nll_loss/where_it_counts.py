"""All rows are looked up, and np.where throws away what does not count."""

import numpy as np


def nll_loss(log_probs, target, weight=None, ignore_index=-100, reduction="mean"):
    if reduction not in ("mean", "sum", "none"):
        raise ValueError(f"unknown reduction {reduction}")
    n, k = log_probs.shape
    if target.shape != (n,):
        raise ValueError("target must be (N,)")
    counts = target != ignore_index
    if np.any(counts & ((target < 0) | (target >= k))):
        raise ValueError("a target is no class")
    if weight is None:
        weight = np.ones(k, dtype=log_probs.dtype)
    label = np.where(counts, target, 0)
    picked = np.take_along_axis(log_probs, label[:, None], axis=1)[:, 0]
    losses = np.where(counts, -weight[label] * picked, log_probs.dtype.type(0))
    if reduction == "none":
        return losses
    if reduction == "sum":
        return losses.sum()
    total = weight[label[counts]].sum()
    with np.errstate(invalid="ignore"):
        return losses.sum() / total
