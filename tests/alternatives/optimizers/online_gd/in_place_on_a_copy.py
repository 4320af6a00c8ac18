"""Steps in place on a copy, one weight at a time."""


def online_gd(x, y, w, lr):
    n, d = x.shape
    if y.shape != (n,) or w.shape != (d,):
        raise ValueError("shapes do not fit")
    w = w.copy()
    for k in range(n):
        error = float(x[k] @ w) - float(y[k])
        for j in range(d):
            w[j] -= lr * error * float(x[k, j])
    return w
