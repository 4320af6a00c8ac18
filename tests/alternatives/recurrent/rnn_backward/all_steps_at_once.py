import numpy as np


def rnn_backward(dhs, x, h0, Wx, Wh, b):
    """All dz first; the products of inputs and weights for all steps at once."""
    N, T, D = x.shape
    if len(h0) != N or dhs.shape[0] != N or dhs.shape[1] != T:
        raise ValueError("shapes do not fit")
    hs = np.empty((N, T + 1, h0.shape[1]), dtype=x.dtype)
    hs[:, 0] = h0
    for t in range(T):
        hs[:, t + 1] = np.tanh(x[:, t] @ Wx + hs[:, t] @ Wh + b)
    slope = 1 - hs[:, 1:] ** 2
    dz = np.zeros(dhs.shape, dtype=x.dtype)
    dz[:, -1] = dhs[:, -1] * slope[:, -1]
    for t in range(T - 2, -1, -1):
        dz[:, t] = slope[:, t] * (dhs[:, t] + dz[:, t + 1] @ Wh.T)
    dWx = np.einsum("ntd,nth->dh", x, dz)
    dWh = np.einsum("ntg,nth->gh", hs[:, :-1], dz)
    return dz @ Wx.T, dz[:, 0] @ Wh.T, dWx, dWh, dz.sum(axis=(0, 1))
