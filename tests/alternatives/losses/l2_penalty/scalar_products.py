"""Each array's scalar product with itself."""

import numpy as np


def l2_penalty(weights, lam, num_examples):
    squares = [np.vdot(w, w) for w in weights]
    return 0.5 * lam * np.sum(squares) / num_examples
