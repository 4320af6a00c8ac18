import numpy as np


def two_layer_fit(x, labels, hidden, lr, steps, batch_size, rng):
    """Batches drawn with repeats, as the book does, and its weights of 0.01."""
    if labels.shape != (x.shape[0],):
        raise ValueError("labels")
    targets = np.eye(labels.max() + 1)[labels].astype(x.dtype)
    W1 = (0.01 * rng.standard_normal((x.shape[1], hidden))).astype(x.dtype)
    W2 = (0.01 * rng.standard_normal((hidden, targets.shape[1]))).astype(x.dtype)
    b1, b2 = np.zeros_like(W1[0]), np.zeros_like(W2[0])
    history = []
    for _ in range(steps):
        mask = rng.choice(len(x), batch_size)
        xb, tb = x[mask], targets[mask]
        h = 1 / (1 + np.exp(-(np.dot(xb, W1) + b1)))
        e = np.exp(np.dot(h, W2) + b2)
        p = e / e.sum(axis=1, keepdims=True)
        history.append(-np.sum(tb * np.log(p)) / batch_size)
        dz2 = (p - tb) / batch_size
        dz1 = np.dot(dz2, W2.T) * h * (1 - h)
        W2 -= lr * np.dot(h.T, dz2)
        b2 -= lr * np.sum(dz2, axis=0)
        W1 -= lr * np.dot(xb.T, dz1)
        b1 -= lr * np.sum(dz1, axis=0)
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}, history
