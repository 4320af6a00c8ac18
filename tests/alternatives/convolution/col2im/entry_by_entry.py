import numpy as np


def col2im(cols, x_shape, kernel_h, kernel_w, stride=1, padding=0):
    N, C, H, W = x_shape
    if stride < 1 or padding < 0:
        raise ValueError("bad stride or padding")
    H_out = (H + 2 * padding - kernel_h) // stride + 1
    W_out = (W + 2 * padding - kernel_w) // stride + 1
    if H_out < 1 or W_out < 1 or cols.shape != (N * H_out * W_out, C * kernel_h * kernel_w):
        raise ValueError("bad shapes")
    out = np.zeros(x_shape, dtype=cols.dtype)
    for row in range(len(cols)):
        n, place = divmod(row, H_out * W_out)
        i, j = divmod(place, W_out)
        for column in range(cols.shape[1]):
            c, rest = divmod(column, kernel_h * kernel_w)
            u, v = divmod(rest, kernel_w)
            y, x = i * stride + u - padding, j * stride + v - padding
            if 0 <= y < H and 0 <= x < W:
                out[n, c, y, x] += cols[row, column]
    return out
