import numpy as np


def rnn_cell_backward(dh, x, h_prev, Wx, Wh, b):
    """One stacked matrix for input and state; the slope as 1 / cosh(z)**2."""
    both = np.concatenate([x, h_prev], axis=1)
    W = np.concatenate([Wx, Wh], axis=0)
    if len(dh) != len(both):
        raise ValueError("batch sizes differ")
    with np.errstate(over="ignore"):
        dz = dh / np.cosh(both @ W + b) ** 2
    d_both, dW = dz.dot(W.T), both.T.dot(dz)
    D = x.shape[1]
    return d_both[:, :D], d_both[:, D:], dW[:D], dW[D:], np.ones(len(x), dtype=x.dtype) @ dz
