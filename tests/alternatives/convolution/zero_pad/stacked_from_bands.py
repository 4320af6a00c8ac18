import numpy as np


def zero_pad(x, padding):
    """Bands of zeros laid around the image, first at its sides, then above and below."""
    if padding < 0:
        raise ValueError("padding must not be negative")
    side = np.zeros((*x.shape[:-1], padding), dtype=x.dtype)
    wide = np.concatenate([side, x, side], axis=-1)
    lid = np.zeros((*wide.shape[:-2], padding, wide.shape[-1]), dtype=x.dtype)
    return np.concatenate([lid, wide, lid], axis=-2)
