"""Loops with the library's logarithms to any base."""

import math

import numpy as np


def entropy(p, base=math.e):
    out = np.zeros(p.shape[:-1], dtype=p.dtype)
    for index in np.ndindex(p.shape[:-1]):
        total = 0.0
        for probability in p[index]:
            if probability > 0:
                total += float(probability) * math.log(1 / float(probability), base)
        out[index] = total
    return out
