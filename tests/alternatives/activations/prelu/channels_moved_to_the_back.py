"""The positive part plus a times the negative part, with the channels on the last axis."""

import numpy as np


def prelu(x, a):
    if a.ndim != 1 or len(a) != x.shape[1]:
        raise ValueError("one slope per channel, please")
    turned = np.moveaxis(x, 1, -1)
    return np.moveaxis(np.maximum(turned, 0) + a * np.minimum(turned, 0), -1, 1)
