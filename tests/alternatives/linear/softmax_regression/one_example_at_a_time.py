"""A loop over the examples."""

import numpy as np


def softmax_regression(x, labels, W, b):
    if len(labels) != len(x) or len(b) != W.shape[1] or len(W) != x.shape[1]:
        raise ValueError("shapes do not fit")
    loss, dW, db = 0.0, np.zeros_like(W), np.zeros_like(b)
    for example, label in zip(x, labels, strict=True):
        z = example @ W + b
        z = z - np.max(z)
        total = np.sum(np.exp(z))
        loss += float(np.log(total)) - float(z[label])
        error = np.exp(z) / total
        error[label] -= 1
        dW += np.outer(example, error)
        db += error
    return loss / len(x), dW / len(x), db / len(x)
