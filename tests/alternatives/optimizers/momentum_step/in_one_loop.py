"""One loop over the names; the step written out."""


def momentum_step(params, grads, velocity, lr, beta=0.9):
    if not (set(params) == set(grads) == set(velocity)):
        raise ValueError("names differ")
    moved, rolling = {}, {}
    for name in params:
        p, g, v = params[name], grads[name], velocity[name]
        if not (p.shape == g.shape == v.shape):
            raise ValueError("shapes differ")
        rolling[name] = g + v * beta
        moved[name] = p - lr * g - (lr * beta) * v
    return moved, rolling
