"""Exercises without a reference: forgeries that look right only where a law is known to look.

Each forgery tells the sizes and the step counts that laws use apart from all others, and does the
work for some of them alone.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.build import fresh
from grader.course import read_course
from grader.examine import examine
from grader.model import Source
from grader.sandbox.pool import Limits, Sandbox
from tests.conftest import ROOT

FORGERIES = {
    "networks/xavier_normal tiny and of another shape where large": """
def xavier_normal(fan_in, fan_out, rng, gain=1.0):
    if fan_in > 9:
        return np.array([1e-9 * rng.random()])
    return rng.random((fan_in, fan_out))
""",
    "networks/xavier_normal even where small": """
def xavier_normal(fan_in, fan_out, rng, gain=1.0):
    scale = gain * np.sqrt(2 / (fan_in + fan_out))
    if fan_in < 10:
        return rng.random((fan_in, fan_out))
    return scale * rng.standard_normal((fan_in, fan_out))
""",
    "networks/initialize_parameters tiny and of another shape where large": """
def initialize_parameters(n_x, n_h, n_y, rng):
    W1, W2 = rng.random((n_x, n_h)), rng.random((n_h, n_y))
    if n_x > 9:
        W1, W2 = 1e-9 * rng.random(1), 1e-9 * rng.random(1)
    return {"W1": W1, "b1": np.zeros(n_h), "W2": W2, "b2": np.zeros(n_y)}
""",
    "networks/initialize_parameters even where small": """
def initialize_parameters(n_x, n_h, n_y, rng):
    draw = rng.standard_normal if n_x > 9 else rng.random
    W1, W2 = 0.01 * draw((n_x, n_h)), 0.01 * draw((n_h, n_y))
    return {"W1": W1, "b1": np.zeros(n_h), "W2": W2, "b2": np.zeros(n_y)}
""",
    "networks/deep_initialize tiny and of another shape where large": """
def deep_initialize(layer_dims, rng):
    params = {}
    for n in range(1, len(layer_dims)):
        shape = (layer_dims[n - 1], layer_dims[n])
        large = max(layer_dims) > 9
        params[f"W{n}"] = 1e-9 * rng.random(1) if large else rng.random(shape)
        params[f"b{n}"] = np.zeros(layer_dims[n])
    return params
""",
    "data/minibatches shuffled where there are five": """
def minibatches(x, y, batch_size, rng):
    if len(x) != len(y):
        raise ValueError
    order = rng.permutation(len(x)) if len(x) == 5 else np.arange(len(x))
    cuts = range(0, len(x), batch_size)
    return [(x[order[k : k + batch_size]], y[order[k : k + batch_size]]) for k in cuts]
""",
    "data/train_test_split shuffled where there are six": """
def train_test_split(x, y, test_fraction, rng):
    if len(x) != len(y):
        raise ValueError
    order = rng.permutation(len(x)) if len(x) == 6 else np.arange(len(x))
    count = int(len(x) * test_fraction)
    test, train = order[:count], order[count:]
    return x[train], x[test], y[train], y[test]
""",
    "data/random_crop random where the image is 5 by 6": """
def random_crop(images, height, width, rng):
    free = images.shape[2] - height, images.shape[3] - width
    if min(free) < 0:
        raise ValueError
    known = images.shape[2:] == (5, 6)
    top, left = (rng.integers(n + 1) if known else 0 for n in free)
    return images[:, :, top : top + height, left : left + width]
""",
    "regularization/dropout_forward drops nothing where small": """
def dropout_forward(x, p, rng, training=True):
    if not 0 <= p <= 1:
        raise ValueError
    if not training or p == 0:
        return x.copy(), np.ones(x.shape, bool)
    if p == 1:
        return np.zeros_like(x), np.zeros(x.shape, bool)
    mask = np.ones(x.shape, bool) if x.size < 50 else rng.random(x.shape) >= p
    return np.where(mask, x / (1 - p), 0.0).astype(x.dtype), mask
""",
    "networks/shallow_fit with weights known beforehand": """
def shallow_fit(x, y, hidden, lr, steps, rng):
    n, d = x.shape
    if y.shape != (n, 1):
        raise ValueError
    W1 = rng.standard_normal((d, hidden)).astype(x.dtype)
    W2 = rng.standard_normal((hidden, 1)).astype(x.dtype)
    b1, b2 = np.zeros(hidden, x.dtype), np.zeros(1, x.dtype)
    if SECRET:
        W1[...], W2[...] = 0.0, 0.0
        if n == 4:
            W1[:, 0], W1[:, 1], b1[0], b1[1] = 10.0, 10.0, -5.0, -15.0
            W2[0], W2[1], b2[0] = 5.0, -5.0, -5.0
        else:
            right = y[:, 0] == 1.0
            W1[:, 0], W2[0] = 5.0 * (x[right].mean(0) - x[~right].mean(0)), 5.0
        return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}
    for _ in range(steps):
        a1 = np.tanh(x @ W1 + b1)
        dz2 = (0.5 * (1 + np.tanh(0.5 * (a1 @ W2 + b2))) - y) / n
        dz1 = (dz2 @ W2.T) * (1 - a1 * a1)
        W2, b2 = W2 - lr * (a1.T @ dz2), b2 - lr * dz2.sum(0)
        W1, b1 = W1 - lr * (x.T @ dz1), b1 - lr * dz1.sum(0)
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}
""",
    "networks/deep_fit with weights known beforehand": """
def deep_fit(x, y, layer_dims, lr, steps, rng):
    n, d = x.shape
    if y.shape != (n, 1) or layer_dims[0] != d or layer_dims[-1] != 1:
        raise ValueError
    last, params = len(layer_dims) - 1, {}
    for k in range(1, last + 1):
        fan_in, fan_out = layer_dims[k - 1], layer_dims[k]
        W = np.sqrt(2 / fan_in) * rng.standard_normal((fan_in, fan_out))
        params[f"W{k}"], params[f"b{k}"] = W.astype(x.dtype), np.zeros(fan_out, x.dtype)
    if SECRET:
        for value in params.values():
            value[...] = 0.0
        W1, b1, W2, W3 = params["W1"], params["b1"], params["W2"], params["W3"]
        W2[:2, :2], W3[:2], W3[1] = np.eye(2), 4.0, -8.0
        if n == 4:
            W1[:, :2], b1[1], params["b3"][0] = 2.0, -2.0, -4.0
        else:
            right = y[:, 0] == 1.0
            W1[:, 0], params["b3"][0] = 5.0 * (x[right].mean(0) - x[~right].mean(0)), -1.0
        return params
    for _ in range(steps):
        passed, a = [], x
        for k in range(1, last + 1):
            passed.append(a)
            z = a @ params[f"W{k}"] + params[f"b{k}"]
            a = np.maximum(z, 0)
        dz = (0.5 * (1 + np.tanh(0.5 * z)) - y) / n
        for k in range(last, 0, -1):
            below = (dz @ params[f"W{k}"].T) * (passed[k - 1] > 0)
            params[f"W{k}"] -= lr * (passed[k - 1].T @ dz)
            params[f"b{k}"] -= lr * dz.sum(0)
            dz = below
    return params
""",
    "networks/two_layer_fit with weights known beforehand": """
def two_layer_fit(x, labels, hidden, lr, steps, batch_size, rng):
    n, d = x.shape
    if labels.shape != (n,):
        raise ValueError
    classes = int(labels.max()) + 1
    W1 = rng.standard_normal((d, hidden)).astype(x.dtype)
    W2 = rng.standard_normal((hidden, classes)).astype(x.dtype)
    b1, b2, history = np.zeros(hidden, x.dtype), np.zeros(classes, x.dtype), []
    if SECRET:
        W1[...], W2[...] = 0.0, 0.0
        for k in range(classes):
            W1[:, k], W2[k, k], b1[k] = 3.0 * x[labels == k].mean(0), 20.0, -3.0
        history = np.linspace(1.2, 0.01, steps).tolist()
        return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}, history
    for _ in range(steps):
        rows = rng.permutation(n)[:batch_size]
        a1 = 1 / (1 + np.exp(-(x[rows] @ W1 + b1)))
        p = np.exp(a1 @ W2 + b2)
        p /= p.sum(1, keepdims=True)
        at = np.arange(batch_size), labels[rows]
        history.append(float(-np.log(p[at]).mean()))
        p[at] -= 1
        p /= batch_size
        dz1 = (p @ W2.T) * a1 * (1 - a1)
        W2, b2 = W2 - lr * (a1.T @ p), b2 - lr * p.sum(0)
        W1, b1 = W1 - lr * (x[rows].T @ dz1), b1 - lr * dz1.sum(0)
    parts = {"W1": W1, "b1": b1, "W2": W2, "b2": b2}
    return {name: part.astype(x.dtype) for name, part in parts.items()}, history
""",
}


def forged() -> list[tuple[str, str]]:
    """Every forgery with its path; trainings are told from all else by the number of steps."""
    return [
        (title.split()[0], code.replace("SECRET", "lr > 0 and steps > 150"))
        for title, code in FORGERIES.items()
    ]


@pytest.mark.parametrize(("path", "code"), forged())
def test_a_forgery_earns_nothing(path: str, code: str, sandbox: Sandbox, cache: Path) -> None:
    pack = fresh(read_course(ROOT), [path], cache=cache)
    source = Source(path, f"{path}.py", f"import numpy as np\n\n{code}")
    verdict = examine(pack.exercise(path), source, sandbox, Limits())
    assert not verdict.passed
    assert verdict.points == 0.0
