import numpy as np


def wake_step(v, generative, h, lr):
    """The bias is the weight of one more hidden unit, which is always on."""
    W, b = generative
    if W.shape != (h.shape[1], v.shape[1]) or b.shape != W[0].shape or len(v) != len(h):
        raise ValueError("shapes")
    both = np.vstack([W, b])
    on = np.hstack([h, np.ones_like(h[:, :1])])
    z = on @ both
    small = np.exp(-np.abs(z))
    p = np.where(z >= 0, 1, small) / (1 + small)
    both = both - lr * np.mean(on[:, :, None] * (p - v)[:, None, :], axis=0)
    return [both[:-1], both[-1]]
