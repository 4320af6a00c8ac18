import numpy as np


def numerical_gradient(f, x, h=1e-4):
    """Adds h times a unit array, and averages the slopes to both sides."""
    point = np.array(x, dtype="float64")
    gradient = np.empty_like(point)
    middle = f(point)
    it = np.nditer(point, flags=["multi_index", "zerosize_ok"])
    while not it.finished:
        unit = np.zeros_like(point)
        unit[it.multi_index] = 1.0
        right = (f(point + h * unit) - middle) / h
        left = (middle - f(point - h * unit)) / h
        gradient[it.multi_index] = 0.5 * (left + right)
        it.iternext()
    if np.issubdtype(x.dtype, np.integer):
        return gradient
    return gradient.astype(x.dtype)
