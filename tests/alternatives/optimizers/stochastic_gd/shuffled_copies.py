"""Shuffled copies in each epoch; steps in place on a copy of the weights."""

import numpy as np


def stochastic_gd(x, y, w, lr, epochs, rng):
    if y.ndim != 1 or len(y) != len(x) or len(w) != x.shape[1]:
        raise ValueError("shapes do not fit")
    w = np.array(w)
    for _ in range(epochs):
        order = rng.permutation(len(x))
        for example, target in zip(x[order], y[order], strict=True):
            w += lr * (target - np.sum(w * example)) * example
    return w
