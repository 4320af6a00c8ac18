"""One of all windows, and a position from a float."""

import numpy as np


def random_crop(images, height, width, rng):
    if height > images.shape[2] or width > images.shape[3]:
        raise ValueError("the window does not fit")
    views = np.lib.stride_tricks.sliding_window_view(images, (height, width), axis=(2, 3))
    left = int(rng.random() * views.shape[3])
    top = int(rng.random() * views.shape[2])
    return np.array(views[:, :, top, left])
