"""The running mean as a move towards the new square."""

import numpy as np


def rmsprop_step(params, grads, cache, lr, beta=0.99, eps=1e-8):
    if not (set(params) == set(grads) == set(cache)):
        raise ValueError("names differ")
    moved, means = {}, {}
    for name in params:
        p, g, c = params[name], grads[name], cache[name]
        if not (p.shape == g.shape == c.shape):
            raise ValueError("shapes differ")
        means[name] = c * beta + np.square(g) * (1 - beta)
        moved[name] = p - g * (lr / (np.power(means[name], 0.5) + eps))
    return moved, means
