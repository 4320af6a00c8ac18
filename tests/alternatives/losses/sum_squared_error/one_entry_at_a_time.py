"""A loop over the entries that adds up halves, and a Python float as the answer."""


def sum_squared_error(y, t):
    if y.shape != t.shape:
        raise ValueError("shapes differ")
    total = 0.0
    for a, b in zip(y.ravel().tolist(), t.ravel().tolist(), strict=True):
        total += (a - b) * (a - b) / 2
    return total
