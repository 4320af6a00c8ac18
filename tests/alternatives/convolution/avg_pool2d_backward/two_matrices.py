import numpy as np


def avg_pool2d_backward(dout, x_shape, size, stride):
    """A mean over windows is a mean over rows and then over columns: one matrix for each."""
    n, c, height, width = x_shape
    if stride < 1 or size > min(height, width):
        raise ValueError("bad size or stride")

    def means(length):
        starts = np.arange(0, length - size + 1, stride)[:, None]
        pixels = np.arange(length)
        inside = (pixels >= starts) & (pixels < starts + size)
        return inside.astype(dout.dtype) / size  # (windows, pixels)

    down, across = means(height), means(width)
    if dout.shape != (n, c, len(down), len(across)):
        raise ValueError("dout has another shape")
    return np.einsum("ncij,ih,jw->nchw", dout, down, across)
