import numpy as np


def max_pool2d_backward(dout, x, size, stride):
    """Pixel (u, v) of all windows at once; windows that are served already take no more."""
    n, c, height, width = x.shape
    if stride < 1 or size > min(height, width):
        raise ValueError("bad size or stride")
    rows, columns = (height - size) // stride + 1, (width - size) // stride + 1
    if dout.shape != (n, c, rows, columns):
        raise ValueError("dout has another shape")
    places = [
        (..., slice(u, u + stride * rows, stride), slice(v, v + stride * columns, stride))
        for u in range(size)
        for v in range(size)
    ]
    largest = np.max([x[place] for place in places], axis=0)
    dx, waiting = np.zeros(x.shape, dtype=x.dtype), np.ones(dout.shape, dtype=bool)
    for place in places:
        now = waiting & (x[place] == largest)
        dx[place] += np.where(now, dout, 0)
        waiting &= ~now
    return dx
