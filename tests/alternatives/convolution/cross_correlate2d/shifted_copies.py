import numpy as np


def cross_correlate2d(image, kernel):
    """One weighted, shifted copy of the image per entry of the kernel."""
    rows, columns = (n - f + 1 for n, f in zip(image.shape, kernel.shape, strict=True))
    if min(rows, columns) < 1:
        raise ValueError("the kernel does not fit")
    out = np.zeros((rows, columns), dtype=image.dtype)
    for (u, v), weight in np.ndenumerate(kernel):
        out += weight * image[u : u + rows, v : v + columns]
    return out
