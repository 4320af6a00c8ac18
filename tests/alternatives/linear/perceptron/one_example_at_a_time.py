"""Two loops and a comparison with the threshold, -b."""

import numpy as np


def perceptron(x, w, b):
    if x.shape[1] != len(w):
        raise ValueError("one weight for each input, please")
    answers = np.zeros(len(x), dtype=x.dtype)
    for n in range(len(x)):
        total = 0.0
        for d in range(len(w)):
            total += float(x[n, d]) * float(w[d])
        if total > -b:
            answers[n] = 1
    return answers
