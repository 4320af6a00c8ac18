"""One number at a time, with math."""

import math

import numpy as np


def rmsprop_step(params, grads, cache, lr, beta=0.99, eps=1e-8):
    moved, means = {}, {}
    for name in {*params, *grads, *cache}:
        p, g, c = params[name], grads[name], cache[name]
        if p.shape != g.shape or p.shape != c.shape:
            raise ValueError("shapes differ")
        moved[name], means[name] = np.empty_like(p), np.empty_like(p)
        for index in np.ndindex(p.shape):
            slope = float(g[index])
            mean = beta * float(c[index]) + (1 - beta) * slope * slope
            moved[name][index] = float(p[index]) - lr * slope / (math.sqrt(mean) + eps)
            means[name][index] = mean
    return moved, means
