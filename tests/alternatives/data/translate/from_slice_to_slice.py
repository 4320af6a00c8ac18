"""What stays in sight is written into zeros."""

import numpy as np


def seen(size, shift):
    """Where the result shows the old picture, and which part of it."""
    return slice(max(shift, 0), max(size + shift, 0)), slice(max(-shift, 0), max(size - shift, 0))


def translate(images, dy, dx):
    out = np.zeros_like(images)
    to_rows, from_rows = seen(images.shape[2], dy)
    to_columns, from_columns = seen(images.shape[3], dx)
    out[:, :, to_rows, to_columns] = images[:, :, from_rows, from_columns]
    return out
