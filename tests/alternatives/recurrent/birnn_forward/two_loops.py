import numpy as np


def birnn_forward(x, h0_f, h0_b, params_f, params_b):
    """Both halves written into the answer where they belong, in two loops."""
    N, T, _ = x.shape
    H = h0_f.shape[1]
    if len(h0_f) != N or len(h0_b) != N:
        raise ValueError("batch sizes differ")
    out = np.zeros((N, T, 2 * H), dtype=x.dtype)
    h = h0_f
    for t in range(T):
        h = np.tanh(x[:, t].dot(params_f["Wx"]) + h.dot(params_f["Wh"]) + params_f["b"])
        out[:, t, :H] = h
    h = h0_b
    for t in range(T - 1, -1, -1):
        h = np.tanh(x[:, t].dot(params_b["Wx"]) + h.dot(params_b["Wh"]) + params_b["b"])
        out[:, t, H:] = h
    return out
