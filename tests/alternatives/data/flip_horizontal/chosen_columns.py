"""The columns picked in descending order."""

import numpy as np


def flip_horizontal(images):
    width = images.shape[3]
    return np.take(images, range(width - 1, -1, -1), axis=3)
