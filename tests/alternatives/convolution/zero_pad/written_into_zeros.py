import numpy as np


def zero_pad(x, padding):
    if padding < 0:
        raise ValueError("padding must not be negative")
    *leading, height, width = x.shape
    out = np.zeros((*leading, height + 2 * padding, width + 2 * padding), dtype=x.dtype)
    out[..., padding : padding + height, padding : padding + width] = x
    return out
