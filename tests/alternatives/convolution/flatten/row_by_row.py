import numpy as np


def flatten(x):
    rest = 1
    for size in x.shape[1:]:
        rest *= size
    out = np.zeros((len(x), rest), dtype=x.dtype)
    for n, example in enumerate(x):
        out[n] = example.ravel()
    return out
