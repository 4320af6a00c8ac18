import numpy as np


def gru_cell_backward(dc, x, c_prev, params):
    """Weights of input, memory and bias stacked; one product for the gradients of each sum."""
    if dc.shape[0] != x.shape[0] or x.shape[0] != c_prev.shape[0]:
        raise ValueError("batch sizes differ")
    D, H = x.shape[1], c_prev.shape[1]
    ones = np.ones((len(x), 1), dtype=x.dtype)
    W = {k: np.vstack([params["W" + k], params["U" + k], params["b" + k][None]]) for k in "urc"}
    plain = np.hstack([x, c_prev, ones])
    with np.errstate(over="ignore"):
        u, r = 1 / (1 + np.exp(-plain @ W["u"])), 1 / (1 + np.exp(-plain @ W["r"]))
    reset = np.hstack([x, r * c_prev, ones])
    tilde = np.tanh(reset @ W["c"])
    dz = {"c": dc * u * (1 - tilde**2), "u": dc * (tilde - c_prev) * u * (1 - u)}
    d_reset = dz["c"] @ W["c"].T
    dz["r"] = d_reset[:, D : D + H] * c_prev * r * (1 - r)
    d_plain = dz["u"] @ W["u"].T + dz["r"] @ W["r"].T
    dx = d_plain[:, :D] + d_reset[:, :D]
    dc_prev = dc * (1 - u) + d_reset[:, D : D + H] * r + d_plain[:, D : D + H]
    grads = {}
    for k, seen in (("u", plain), ("r", plain), ("c", reset)):
        dW = seen.T @ dz[k]
        grads["W" + k], grads["U" + k], grads["b" + k] = dW[:D], dW[D:-1], dW[-1]
    return dx, dc_prev, grads
