import numpy as np


def logistic(z):
    small = np.exp(-np.abs(z))
    return np.where(z < 0, small, 1) / (1 + small)


def pretrain_layers(x, layer_dims, lr, steps, rng):
    """Small uniform weights, the bias as the weight of a unit that is always on; recursive."""
    d, h = layer_dims[0], layer_dims[1]
    if x.shape[1] != d:
        raise ValueError("widths")
    on = np.ones_like(x[:, :1])
    encoder = np.vstack([rng.uniform(-0.1, 0.1, (d, h)), np.zeros((1, h))]).astype(x.dtype)
    decoder = np.vstack([rng.uniform(-0.1, 0.1, (h, d)), np.zeros((1, d))]).astype(x.dtype)
    below = np.hstack([x, on])
    for _ in range(steps):
        code = np.hstack([logistic(below @ encoder), on])
        miss = code @ decoder - x
        back = (miss @ decoder[:-1].T) * code[:, :-1] * (1 - code[:, :-1])
        decoder = decoder - lr / len(x) * (code.T @ miss)
        encoder = encoder - lr / len(x) * (below.T @ back)
    first = (encoder[:-1].copy(), encoder[-1].copy())
    if len(layer_dims) == 2:
        return [first]
    return [first, *pretrain_layers(logistic(below @ encoder), layer_dims[1:], lr, steps, rng)]
