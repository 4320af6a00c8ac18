import math

import numpy as np


def initialize_parameters(n_x, n_h, n_y, rng):
    """Box and Muller: normal numbers from uniform ones."""

    def normal():
        return math.sqrt(-2.0 * math.log(1.0 - rng.random())) * math.cos(2 * math.pi * rng.random())

    def matrix(rows, columns):
        return np.array([[normal() / 100 for _ in range(columns)] for _ in range(rows)])

    return {
        "W1": matrix(n_x, n_h),
        "W2": matrix(n_h, n_y),
        "b1": np.array([0.0] * n_h),
        "b2": np.array([0.0] * n_y),
    }
