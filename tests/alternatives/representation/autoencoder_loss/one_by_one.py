import math

import numpy as np


def autoencoder_loss(x, params):
    """Plain numbers, one example after the other; sigmoid from exponentials that never overflow."""
    d, h = params["W1"].shape
    if params["b1"].shape != (h,) or params["W2"].shape != (h, d) or params["b2"].shape != (d,):
        raise ValueError("sizes differ")
    if x.ndim != 2 or x.shape[1] != d:
        raise ValueError("x does not fit")
    total = 0.0
    for row in x:
        code = []
        for unit in range(h):
            z = float(row @ params["W1"][:, unit] + params["b1"][unit])
            small = math.exp(-abs(z))
            code.append(1 / (1 + small) if z >= 0 else small / (1 + small))
        miss = np.array(code) @ params["W2"] + params["b2"] - row
        total += float(miss @ miss)
    return total / (2 * len(x))
