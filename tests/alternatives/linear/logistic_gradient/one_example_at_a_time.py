"""The gradients of single examples, added up, with a sigmoid from math."""

import math

import numpy as np


def sigmoid(z):
    return 1 / (1 + math.exp(-z)) if z >= 0 else math.exp(z) / (1 + math.exp(z))


def logistic_gradient(x, y, theta):
    if y.shape != (x.shape[0],) or theta.shape != (x.shape[1],):
        raise ValueError("shapes do not fit")
    gradient = np.zeros_like(theta)
    for example, target in zip(x, y, strict=True):
        gradient += (sigmoid(float(example @ theta)) - float(target)) * example
    return gradient / len(x)
