"""Zeros written through a mask, into a copy."""


def relu(x):
    y = x.copy()
    y[y < 0] = 0
    return y
