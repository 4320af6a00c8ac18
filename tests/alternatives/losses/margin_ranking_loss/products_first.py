"""The targets multiply each score before the difference, and a boolean cuts the losses off."""

import numpy as np


def margin_ranking_loss(x1, x2, t, margin=0.0, reduction="mean"):
    if reduction not in {"mean", "sum", "none"}:
        raise ValueError("no such reduction")
    losses = margin + t * x2 - t * x1
    losses = losses * (losses > 0)
    return {"none": losses, "sum": np.sum(losses), "mean": np.mean(losses)}[reduction]
