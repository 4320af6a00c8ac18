import numpy as np


def numerical_gradient(f, x, h=1e-4):
    """A fresh pair of points for every entry, through a flat index."""
    wide = np.asarray(x).astype(np.float64)
    slopes = []
    for i in range(wide.size):
        up, down = wide.flatten(), wide.flatten()
        up[i] += h
        down[i] -= h
        difference = f(up.reshape(wide.shape)) - f(down.reshape(wide.shape))
        slopes.append(difference / (2.0 * h))
    answer = np.array(slopes, dtype=np.float64).reshape(wide.shape)
    return answer.astype(np.float32) if x.dtype == np.float32 else answer
