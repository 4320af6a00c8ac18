"""Shuffled copies cut by np.array_split; steps in place on a copy."""

import numpy as np


def minibatch_gd(x, y, w, lr, epochs, batch_size, rng):
    if y.ndim != 1 or len(y) != len(x) or len(w) != x.shape[1]:
        raise ValueError("shapes do not fit")
    w = w.copy()
    cuts = np.arange(batch_size, len(x), batch_size)
    for _ in range(epochs):
        order = rng.permutation(np.arange(len(x)))
        for a, t in zip(
            np.array_split(x[order], cuts), np.array_split(y[order], cuts), strict=True
        ):
            w -= lr * np.mean((a @ w - t)[:, None] * a, axis=0)
    return w
