"""The logarithm of the quotient, one outcome after the other."""

import math

import numpy as np


def kl_divergence(p, q):
    if p.shape != q.shape:
        raise ValueError("p and q have different shapes")
    out = np.zeros(p.shape[:-1], dtype=p.dtype)
    for index in np.ndindex(p.shape[:-1]):
        total = 0.0
        for truth, guess in zip(p[index].tolist(), q[index].tolist(), strict=True):
            if truth > 0:
                total += truth * math.log(truth / guess) if guess > 0 else math.inf
        out[index] = total
    return out
