import numpy as np


def lstm_cell_backward(dh, dc, x, h_prev, c_prev, params):
    """All four sums side by side, so that each gradient is a single product."""
    if len({len(array) for array in (dh, dc, x, h_prev, c_prev)}) != 1:
        raise ValueError("batch sizes differ")
    names, H = "fiog", c_prev.shape[1]
    W, U, b = (np.concatenate([params[k + name] for name in names], axis=-1) for k in "WUb")
    z = x @ W + h_prev @ U + b  # (N, 4 H)
    with np.errstate(over="ignore"):
        s = 1 / (1 + np.exp(-z[:, : 3 * H]))
    f, i, o = np.split(s, 3, axis=1)
    g = np.tanh(z[:, 3 * H :])
    t = np.tanh(f * c_prev + i * g)
    d = dc + o * dh * (1 + t) * (1 - t)
    dz = np.concatenate([d * c_prev, d * g, dh * t, d * i * (1 - g**2)], axis=1)
    dz[:, : 3 * H] *= s * (1 - s)
    grads = {}
    for k, whole in (("W", x.T @ dz), ("U", h_prev.T @ dz), ("b", dz.sum(axis=0))):
        for name, part in zip(names, np.split(whole, 4, axis=-1), strict=True):
            grads[k + name] = part
    return dz @ W.T, dz @ U.T, f * d, grads
