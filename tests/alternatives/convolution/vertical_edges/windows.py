import numpy as np


def vertical_edges(image):
    """NumPy's own windows; it raises ValueError where none fits."""
    windows = np.lib.stride_tricks.sliding_window_view(image, (3, 3))
    first, last = windows[..., 0], windows[..., 2]
    return (first - last).sum(axis=-1)
