"""The exponential of the logarithm of the density, one entry after the other."""

import math

import numpy as np


def normal_pdf(x, mu, sigma):
    points, means, deviations = np.broadcast_arrays(x, mu, sigma)
    out = np.empty(points.shape, dtype=x.dtype)
    for index in np.ndindex(points.shape):
        s = float(deviations[index])
        if not s > 0:
            raise ValueError("sigma must be positive")
        z = (float(points[index]) - float(means[index])) / s
        out[index] = math.exp(-z * z / 2 - math.log(s) - math.log(2 * math.pi) / 2)
    return out
