import numpy as np


def update_parameters(params, grads, lr):
    if set(params) != set(grads):
        raise ValueError("names differ")
    new = {}
    for name in sorted(params):
        if np.shape(params[name]) != np.shape(grads[name]):
            raise ValueError("shapes differ")
        new[name] = np.array(params[name])
        new[name] -= grads[name] * lr
    return new
