import math

import numpy as np


def gradient_norms(x, y, params):
    depth = sum(name[0] == "W" for name in params)
    totals = [np.zeros(params[f"W{n}"].shape) for n in range(1, depth + 1)]
    for n in range(1, depth + 1):
        if params[f"b{n}"].shape != (params[f"W{n}"].shape[1],):
            raise ValueError("a bias does not fit")
    if y.shape != (len(x), len(params[f"b{depth}"])):
        raise ValueError("y does not fit")
    for row, target in zip(x, y):
        a = [row]
        for n in range(1, depth + 1):
            a.append(1 / (1 + np.exp(-(a[-1] @ params[f"W{n}"] + params[f"b{n}"]))))
        delta = (a[-1] - target) * (a[-1] - a[-1] ** 2)
        for n in range(depth, 0, -1):
            totals[n - 1] += np.outer(a[n - 1], delta)
            delta = (params[f"W{n}"] @ delta) * (a[n - 1] - a[n - 1] ** 2)
    return tuple(math.sqrt(sum(v * v for v in t.ravel().tolist())) / len(x) for t in totals)
