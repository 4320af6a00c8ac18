"""One step, then the rest of the walk from there."""

import numpy as np


def gradient_descent(grad, x0, lr, steps, tol=0.0):
    if steps == 0:
        return x0.copy()
    point = x0 - lr * grad(x0)
    if np.linalg.norm((lr * grad(x0)).ravel()) < tol:
        return point
    return gradient_descent(grad, point, lr, steps - 1, tol)
