"""A loop, with the impossible treated on its own."""

import math

import numpy as np


def self_information(p, base=math.e):
    out = np.full(p.shape, np.inf, dtype=p.dtype)
    for index, value in np.ndenumerate(p):
        if value > 0:
            out[index] = -math.log(value) / math.log(base)
    return out
