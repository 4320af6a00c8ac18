"""max(z, 0) - z * y + log(1 + exp(-|z|)), example by example."""

import math


def logistic_cost(x, y, theta):
    n, d = x.shape
    if y.shape != (n,) or theta.shape != (d,):
        raise ValueError("shapes do not fit")
    total = 0.0
    for row in range(n):
        z = float(x[row] @ theta)
        total += max(z, 0.0) - z * float(y[row]) + math.log1p(math.exp(-abs(z)))
    return total / n
