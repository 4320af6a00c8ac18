import numpy as np


def affine_backward(dout, x, W):
    if len(dout) != len(x) or dout.shape[1] != W.shape[1]:
        raise ValueError("sizes differ")
    dx = np.zeros_like(x)
    dW = np.zeros(W.shape, dtype=x.dtype)
    db = np.zeros(W.shape[1], dtype=x.dtype)
    for n in range(len(x)):
        for i in range(W.shape[0]):
            for k in range(W.shape[1]):
                dx[n, i] += dout[n, k] * W[i, k]
                dW[i, k] += x[n, i] * dout[n, k]
        db += dout[n]
    return dx, dW, db
