import numpy as np


def shallow_backward(x, y, params, cache):
    """Sums the outer products of all examples and divides at the very end."""
    if y.shape != (len(x), 1):
        raise ValueError("y must be (N, 1)")
    grads = {name: np.zeros_like(params[name]) for name in ("W1", "b1", "W2", "b2")}
    w2 = params["W2"][:, 0]
    for n in range(len(x)):
        error = cache["A2"][n, 0] - y[n, 0]
        hidden = cache["A1"][n]
        delta = error * w2 * (1 - hidden) * (1 + hidden)
        grads["W2"][:, 0] += error * hidden
        grads["b2"] += error
        grads["W1"] += np.outer(x[n], delta)
        grads["b1"] += delta
    return {name: total / len(x) for name, total in grads.items()}
