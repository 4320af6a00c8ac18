"""One number at a time."""

import numpy as np


def sgd_step(params, grads, lr):
    new = dict()
    for name in list(params) + list(grads):
        p, g = params[name], grads[name]
        if p.shape != g.shape:
            raise ValueError("shapes differ")
        moved = np.empty_like(p)
        for index in np.ndindex(p.shape):
            moved[index] = float(p[index]) - lr * float(g[index])
        new[name] = moved
    return new
