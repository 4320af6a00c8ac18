import numpy as np


def conv2d_backward(dout, x, W, stride=1, padding=0):
    """Windows as rows of a matrix; their gradients scattered back with np.add.at."""
    n, channels, height, width = x.shape
    if W.shape[1] != channels:
        raise ValueError("channels differ")
    if stride < 1 or padding < 0:
        raise ValueError("stride or padding")
    kernel_h, kernel_w = W.shape[2:]
    p = np.pad(x, ((0, 0), (0, 0), (padding,) * 2, (padding,) * 2))
    tops = np.arange(0, p.shape[2] - kernel_h + 1, stride)
    lefts = np.arange(0, p.shape[3] - kernel_w + 1, stride)
    if dout.shape != (n, len(W), len(tops), len(lefts)) or 0 in dout.shape[2:]:
        raise ValueError("shapes do not fit")
    i = tops[:, None, None, None] + np.arange(kernel_h)[:, None]
    j = lefts[:, None, None] + np.arange(kernel_w)
    flat = dout.transpose(1, 0, 2, 3).reshape(len(W), -1)  # (F, N * P * Q)
    windows = p[:, :, i, j].transpose(0, 2, 3, 1, 4, 5)  # (N, P, Q, C, kH, kW)
    shape = windows.shape
    dW = (flat @ windows.reshape(flat.shape[1], -1)).reshape(W.shape)
    shares = (flat.T @ W.reshape(len(W), -1)).reshape(shape).transpose(0, 3, 1, 2, 4, 5)
    dp = np.zeros_like(p)
    np.add.at(dp, (slice(None), slice(None), i, j), shares)
    return dp[:, :, padding : padding + height, padding : padding + width], dW, flat.sum(axis=1)
