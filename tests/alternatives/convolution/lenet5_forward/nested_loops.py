import numpy as np


def conv_relu(x, W, b):
    N, C, H, width = x.shape
    F, C_W, kH, kW = W.shape
    if C != C_W or kH > H or kW > width:
        raise ValueError("shapes do not fit")
    out = np.zeros((N, F, H - kH + 1, width - kW + 1), dtype=x.dtype)
    for i in range(out.shape[2]):
        for j in range(out.shape[3]):
            window = x[:, None, :, i : i + kH, j : j + kW]  # (N, 1, C, kH, kW)
            out[:, :, i, j] = (window * W).sum(axis=(2, 3, 4)) + b
    return np.where(out > 0, out, 0)


def pool(x):
    rows, columns = x.shape[2] // 2, x.shape[3] // 2
    if rows == 0 or columns == 0:
        raise ValueError("nothing to pool")
    even = x[:, :, : 2 * rows, : 2 * columns]
    return even.reshape(*x.shape[:2], rows, 2, columns, 2).max(axis=(3, 5))


def lenet5_forward(x, params):
    a = pool(conv_relu(x, params["W1"], params["b1"]))
    a = pool(conv_relu(a, params["W2"], params["b2"]))
    a = a.reshape(a.shape[0], a.shape[1] * a.shape[2] * a.shape[3])
    a = (a @ params["W3"] + params["b3"]).clip(min=0)
    a = (a @ params["W4"] + params["b4"]).clip(min=0)
    return a @ params["W5"] + params["b5"]
