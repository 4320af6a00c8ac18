import numpy as np


def lstm_cell_forward(x, h_prev, c_prev, params):
    """All four sums from one stacked matrix; a plain sigmoid that overflows to the right limit."""
    if len(x) != len(h_prev) or len(x) != len(c_prev):
        raise ValueError("batch sizes differ")
    both = np.hstack([x, h_prev])
    weights = np.vstack([np.hstack([params[k + name] for name in "fiog"]) for k in "WU"])
    z = both @ weights + np.hstack([params["b" + name] for name in "fiog"])
    h = c_prev.shape[1]
    with np.errstate(over="ignore"):
        f, i, o = (1 / (1 + np.exp(-z[:, k * h : (k + 1) * h])) for k in range(3))
    c = c_prev * f + np.tanh(z[:, 3 * h :]) * i
    return np.tanh(c) * o, c
