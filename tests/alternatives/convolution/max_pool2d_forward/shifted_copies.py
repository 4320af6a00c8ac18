import numpy as np


def max_pool2d_forward(x, size, stride):
    """One shifted and thinned copy of the images per pixel of the window."""
    n, c, height, width = x.shape
    if stride < 1 or size > min(height, width):
        raise ValueError("bad size or stride")
    rows, columns = (height - size) // stride + 1, (width - size) // stride + 1
    out = np.full((n, c, rows, columns), -np.inf, dtype=x.dtype)
    for u in range(size):
        for v in range(size):
            shifted = x[:, :, u : u + stride * rows : stride, v : v + stride * columns : stride]
            out = np.maximum(out, shifted)
    return out
