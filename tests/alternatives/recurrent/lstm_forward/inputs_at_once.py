import numpy as np


def lstm_forward(x, h0, c0, params):
    """The inputs' share of all four sums for all steps at once."""
    N, T, _ = x.shape
    if h0.shape[0] != N or c0.shape[0] != N:
        raise ValueError("batch sizes differ")
    H = h0.shape[1]
    W, U, b = (np.concatenate([params[k + g] for g in "fiog"], axis=-1) for k in "WUb")
    shares = x @ W + b  # (N, T, 4 H)
    hs = np.zeros((N, T, H), dtype=x.dtype)
    h, c = h0, c0
    for t in range(T):
        z = shares[:, t] + h @ U
        with np.errstate(over="ignore"):
            gates = 1 / (1 + np.exp(-z[:, : 3 * H]))
        c = gates[:, :H] * c + gates[:, H : 2 * H] * np.tanh(z[:, 3 * H :])
        h = gates[:, 2 * H :] * np.tanh(c)
        hs[:, t] = h
    return hs, c
