"""A loop over the examples."""

import numpy as np


def nll_loss(log_probs, target, weight=None, ignore_index=-100, reduction="mean"):
    if reduction not in {"mean", "sum", "none"}:
        raise ValueError("no such reduction")
    if target.ndim != 1 or len(target) != len(log_probs):
        raise ValueError("one target for each example is needed")
    losses, total = [], 0.0
    for row, label in zip(log_probs.tolist(), target.tolist(), strict=True):
        if label == ignore_index:
            losses.append(0.0)
            continue
        if not 0 <= label < len(row):
            raise IndexError("no such class")
        w = 1.0 if weight is None else float(weight[label])
        losses.append(-w * row[label])
        total += w
    if reduction == "none":
        return np.array(losses, dtype=log_probs.dtype)
    if reduction == "sum":
        return sum(losses)
    return sum(losses) / total if total else float("nan")
