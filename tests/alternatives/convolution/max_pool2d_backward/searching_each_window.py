import numpy as np


def max_pool2d_backward(dout, x, size, stride):
    N, C, H, W = x.shape
    if stride < 1 or size > H or size > W:
        raise ValueError("bad size or stride")
    if dout.shape != (N, C, (H - size) // stride + 1, (W - size) // stride + 1):
        raise ValueError("dout has another shape")
    dx = np.zeros_like(x)
    for (n, c, i, j), g in np.ndenumerate(dout):
        best, place = -np.inf, (0, 0)
        for u in range(i * stride, i * stride + size):
            for v in range(j * stride, j * stride + size):
                if x[n, c, u, v] > best:
                    best, place = x[n, c, u, v], (u, v)
        dx[n, c, place[0], place[1]] += g
    return dx
