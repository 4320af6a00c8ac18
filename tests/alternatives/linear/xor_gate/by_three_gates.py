"""Three gates from one function; the bits as float64 from the start."""

import numpy as np


def gate(x1, x2, weight, bias):
    return np.heaviside(weight * x1 + weight * x2 + bias, 0.0)


def xor_gate(x1, x2):
    if x1.shape != x2.shape:
        raise ValueError("shapes differ")
    x1, x2 = x1.astype(np.float64), x2.astype(np.float64)
    return gate(gate(x1, x2, 1, -0.5), gate(x1, x2, -1, 1.5), 1, -1.5)
