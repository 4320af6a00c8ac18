"""The sigmoid as a tanh moved and scaled, one example at a time."""

import numpy as np


def logistic_predict_proba(x, theta):
    if x.shape[1] != len(theta):
        raise ValueError("one weight for each feature, please")
    answers = [0.5 * (1.0 + np.tanh(0.5 * np.sum(example * theta))) for example in x]
    return np.array(answers, dtype=x.dtype)
