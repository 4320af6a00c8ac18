import numpy as np


def rnn_cell_backward(dh, x, h_prev, Wx, Wh, b):
    """Example by example, with outer products."""
    if len(dh) != len(x) or len(x) != len(h_prev):
        raise ValueError("batch sizes differ")
    dx, dh_prev = np.zeros_like(x), np.zeros_like(h_prev)
    dWx, dWh, db = np.zeros_like(Wx), np.zeros_like(Wh), np.zeros_like(b)
    for n in range(len(x)):
        h = np.tanh(Wx.T @ x[n] + Wh.T @ h_prev[n] + b)
        dz = (1 - h) * (1 + h) * dh[n]
        dx[n], dh_prev[n] = Wx @ dz, Wh @ dz
        dWx += np.outer(x[n], dz)
        dWh += np.outer(h_prev[n], dz)
        db += dz
    return dx, dh_prev, dWx, dWh, db
