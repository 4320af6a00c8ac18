"""A loop over the measurements; the answer is a Python float."""

import math


def gaussian_nll(y, y_hat, sigma):
    if y.shape != y_hat.shape:
        raise ValueError("shapes differ")
    if not sigma > 0:
        raise ValueError("sigma must be positive")
    total = 0.0
    for truth, guess in zip(y.ravel().tolist(), y_hat.ravel().tolist(), strict=True):
        total += math.log(sigma) + math.log(2 * math.pi) / 2 + ((truth - guess) / sigma) ** 2 / 2
    return total
