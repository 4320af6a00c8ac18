import math

import numpy as np


def rnn_outputs(hs, Wy, by):
    """Step by step, with 1 / sum_j exp(z_j - z_k)."""
    if hs.shape[2] != Wy.shape[0]:
        raise ValueError("sizes of the state differ")
    N, T, _ = hs.shape
    out = np.zeros((N, T, len(by)), dtype=hs.dtype)
    for n in range(N):
        for t in range(T):
            z = [float(v) for v in hs[n, t] @ Wy + by]
            for k, score in enumerate(z):
                total = 0.0
                for other in z:
                    total += math.exp(other - score) if other - score < 700 else math.inf
                out[n, t, k] = 1 / total
    return out
