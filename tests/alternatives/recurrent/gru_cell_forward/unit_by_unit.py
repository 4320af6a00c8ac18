import math

import numpy as np


def gru_cell_forward(x, c_prev, params):
    if x.shape[0] != c_prev.shape[0]:
        raise ValueError("batch sizes differ")

    def sigmoid(z):
        return 1 / (1 + math.exp(-z)) if z >= 0 else math.exp(z) / (1 + math.exp(z))

    def total(name, k, inputs, state):
        z = float(params["b" + name][k])
        z += sum(float(a) * float(w) for a, w in zip(inputs, params["W" + name][:, k], strict=True))
        z += sum(float(a) * float(w) for a, w in zip(state, params["U" + name][:, k], strict=True))
        return z

    out = np.empty_like(c_prev)
    for n in range(len(x)):
        past = [float(c) for c in c_prev[n]]
        units = range(len(past))
        seen = [sigmoid(total("r", k, x[n], past)) * past[k] for k in units]
        for k in units:
            u = sigmoid(total("u", k, x[n], past))
            out[n, k] = u * math.tanh(total("c", k, x[n], seen)) + (1 - u) * past[k]
    return out
