import numpy as np


def conv2d_backward(dout, x, W, stride=1, padding=0):
    N, C, H, width = x.shape
    F, C_W, kH, kW = W.shape
    if C != C_W or stride < 1 or padding < 0:
        raise ValueError("bad arguments")
    if kH > H + 2 * padding or kW > width + 2 * padding:
        raise ValueError("kernel too large")
    H_out = 1 + (H + 2 * padding - kH) // stride
    W_out = 1 + (width + 2 * padding - kW) // stride
    if dout.shape != (N, F, H_out, W_out):
        raise ValueError("dout has another shape")
    p = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dp = np.zeros_like(p)
    dW = np.zeros_like(W)
    db = np.zeros(F, dtype=x.dtype)
    for n in range(N):
        for o in range(F):
            for i in range(H_out):
                for j in range(W_out):
                    top, left = i * stride, j * stride
                    g = dout[n, o, i, j]
                    dp[n, :, top : top + kH, left : left + kW] += g * W[o]
                    dW[o] += g * p[n, :, top : top + kH, left : left + kW]
                    db[o] += g
    return dp[:, :, padding : H + padding, padding : width + padding], dW, db
