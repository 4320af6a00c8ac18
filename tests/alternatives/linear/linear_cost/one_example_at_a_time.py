"""A loop that adds up; Python floats, so that float32 is no worse than float64."""


def linear_cost(x, y, w, b):
    n, d = x.shape
    if y.shape != (n,) or w.shape != (d,):
        raise ValueError("shapes do not fit")
    total = 0.0
    for row in range(n):
        prediction = sum(float(x[row, k]) * float(w[k]) for k in range(d)) + b
        total += (prediction - float(y[row])) ** 2
    return total / (2 * n)
