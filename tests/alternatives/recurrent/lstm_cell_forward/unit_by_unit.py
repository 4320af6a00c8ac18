import math

import numpy as np


def lstm_cell_forward(x, h_prev, c_prev, params):
    if not (x.shape[0] == h_prev.shape[0] == c_prev.shape[0]):
        raise ValueError("batch sizes differ")

    def sigmoid(z):
        return 1 / (1 + math.exp(-z)) if z >= 0 else math.exp(z) / (1 + math.exp(z))

    h, c = np.zeros_like(h_prev), np.zeros_like(c_prev)
    for n in range(x.shape[0]):
        for k in range(c.shape[1]):
            z = {
                name: float(params["b" + name][k])
                + sum(float(a) * float(w) for a, w in zip(x[n], params["W" + name][:, k]))
                + sum(float(a) * float(w) for a, w in zip(h_prev[n], params["U" + name][:, k]))
                for name in ("f", "i", "o", "g")
            }
            memory = sigmoid(z["f"]) * float(c_prev[n, k]) + sigmoid(z["i"]) * math.tanh(z["g"])
            c[n, k] = memory
            h[n, k] = sigmoid(z["o"]) * math.tanh(memory)
    return [h, c]
