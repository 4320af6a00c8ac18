import numpy as np


def im2col(x, kernel_h, kernel_w, stride=1, padding=0):
    """Pixel (u, v) of all windows at once, as a strided slice of the padded images."""
    n, c, height, width = x.shape
    if stride < 1:
        raise ValueError("bad stride")
    rows = (height + 2 * padding - kernel_h) // stride + 1
    columns = (width + 2 * padding - kernel_w) // stride + 1
    if rows < 1 or columns < 1:
        raise ValueError("no window fits")
    p = np.pad(x, [(0, 0), (0, 0), (padding, padding), (padding, padding)], "constant")
    cols = np.zeros((n, c, kernel_h, kernel_w, rows, columns), dtype=x.dtype)
    for u in range(kernel_h):
        for v in range(kernel_w):
            cols[:, :, u, v] = p[
                :, :, u : u + stride * rows : stride, v : v + stride * columns : stride
            ]
    return cols.transpose(0, 4, 5, 1, 2, 3).reshape(n * rows * columns, -1)
