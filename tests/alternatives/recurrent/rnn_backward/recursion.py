import numpy as np


def rnn_backward(dhs, x, h0, Wx, Wh, b):
    """Recursion over time, one sequence after the other."""
    if not (len(dhs) == len(x) == len(h0)) or dhs.shape[1] != x.shape[1]:
        raise ValueError("shapes do not fit")
    dx, dh0 = np.zeros_like(x), np.zeros_like(h0)
    dWx, dWh, db = np.zeros_like(Wx), np.zeros_like(Wh), np.zeros_like(b)

    def step(n, t, h_prev):
        if t == x.shape[1]:
            return np.zeros_like(h_prev)
        h = np.tanh(x[n, t] @ Wx + h_prev @ Wh + b)
        dz = (dhs[n, t] + step(n, t + 1, h)) * (1 + h) * (1 - h)
        dx[n, t] = Wx @ dz
        dWx[...] += np.outer(x[n, t], dz)
        dWh[...] += np.outer(h_prev, dz)
        db[...] += dz
        return Wh @ dz

    for n in range(len(x)):
        dh0[n] = step(n, 0, h0[n])
    return dx, dh0, dWx, dWh, db
