"""The entropy of p plus the divergence of q from p."""

import numpy as np


def cross_entropy(p, q):
    if np.shape(p) != np.shape(q):
        raise ValueError("p and q have different shapes")
    one = np.ones_like(p)
    own = np.log(np.where(p > 0, p, one))
    entropy = -(p * own).sum(axis=-1)
    divergence = (p * (own - np.log(np.where(p > 0, q, one)))).sum(axis=-1)
    return entropy + divergence
