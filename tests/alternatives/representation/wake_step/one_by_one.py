import numpy as np


def wake_step(v, generative, h, lr):
    weights, biases = generative
    if v.shape[0] != h.shape[0]:
        raise ValueError("different numbers of examples")
    if weights.shape != (h.shape[1], v.shape[1]) or biases.shape != (v.shape[1],):
        raise ValueError("the layer does not fit")
    weights, biases = weights.copy(), biases.copy()
    for seen, causes in zip(v, h):
        z = causes @ generative[0] + generative[1]
        with np.errstate(over="ignore"):
            miss = seen - 1 / (1 + np.exp(-z))
        weights += lr / len(v) * np.outer(causes, miss)
        biases += lr / len(v) * miss
    return weights, biases
