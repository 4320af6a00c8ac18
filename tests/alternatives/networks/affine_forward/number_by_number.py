import numpy as np


def affine_forward(x, W, b):
    n, d_in = x.shape
    if W.shape[0] != d_in or b.ndim != 1 or len(b) != W.shape[1]:
        raise ValueError("sizes differ")
    out = np.zeros((n, len(b)), dtype=x.dtype)
    for row in range(n):
        for k in range(len(b)):
            total = b[k]
            for i in range(d_in):
                total += x[row, i] * W[i, k]
            out[row, k] = total
    return out
