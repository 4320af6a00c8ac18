"""A random choice of test rows, marked in a mask; the order of the rows stays."""

import numpy as np


def train_test_split(x, y, test_fraction, rng):
    n = x.shape[0]
    if y.shape[0] != n:
        raise ValueError("the numbers of rows differ")
    test = np.zeros(n, dtype=bool)
    test[rng.choice(n, size=int(n * test_fraction), replace=False)] = True
    return x[~test], x[test], y[~test], y[test]
