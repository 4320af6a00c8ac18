import numpy as np


def gru_cell_backward(dc, x, c_prev, params):
    """Example by example, with outer products."""
    if not len(dc) == len(x) == len(c_prev):
        raise ValueError("batch sizes differ")

    def sigmoid(z):
        small = np.exp(-np.abs(z))
        return np.where(z >= 0, 1 / (1 + small), small / (1 + small))

    p = params
    dx, dc_prev = np.zeros_like(x), np.zeros_like(c_prev)
    grads = {name: np.zeros_like(array) for name, array in p.items()}
    for n in range(len(x)):
        a, m, g = x[n], c_prev[n], dc[n]
        u = sigmoid(a @ p["Wu"] + m @ p["Uu"] + p["bu"])
        r = sigmoid(a @ p["Wr"] + m @ p["Ur"] + p["br"])
        k = np.tanh(a @ p["Wc"] + (r * m) @ p["Uc"] + p["bc"])
        dk = g * u * (1 + k) * (1 - k)
        shown = p["Uc"] @ dk
        dr = shown * m * (r - r * r)
        du = g * (k - m) * (u - u * u)
        dc_prev[n] = g - g * u + shown * r + p["Uu"] @ du + p["Ur"] @ dr
        for name, d, state in (("u", du, m), ("r", dr, m), ("c", dk, r * m)):
            dx[n] += p["W" + name] @ d
            grads["W" + name] += np.outer(a, d)
            grads["U" + name] += np.outer(state, d)
            grads["b" + name] += d
    return dx, dc_prev, grads
