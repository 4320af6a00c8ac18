import numpy as np


def deep_backward(x, y, params, cache):
    depth = max(int(name[1:]) for name in params)
    if y.shape != (len(x), 1):
        raise ValueError("y must be (N, 1)")
    grads = {name: np.zeros_like(values) for name, values in params.items()}
    for row in range(len(x)):
        delta = cache[f"A{depth}"][row] - y[row]
        for n in reversed(range(1, depth + 1)):
            below = cache[f"A{n - 1}"][row] if n > 1 else x[row]
            grads[f"W{n}"] += np.outer(below, delta)
            grads[f"b{n}"] += delta
            delta = params[f"W{n}"] @ delta
            if n > 1:
                delta = np.where(cache[f"Z{n - 1}"][row] > 0, delta, 0)
    return {name: total / len(x) for name, total in grads.items()}
