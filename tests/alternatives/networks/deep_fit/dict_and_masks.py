import numpy as np


def deep_fit(x, y, layer_dims, lr, steps, rng):
    if y.shape != (len(x), 1) or layer_dims[0] != x.shape[1] or layer_dims[-1] != 1:
        raise ValueError("sizes do not fit")
    L = len(layer_dims) - 1
    p = {}
    for n in range(L, 0, -1):
        shape = tuple(layer_dims[n - 1 : n + 1])
        p[f"W{n}"] = rng.normal(0, (2 / shape[0]) ** 0.5, shape).astype(x.dtype)
        p[f"b{n}"] = np.zeros(shape[1], dtype=x.dtype)
    for _ in range(steps):
        A, Z = {0: x}, {}
        for n in range(1, L + 1):
            Z[n] = A[n - 1] @ p[f"W{n}"] + p[f"b{n}"]
            A[n] = Z[n] * (Z[n] > 0) if n < L else 1 / (1 + np.exp(-Z[n]))
        g, delta = {}, A[L] - y
        for n in range(L, 0, -1):
            g[f"W{n}"] = np.einsum("ni,no->io", A[n - 1], delta) / len(x)
            g[f"b{n}"] = delta.mean(axis=0)
            if n > 1:
                delta = np.where(Z[n - 1] > 0, np.einsum("no,io->ni", delta, p[f"W{n}"]), 0)
        for name in p:
            p[name] = (p[name] - lr * g[name]).astype(x.dtype)
    return p
