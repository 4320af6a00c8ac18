"""The textbook's formula: exp(1000) overflows to inf, and 1 / inf is the right 0."""

import numpy as np


def logistic_predict_proba(x, theta):
    return 1 / (1 + np.exp(-np.dot(x, theta)))
