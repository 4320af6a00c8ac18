"""The weights are scaled by lam first and divided by N afterwards."""

import numpy as np


def l2_gradient(dW, W, lam, num_examples):
    if dW.shape != W.shape:
        raise ValueError("dW and W differ in shape")
    return np.add(dW, np.multiply(W, lam) / num_examples)
