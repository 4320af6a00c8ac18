import numpy as np


def conv2d_forward(x, W, b, stride=1, padding=0):
    N, C, H, width = x.shape
    F, C_W, kH, kW = W.shape
    if C != C_W or stride < 1 or padding < 0:
        raise ValueError("bad arguments")
    if kH > H + 2 * padding or kW > width + 2 * padding:
        raise ValueError("kernel too large")
    p = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    H_out = (H + 2 * padding - kH) // stride + 1
    W_out = (width + 2 * padding - kW) // stride + 1
    out = np.zeros((N, F, H_out, W_out), dtype=x.dtype)
    for n in range(N):
        for o in range(F):
            for i in range(H_out):
                for j in range(W_out):
                    top, left = i * stride, j * stride
                    window = p[n, :, top : top + kH, left : left + kW]
                    out[n, o, i, j] = np.sum(window * W[o]) + b[o]
    return out
