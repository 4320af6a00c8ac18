import numpy as np


def affine_forward(x, W, b):
    """The bias is the weight of an input that is always 1."""
    if x.shape[1] != W.shape[0] or b.shape != W.shape[1:]:
        raise ValueError("sizes differ")
    ones = np.ones((len(x), 1), dtype=x.dtype)
    return np.einsum("ni,ik->nk", np.hstack([x, ones]), np.vstack([W, b]))
