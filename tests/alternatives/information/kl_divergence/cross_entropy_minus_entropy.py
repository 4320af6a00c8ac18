"""The difference of two sums, each with its zeros left out."""

import numpy as np


def kl_divergence(p, q):
    if np.shape(p) != np.shape(q):
        raise ValueError("p and q have different shapes")
    possible = p > 0
    cross, own = np.zeros_like(p), np.zeros_like(p)
    cross[possible] = -p[possible] * np.log(q[possible])
    own[possible] = -p[possible] * np.log(p[possible])
    return cross.sum(axis=-1) - own.sum(axis=-1)
