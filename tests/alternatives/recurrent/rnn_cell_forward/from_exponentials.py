import math

import numpy as np


def rnn_cell_forward(x, h_prev, Wx, Wh, b):
    if len(x) != len(h_prev):
        raise ValueError("batch sizes differ")
    out = np.zeros_like(h_prev)
    for n in range(len(x)):
        for k in range(len(b)):
            z = float(b[k])
            for i in range(x.shape[1]):
                z += float(x[n, i]) * float(Wx[i, k])
            for j in range(len(b)):
                z += float(h_prev[n, j]) * float(Wh[j, k])
            small = math.exp(-2 * abs(z))
            out[n, k] = math.copysign((1 - small) / (1 + small), z)
    return out
