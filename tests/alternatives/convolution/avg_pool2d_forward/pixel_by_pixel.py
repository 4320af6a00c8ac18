import numpy as np


def avg_pool2d_forward(x, size, stride):
    N, C, H, W = x.shape
    if stride < 1 or size > H or size > W:
        raise ValueError("bad size or stride")
    H_out, W_out = (H - size) // stride + 1, (W - size) // stride + 1
    out = np.zeros((N, C, H_out, W_out), dtype=x.dtype)
    for n in range(N):
        for c in range(C):
            for i in range(H_out):
                for j in range(W_out):
                    top, left = i * stride, j * stride
                    window = x[n, c, top : top + size, left : left + size]
                    out[n, c, i, j] = window.sum() / size**2
    return out
