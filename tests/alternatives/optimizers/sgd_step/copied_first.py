"""Copies, then steps in place."""


def sgd_step(params, grads, lr):
    if set(params) != set(grads):
        raise ValueError("names differ")
    new = {name: p.copy() for name, p in params.items()}
    for name in new:
        if new[name].shape != grads[name].shape:
            raise ValueError("shapes differ")
        new[name] -= lr * grads[name]
    return new
