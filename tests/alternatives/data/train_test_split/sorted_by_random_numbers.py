"""Rows in the order of random numbers, the test set at the end."""

import numpy as np


def train_test_split(x, y, test_fraction, rng):
    if len(x) != len(y):
        raise ValueError("the numbers of rows differ")
    order = np.argsort(rng.random(len(x)))
    train = len(x) - int(len(x) * test_fraction)
    return [x[order[:train]], x[order[train:]], y[order[:train]], y[order[train:]]]
