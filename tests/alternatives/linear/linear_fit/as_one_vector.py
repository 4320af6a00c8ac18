"""The intercept as the weight of a column of ones; batches by np.array_split."""

import numpy as np


def linear_fit(x, y, lr, epochs, batch_size, rng):
    if y.shape != (len(x),):
        raise ValueError("y must be flat and as long as x")
    design = np.hstack([x, np.ones((len(x), 1), dtype=x.dtype)])
    theta = np.zeros(design.shape[1], dtype=x.dtype)
    for _ in range(epochs):
        order = rng.permutation(len(x))
        for rows in np.array_split(order, np.arange(batch_size, len(x), batch_size)):
            a, t = design[rows], y[rows]
            theta -= lr / len(rows) * (a.T @ (a @ theta - t))
    return theta[:-1], theta[-1]
