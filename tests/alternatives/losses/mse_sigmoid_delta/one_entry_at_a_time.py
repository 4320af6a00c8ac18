"""A loop over the entries with the sigmoid in two formulas."""

import math

import numpy as np


def mse_sigmoid_delta(z, t):
    if z.shape != t.shape:
        raise ValueError("shapes differ")

    def delta(x, y):
        e = math.exp(-abs(x))
        a = 1 / (1 + e) if x >= 0 else e / (1 + e)
        return (a - y) * e / (1 + e) ** 2

    values = [delta(float(x), float(y)) for x, y in zip(z.flat, t.flat, strict=True)]
    return np.array(values, dtype=z.dtype).reshape(z.shape)
