import math

import numpy as np


def adam_step(params, grads, m, v, t, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    for other in (grads, m, v):
        if sorted(other) != sorted(params):
            raise KeyError("names differ")
        if any(other[k].shape != params[k].shape for k in params):
            raise ValueError("shapes differ")
    new_p = {k: np.empty_like(p) for k, p in params.items()}
    new_m = {k: np.empty_like(p) for k, p in params.items()}
    new_v = {k: np.empty_like(p) for k, p in params.items()}
    # The powers by repeated multiplication up to a point, by logarithms beyond.
    first = -math.expm1(t * math.log(beta1)) if beta1 else 1.0
    second = -math.expm1(t * math.log(beta2)) if beta2 else 1.0
    for k, p in params.items():
        for i in np.ndindex(p.shape):
            g = float(grads[k][i])
            mean = float(m[k][i]) * beta1 + g * (1 - beta1)
            square = float(v[k][i]) * beta2 + g * g * (1 - beta2)
            new_m[k][i], new_v[k][i] = mean, square
            new_p[k][i] = float(p[i]) - lr * (mean / first) / (math.sqrt(square / second) + eps)
    return new_p, new_m, new_v
