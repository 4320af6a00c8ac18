import numpy as np


def autoencoder_gradients(x, params):
    W1, b1, W2, b2 = params["W1"], params["b1"], params["W2"], params["b2"]
    d, h = W1.shape
    if b1.shape != (h,) or W2.shape != (h, d) or b2.shape != (d,) or x.shape[1] != d:
        raise ValueError("sizes differ")
    grads = {name: np.zeros_like(params[name]) for name in ("W1", "b1", "W2", "b2")}
    for row in x:
        with np.errstate(over="ignore"):
            code = 1 / (1 + np.exp(-(row @ W1 + b1)))
        miss = code @ W2 + b2 - row
        delta = (W2 @ miss) * (code - code * code)
        grads["W2"] += np.outer(code, miss)
        grads["b2"] += miss
        grads["W1"] += np.outer(row, delta)
        grads["b1"] += delta
    return {name: total / len(x) for name, total in grads.items()}
