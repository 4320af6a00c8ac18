"""Copies, then steps in place."""


def momentum_step(params, grads, velocity, lr, beta=0.9):
    if params.keys() != grads.keys() or params.keys() != velocity.keys():
        raise ValueError("names differ")
    params = {name: p.copy() for name, p in params.items()}
    velocity = {name: v.copy() for name, v in velocity.items()}
    for name in params:
        if params[name].shape != grads[name].shape or params[name].shape != velocity[name].shape:
            raise ValueError("shapes differ")
        velocity[name] *= beta
        velocity[name] += grads[name]
        params[name] -= lr * velocity[name]
    return params, velocity
