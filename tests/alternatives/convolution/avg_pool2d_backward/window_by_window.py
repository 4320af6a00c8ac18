import numpy as np


def avg_pool2d_backward(dout, x_shape, size, stride):
    N, C, H, W = x_shape
    if stride < 1 or size > H or size > W:
        raise ValueError("bad size or stride")
    if dout.shape != (N, C, (H - size) // stride + 1, (W - size) // stride + 1):
        raise ValueError("dout has another shape")
    dx = np.zeros(x_shape, dtype=dout.dtype)
    for (n, c, i, j), g in np.ndenumerate(dout):
        top, left = i * stride, j * stride
        dx[n, c, top : top + size, left : left + size] += g / (size * size)
    return dx
