import numpy as np


def adam_step(params, grads, m, v, t, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    """The corrections moved into the learning rate and into eps; means as steps towards g."""
    names = set(params)
    if not names == set(grads) == set(m) == set(v):
        raise ValueError("names differ")
    rate = lr * (1 - beta2**t) ** 0.5 / (1 - beta1**t)
    scaled = eps * (1 - beta2**t) ** 0.5
    new_p, new_m, new_v = {}, {}, {}
    for k in params:
        if not params[k].shape == grads[k].shape == m[k].shape == v[k].shape:
            raise ValueError("shapes differ")
        new_m[k] = m[k] + (1 - beta1) * (grads[k] - m[k])
        new_v[k] = v[k] + (1 - beta2) * (np.square(grads[k]) - v[k])
        new_p[k] = params[k] - rate * new_m[k] / (np.sqrt(new_v[k]) + scaled)
    return new_p, new_m, new_v
