"""A loop over the weights."""

import numpy as np


def l1_gradient(dW, W, lam, num_examples):
    if np.shape(dW) != np.shape(W):
        raise ValueError("dW and W differ in shape")
    out = dW.copy()
    for index in np.ndindex(W.shape):
        if W[index] > 0:
            out[index] += lam / num_examples
        elif W[index] < 0:
            out[index] -= lam / num_examples
    return out
