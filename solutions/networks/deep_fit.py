from itertools import pairwise

import numpy as np


def deep_fit(
    x: np.ndarray,
    y: np.ndarray,
    layer_dims: list[int],
    lr: float,
    steps: int,
    rng: np.random.Generator,
) -> dict[str, np.ndarray]:
    """Train a network of any depth by gradient descent.

    The network has L layers, one fewer than ``layer_dims`` has widths. With ``A0 = x``,

        Zl = A(l-1) @ Wl + bl,   Al = relu(Zl) for l below L,   AL = sigmoid(ZL)

    and its cost is the mean binary cross-entropy of ``AL`` against ``y`` over the N examples. Start
    from normally distributed weights of standard deviation ``sqrt(2 / fan_in)``, where ``fan_in``
    is the number of the layer's inputs, and from zero biases. Every step then takes the gradients
    of the cost over all N examples (full batch) and moves each parameter by ``-lr`` times its own:

        dZL = (AL - y) / N,   dZ(l-1) = (dZl @ Wl.T) where Z(l-1) > 0, and 0 elsewhere
        dWl = A(l-1).T @ dZl,   dbl = sum of dZl over the examples

    all with the parameters of the forward pass: move them only when all gradients are known.

    Args:
        x: ``(N, D)`` floats, one example a row.
        y: ``(N, 1)`` floats 0.0 or 1.0, the right answers.
        layer_dims: The L + 1 widths from the input to the output, ``[D, ..., 1]``, in a list or a
            tuple; at least two.
        lr: The learning rate, a float; with 0 the first weights come back.
        steps: The number of steps, an int from 0.
        rng: The only source of randomness, for the first weights, which depend on it and on
            ``layer_dims`` alone.

    Returns:
        A dict of the trained parameters ``W1, b1, ..., WL, bL`` in the dtype of ``x``; ``Wl`` is
        ``(layer_dims[l - 1], layer_dims[l])`` and ``bl`` ``(layer_dims[l],)``.

        Training is judged by what it achieves: from one of 3 seeds at least, 400 steps with
        ``[2, 32, 16, 1]`` and ``lr=0.5`` learn XOR, so that ``AL`` lies above 0.5 where y is 1 and
        below it elsewhere.

    Raises:
        ValueError: ``y`` has not the shape ``(N, 1)``, or ``layer_dims`` does not begin with D or
            does not end with 1.

    Example:
        >>> x = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
        >>> y = np.array([[0.0], [1.0], [1.0], [1.0]])  # OR
        >>> params = deep_fit(x, y, [2, 8, 1], 0.5, 300, np.random.default_rng(0))
        >>> a1 = np.maximum(x @ params["W1"] + params["b1"], 0.0)
        >>> ((a1 @ params["W2"] + params["b2"]) > 0).astype(int).ravel().tolist()
        [0, 1, 1, 1]

    Source:
        Goodfellow, Bengio and Courville, *Deep Learning* (2016), sections 6.5 and 8.4.
    """
    ### BEGIN SOLUTION
    n, features = x.shape
    if y.shape != (n, 1):
        raise ValueError(f"y has shape {y.shape}, but {(n, 1)} is expected")
    if layer_dims[0] != features or layer_dims[-1] != 1:
        raise ValueError(f"layer_dims must lead from {features} to 1, not be {layer_dims}")
    params, layers = {}, []
    for number, (fan_in, fan_out) in enumerate(pairwise(layer_dims), start=1):
        W = (np.sqrt(2.0 / fan_in) * rng.standard_normal((fan_in, fan_out))).astype(x.dtype)
        b = np.zeros(fan_out, x.dtype)
        params[f"W{number}"], params[f"b{number}"] = W, b
        layers.append((W, b))
    for _ in range(steps):
        passed, a = [], x
        for W, b in layers:
            passed.append((a, W, b))
            z = a @ W + b
            a = np.maximum(z, 0.0)
        dz = (0.5 * (1.0 + np.tanh(0.5 * z)) - y) / n  # the last layer is a sigmoid, (N, 1)
        for a, W, b in reversed(passed):
            below = (dz @ W.T) * (a > 0)  # with W as it was; a is above 0 where its z is
            W -= lr * (a.T @ dz)
            b -= lr * dz.sum(axis=0)
            dz = below
    return params
    ### END SOLUTION
