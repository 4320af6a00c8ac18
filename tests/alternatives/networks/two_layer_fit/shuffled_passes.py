import math

import numpy as np


def two_layer_fit(x, labels, hidden, lr, steps, batch_size, rng):
    """The book's small weights, shuffled passes cut into slices, examples one at a time."""
    n, d = x.shape
    if labels.ndim != 1 or len(labels) != n:
        raise ValueError("one label for each row, please")
    k = int(max(labels)) + 1
    p = {
        "W1": (0.1 * rng.standard_normal((d, hidden))).astype(x.dtype),
        "b1": np.zeros(hidden, dtype=x.dtype),
        "W2": (0.1 * rng.standard_normal((hidden, k))).astype(x.dtype),
        "b2": np.zeros(k, dtype=x.dtype),
    }
    history, queue = [], []
    while len(history) < steps:
        if not queue:
            order = rng.permutation(n)
            queue = [order[i : i + batch_size] for i in range(0, n, batch_size)]
        rows = queue.pop(0)
        totals = {name: np.zeros_like(v) for name, v in p.items()}
        loss = 0.0
        for row in rows:
            h = 1 / (1 + np.exp(-(x[row] @ p["W1"] + p["b1"])))
            z = h @ p["W2"] + p["b2"]
            q = np.exp(z - np.logaddexp.reduce(z))
            loss -= math.log(q[labels[row]])
            q[labels[row]] -= 1
            inner = (p["W2"] @ q) * h * (1 - h)
            totals["W2"] += np.outer(h, q)
            totals["b2"] += q
            totals["W1"] += np.outer(x[row], inner)
            totals["b1"] += inner
        history.append(loss / len(rows))
        p = {name: (v - lr / len(rows) * totals[name]).astype(x.dtype) for name, v in p.items()}
    return p, np.array(history)
