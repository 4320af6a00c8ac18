"""The textbook's sigmoid, one example at a time."""

import numpy as np


def logistic_predict(x, theta, threshold=0.5):
    if x.shape[1] != theta.shape[0]:
        raise ValueError("one weight for each feature, please")
    answers = np.zeros(len(x), dtype=x.dtype)
    for n, example in enumerate(x):
        if 1 / (1 + np.exp(-np.sum(example * theta))) >= threshold:
            answers[n] = 1.0
    return answers
