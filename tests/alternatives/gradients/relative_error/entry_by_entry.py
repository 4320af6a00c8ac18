"""A loop that keeps the worst, in Python floats."""


def relative_error(a, b):
    if a.shape != b.shape:
        raise ValueError("shapes differ")
    worst = 0.0
    for one, other in zip(a.ravel().tolist(), b.ravel().tolist(), strict=True):
        size = abs(one) + abs(other)
        worst = max(worst, abs(one - other) / (size if size > 1e-8 else 1e-8))
    return worst
