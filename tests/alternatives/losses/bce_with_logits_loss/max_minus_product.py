"""The formula max(z, 0) - z t + log1p(exp(-|z|)), whose first two terms cancel exactly."""

import numpy as np


def bce_with_logits_loss(logits, target, weight=None, pos_weight=None, reduction="mean"):
    if logits.shape != target.shape:
        raise ValueError("shapes differ")
    losses = np.maximum(logits, 0) - logits * target + np.log1p(np.exp(-np.abs(logits)))
    if pos_weight is not None:
        losses = losses * (1 + (pos_weight - 1) * target)
    if weight is not None:
        losses = losses * weight
    if losses.shape != logits.shape:
        raise ValueError("weights do not fit")
    if reduction == "none":
        return losses
    if reduction == "sum":
        return losses.sum()
    if reduction == "mean":
        return losses.sum() / losses.size
    raise ValueError(reduction)
