import numpy as np


def col2im(cols, x_shape, kernel_h, kernel_w, stride=1, padding=0):
    """The numbers of the pixels go through the same windows; np.add.at adds at them."""
    n, c, height, width = x_shape
    if stride < 1 or padding < 0:
        raise ValueError("bad stride or padding")
    framed = (n, c, height + 2 * padding, width + 2 * padding)
    if kernel_h > framed[2] or kernel_w > framed[3]:
        raise ValueError("no window fits")
    numbers = np.arange(np.prod(framed)).reshape(framed)
    windows = np.lib.stride_tricks.sliding_window_view(numbers, (kernel_h, kernel_w), axis=(2, 3))
    windows = windows[:, :, ::stride, ::stride].transpose(0, 2, 3, 1, 4, 5)
    places = windows.reshape(-1, c * kernel_h * kernel_w)
    if places.shape != cols.shape:
        raise ValueError("bad shapes")
    p = np.zeros(numbers.size, dtype=cols.dtype)
    np.add.at(p, places, cols)
    return p.reshape(framed)[:, :, padding : padding + height, padding : padding + width]
