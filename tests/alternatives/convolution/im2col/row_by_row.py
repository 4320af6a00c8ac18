import numpy as np


def im2col(x, kernel_h, kernel_w, stride=1, padding=0):
    N, C, H, W = x.shape
    if stride < 1 or padding < 0 or kernel_h > H + 2 * padding or kernel_w > W + 2 * padding:
        raise ValueError("bad arguments")
    p = np.zeros((N, C, H + 2 * padding, W + 2 * padding), dtype=x.dtype)
    p[:, :, padding : padding + H, padding : padding + W] = x
    rows = []
    for n in range(N):
        for top in range(0, H + 2 * padding - kernel_h + 1, stride):
            for left in range(0, W + 2 * padding - kernel_w + 1, stride):
                rows.append(p[n, :, top : top + kernel_h, left : left + kernel_w].ravel())
    return np.array(rows)
