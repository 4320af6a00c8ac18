"""All weights laid out in one vector, and its 1-norm."""

import numpy as np


def l1_penalty(weights, lam, num_examples):
    flat = np.concatenate([np.ravel(w) for w in weights])
    return np.linalg.norm(flat, ord=1) * lam / num_examples
