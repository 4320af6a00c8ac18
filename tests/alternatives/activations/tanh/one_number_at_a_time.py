"""A loop with expm1, relatively accurate even near 0."""

import math

import numpy as np


def tanh(x):
    out = np.empty_like(x)
    for index, value in np.ndenumerate(x):
        fall = math.expm1(-2 * abs(float(value)))  # exp(-2|x|) - 1
        out[index] = math.copysign(-fall / (fall + 2), value)
    return out
