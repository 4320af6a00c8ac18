"""Both terms of the formula, with log1p for the second."""

import numpy as np


def bce_loss(probs, target, weight=None, reduction="mean"):
    if probs.shape != target.shape:
        raise ValueError("shapes differ")
    if probs.min() < 0 or probs.max() > 1:
        raise ValueError("no probabilities")
    with np.errstate(divide="ignore"):
        yes = np.clip(np.log(probs), -100, None)
        no = np.clip(np.log1p(-probs), -100, None)
    losses = (target - 1) * no - target * yes
    if weight is not None:
        losses = weight * losses
        if losses.shape != probs.shape:
            raise ValueError("weights do not fit")
    if reduction == "none":
        return losses
    if reduction == "sum":
        return np.sum(losses)
    if reduction == "mean":
        return np.mean(losses)
    raise ValueError("no such reduction")
