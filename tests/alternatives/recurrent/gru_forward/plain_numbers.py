import math

import numpy as np


def gru_forward(x, c0, params):
    """One sequence after the other, in plain Python numbers."""
    N, T, D = x.shape
    if c0.shape[0] != N:
        raise ValueError("batch sizes differ")
    H = c0.shape[1]
    p = {name: array.tolist() for name, array in params.items()}

    def sigmoid(z):
        return 1 / (1 + math.exp(-z)) if z >= 0 else 1 - 1 / (1 + math.exp(z))

    def total(name, k, inputs, state):
        z = p["b" + name][k]
        z += sum(a * w[k] for a, w in zip(inputs, p["W" + name], strict=True))
        return z + sum(a * w[k] for a, w in zip(state, p["U" + name], strict=True))

    out = np.zeros((N, T, H), dtype=x.dtype)
    for n in range(N):
        c = c0[n].tolist()
        for t in range(T):
            inputs = x[n, t].tolist()
            if len(inputs) != len(p["Wu"]):
                raise ValueError("features differ")
            u = [sigmoid(total("u", k, inputs, c)) for k in range(H)]
            seen = [sigmoid(total("r", k, inputs, c)) * c[k] for k in range(H)]
            new = [math.tanh(total("c", k, inputs, seen)) for k in range(H)]
            c = [u[k] * new[k] + (1 - u[k]) * c[k] for k in range(H)]
            out[n, t] = c
    return out
