import numpy as np


def sleep_step(v, recognition, h, lr):
    weights, biases = recognition
    if v.shape[0] != h.shape[0]:
        raise ValueError("different numbers of examples")
    if weights.shape != (v.shape[1], h.shape[1]) or biases.shape != (h.shape[1],):
        raise ValueError("the layer does not fit")
    weights, biases = weights.copy(), biases.copy()
    for dream, causes in zip(v, h):
        z = dream @ recognition[0] + recognition[1]
        with np.errstate(over="ignore"):
            miss = causes - 1 / (1 + np.exp(-z))
        weights += lr / len(v) * np.outer(dream, miss)
        biases += lr / len(v) * miss
    return weights, biases
