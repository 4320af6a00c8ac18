"""The loss is log(exp(0) + exp(-t x))."""

import numpy as np


def soft_margin_loss(x, t, reduction="mean"):
    if x.shape != t.shape:
        raise ValueError("shapes differ")
    losses = np.logaddexp(0, -t * x)
    if reduction == "none":
        return losses
    if reduction == "sum":
        return np.sum(losses)
    if reduction == "mean":
        return np.sum(losses) / x.size
    raise ValueError("no such reduction")
