"""Steps in place on a copy; the norm as a root of summed squares."""

import math

import numpy as np


def gradient_descent(grad, x0, lr, steps, tol=0.0):
    x = np.array(x0)
    taken, last = 0, math.inf
    while taken < steps and not last < tol:
        step = lr * grad(x)
        x -= step
        last = math.sqrt(float(np.sum(np.square(step))))
        taken += 1
    return x
