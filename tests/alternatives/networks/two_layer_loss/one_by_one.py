import numpy as np


def two_layer_loss(x, labels, params):
    W1, b1, W2, b2 = params["W1"], params["b1"], params["W2"], params["b2"]
    if len(b1) != W1.shape[1] or len(b2) != W2.shape[1] or labels.shape != (len(x),):
        raise ValueError("sizes differ")
    total = 0.0
    for row, label in zip(x, labels):
        if not 0 <= label < len(b2):
            raise ValueError("no such class")
        with np.errstate(over="ignore"):
            hidden = 1 / (1 + np.exp(-(row @ W1 + b1)))
        scores = hidden @ W2 + b2
        total += np.logaddexp.reduce(scores) - scores[label]
    return total / len(x)
