"""A loop over the examples; the loss of each is log(sum(exp(x_k - x_t)))."""

import math

import numpy as np


def cross_entropy_loss(logits, target, weight=None, ignore_index=-100, reduction="mean"):
    if reduction not in {"mean", "sum", "none"}:
        raise ValueError("no such reduction")
    if target.ndim != 1 or len(target) != len(logits):
        raise ValueError("one target for each example is needed")
    losses, total = [], 0.0
    for row, label in zip(logits.tolist(), target.tolist(), strict=True):
        if label == ignore_index:
            losses.append(0.0)
            continue
        if not 0 <= label < len(row):
            raise IndexError("no such class")
        best = max(row)
        loss = best - row[label] + math.log(sum(math.exp(score - best) for score in row))
        w = 1.0 if weight is None else float(weight[label])
        losses.append(w * loss)
        total += w
    if reduction == "none":
        return np.array(losses, dtype=logits.dtype)
    if reduction == "sum":
        return sum(losses)
    return sum(losses) / total if total else float("nan")
