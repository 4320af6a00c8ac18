"""A sigmoid of the doubled input, stretched: exp may overflow, 1 / inf is the right 0."""

import numpy as np


def tanh(x):
    def sigmoid(z):
        return 1 / (1 + np.exp(-z))

    return 2 * sigmoid(2 * x) - 1
