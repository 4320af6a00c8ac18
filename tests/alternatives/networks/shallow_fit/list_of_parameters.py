import numpy as np


def shallow_fit(x, y, hidden, lr, steps, rng):
    """Xavier's scale, sigmoid from exponentials, and gradients summed example by example."""
    n, d = x.shape
    if y.shape != (n, 1):
        raise ValueError("y must be a column")
    params = [
        rng.normal(0, np.sqrt(2 / (d + hidden)), (d, hidden)).astype(x.dtype),
        np.zeros(hidden, dtype=x.dtype),
        rng.normal(0, np.sqrt(2 / (hidden + 1)), (hidden, 1)).astype(x.dtype),
        np.zeros(1, dtype=x.dtype),
    ]
    for _ in range(steps):
        totals = [np.zeros_like(p) for p in params]
        for row, target in zip(x, y):
            w1, b1, w2, b2 = params
            h = np.tanh(row @ w1 + b1)
            a = 1 / (1 + np.exp(-(h @ w2 + b2)))
            delta = a - target
            inner = w2[:, 0] * delta * (1 - h * h)
            totals[0] += np.outer(row, inner)
            totals[1] += inner
            totals[2] += h[:, None] * delta
            totals[3] += delta
        params = [p - lr / n * t for p, t in zip(params, totals)]
    return dict(zip(("W1", "b1", "W2", "b2"), params))
