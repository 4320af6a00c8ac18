import numpy as np


def conv2d_forward(x, W, b, stride=1, padding=0):
    n, channels, height, width = x.shape
    if W.shape[1] != channels or b.shape != W.shape[:1]:
        raise ValueError("shapes do not fit")
    if stride < 1 or padding < 0:
        raise ValueError("stride or padding")
    kernel_h, kernel_w = W.shape[2:]
    p = np.pad(x, ((0, 0), (0, 0), (padding,) * 2, (padding,) * 2))
    rows = np.arange(0, p.shape[2] - kernel_h + 1, stride)
    columns = np.arange(0, p.shape[3] - kernel_w + 1, stride)
    if not (len(rows) and len(columns)):
        raise ValueError("kernel too large")
    i = rows[:, None, None, None] + np.arange(kernel_h)[:, None]
    j = columns[:, None, None] + np.arange(kernel_w)
    windows = p[:, :, i, j]  # (N, C, H_out, W_out, kH, kW)
    matrix = windows.transpose(0, 2, 3, 1, 4, 5).reshape(n * len(rows) * len(columns), -1)
    out = matrix @ W.reshape(len(W), -1).T + b
    return out.reshape(n, len(rows), len(columns), len(W)).transpose(0, 3, 1, 2)
