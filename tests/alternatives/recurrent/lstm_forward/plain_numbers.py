import math

import numpy as np


def lstm_forward(x, h0, c0, params):
    """One sequence after the other, in plain Python numbers."""
    N, T, D = x.shape
    if len(h0) != N or len(c0) != N:
        raise ValueError("batch sizes differ")
    H = h0.shape[1]
    p = {name: array.tolist() for name, array in params.items()}

    def sigmoid(z):
        return 1 / (1 + math.exp(-z)) if z >= 0 else math.exp(z) / (1 + math.exp(z))

    def total(name, k, inputs, state):
        z = p["b" + name][k]
        z += sum(inputs[d] * p["W" + name][d][k] for d in range(D))
        return z + sum(state[j] * p["U" + name][j][k] for j in range(H))

    hs, last = np.zeros((N, T, H), dtype=x.dtype), np.zeros_like(c0)
    for n in range(N):
        h, c = h0[n].tolist(), c0[n].tolist()
        for t in range(T):
            z = {name: [total(name, k, x[n, t].tolist(), h) for k in range(H)] for name in "fiog"}
            c = [
                sigmoid(z["f"][k]) * c[k] + sigmoid(z["i"][k]) * math.tanh(z["g"][k])
                for k in range(H)
            ]
            h = [sigmoid(z["o"][k]) * math.tanh(c[k]) for k in range(H)]
            hs[n, t] = h
        last[n] = c
    return hs, last
