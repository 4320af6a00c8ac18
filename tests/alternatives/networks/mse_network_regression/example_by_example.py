import numpy as np


def mse_network_regression(x, y, params):
    depth = max(int(name[1:]) for name in params)
    for n in range(1, depth + 1):
        if params[f"b{n}"].shape != (params[f"W{n}"].shape[1],):
            raise ValueError("a bias does not fit")
    if y.shape != (len(x), len(params[f"b{depth}"])):
        raise ValueError("y does not fit")
    grads = {name: np.zeros_like(values) for name, values in params.items()}
    total = 0.0
    for row, target in zip(x, y):
        a, z = [row], []
        for n in range(1, depth + 1):
            z.append(a[-1] @ params[f"W{n}"] + params[f"b{n}"])
            a.append(np.where(z[-1] > 0, z[-1], 0))
        miss = z[-1] - target
        total += (miss * miss).sum()
        delta = 2 * miss
        for n in range(depth, 0, -1):
            grads[f"W{n}"] += np.outer(a[n - 1], delta)
            grads[f"b{n}"] += delta
            if n > 1:
                delta = np.where(z[n - 2] > 0, params[f"W{n}"] @ delta, 0)
    return total / y.size, {name: g / y.size for name, g in grads.items()}
