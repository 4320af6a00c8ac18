import numpy as np


def lstm_cell_backward(dh, dc, x, h_prev, c_prev, params):
    """Example by example, with outer products."""
    if any(array.shape[0] != x.shape[0] for array in (dh, dc, h_prev, c_prev)):
        raise ValueError("batch sizes differ")

    def sigmoid(z):
        small = np.exp(-np.abs(z))
        return np.where(z >= 0, 1 / (1 + small), small / (1 + small))

    dx, dh_prev, dc_prev = (np.zeros_like(array) for array in (x, h_prev, c_prev))
    grads = {name: np.zeros_like(array) for name, array in params.items()}
    for n in range(len(x)):
        z = {
            k: x[n] @ params["W" + k] + h_prev[n] @ params["U" + k] + params["b" + k]
            for k in "fiog"
        }
        f, i, o, g = sigmoid(z["f"]), sigmoid(z["i"]), sigmoid(z["o"]), np.tanh(z["g"])
        t = np.tanh(f * c_prev[n] + i * g)
        through_h = dh[n] * o
        d = dc[n] + through_h - through_h * t * t
        dc_prev[n] = d * f
        parts = {
            "f": d * c_prev[n] * (f - f * f),
            "i": d * g * (i - i * i),
            "o": dh[n] * t * (o - o * o),
            "g": d * i * (1 - g) * (1 + g),
        }
        for k, dz in parts.items():
            dx[n] += params["W" + k] @ dz
            dh_prev[n] += params["U" + k] @ dz
            grads["W" + k] += np.outer(x[n], dz)
            grads["U" + k] += np.outer(h_prev[n], dz)
            grads["b" + k] += dz
    return dx, dh_prev, dc_prev, grads
