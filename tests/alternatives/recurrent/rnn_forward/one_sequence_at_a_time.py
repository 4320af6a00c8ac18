import numpy as np


def rnn_forward(x, h0, Wx, Wh, b):
    """One sequence after the other, one unit after the other."""
    if x.shape[0] != h0.shape[0]:
        raise ValueError("batch sizes differ")
    N, T, D = x.shape
    H = len(b)
    hs = np.zeros((N, T, H), dtype=x.dtype)
    for n in range(N):
        h = [float(v) for v in h0[n]]
        for t in range(T):
            sums = [
                float(b[k])
                + sum(float(x[n, t, i]) * float(Wx[i, k]) for i in range(D))
                + sum(h[j] * float(Wh[j, k]) for j in range(H))
                for k in range(H)
            ]
            h = [1 - 2 / (1 + np.exp(min(2 * z, 700.0))) for z in sums]
            hs[n, t] = h
    return hs
