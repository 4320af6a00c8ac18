import numpy as np


def deep_forward(x, params):
    depth = sum(name.startswith("W") for name in params)

    def up_to(n):
        if n == 0:
            return {"A0": x}
        cache = up_to(n - 1)
        W, b = params["W" + str(n)], params["b" + str(n)]
        if b.ndim != 1 or len(b) != W.shape[1]:
            raise ValueError("the bias does not fit")
        z = np.einsum("ni,io->no", cache[f"A{n - 1}"], W) + b
        with np.errstate(over="ignore"):
            a = z * (z > 0) if n < depth else 1 / (1 + np.exp(-z))
        return {**cache, f"Z{n}": z, f"A{n}": a}

    return up_to(depth)
