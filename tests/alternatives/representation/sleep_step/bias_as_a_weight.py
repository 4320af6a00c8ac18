import numpy as np


def sleep_step(v, recognition, h, lr):
    """The bias is the weight of one more visible unit, which is always on."""
    W, b = recognition
    if W.shape != (v.shape[1], h.shape[1]) or b.shape != W[0].shape or len(v) != len(h):
        raise ValueError("shapes")
    both = np.vstack([W, b])
    on = np.hstack([v, np.ones_like(v[:, :1])])
    z = on @ both
    small = np.exp(-np.abs(z))
    q = np.where(z >= 0, 1, small) / (1 + small)
    both = both - lr * np.mean(on[:, :, None] * (q - h)[:, None, :], axis=0)
    return [both[:-1], both[-1]]
