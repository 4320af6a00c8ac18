import numpy as np


def deep_backward(
    x: np.ndarray,
    y: np.ndarray,
    params: dict[str, np.ndarray],
    cache: dict[str, np.ndarray],
) -> dict[str, np.ndarray]:
    """Find the gradients of a network of any depth by backpropagation.

    The forward pass was, with ``A0 = x`` and for ``l`` from 1 to L,

        Zl = A(l-1) @ Wl + bl,   Al = relu(Zl) for l below L,   AL = sigmoid(ZL)

    and the cost is the mean binary cross-entropy of ``AL`` against ``y`` over the N examples.
    Backwards, the slopes of cross-entropy and of sigmoid cancel into a difference:

        dZL = (AL - y) / N
        dWl = A(l-1).T @ dZl,   dbl = sum of dZl over the examples
        dZ(l-1) = (dZl @ Wl.T) where Z(l-1) > 0, and 0 elsewhere

    The slope of ReLU at 0 is 0. ``(AL - y) / N`` also holds where ``AL`` is exactly 0 or 1: never
    divide by ``AL`` or ``1 - AL``.

    Args:
        x: ``(N, D)`` floats, one example a row.
        y: ``(N, 1)`` floats 0.0 or 1.0, the right answers.
        params: ``W1, b1, ..., WL, bL`` and nothing else, in any order; ``Wl`` is
            ``(fan_in, fan_out)`` and ``bl`` ``(fan_out,)``. L, half of their number, may exceed 9.
        cache: What the forward pass of these ``x`` and ``params`` computed: ``Z1, A1, ...,
            ZL, AL``, each ``(N, width of its layer)``. Nothing has to be computed a second time.

    Returns:
        A dict of the gradients of the cost under the keys of ``params``, each of the shape and
        dtype of the parameter of that name.

    Raises:
        ValueError: ``y`` has not the shape of ``AL``, such as ``(N,)`` in place of ``(N, 1)``.

    Example:
        >>> x, y = np.array([[2.0]]), np.array([[1.0]])
        >>> params = {"W1": np.array([[1.0, -1.0]]), "b1": np.array([1.0, 1.0]),
        ...           "W2": np.array([[4.0], [1.0]]), "b2": np.array([-12.0])}
        >>> cache = {"Z1": np.array([[3.0, -1.0]]), "A1": np.array([[3.0, 0.0]]),
        ...          "Z2": np.array([[0.0]]), "A2": np.array([[0.5]])}
        >>> grads = deep_backward(x, y, params, cache)
        >>> {name: grads[name].tolist() for name in ("W1", "b1", "W2", "b2")}
        {'W1': [[-4.0, 0.0]], 'b1': [-2.0, 0.0], 'W2': [[-1.5], [0.0]], 'b2': [-0.5]}

    Source:
        Goodfellow, Bengio and Courville, *Deep Learning* (2016), algorithm 6.4.
    """
    ### BEGIN SOLUTION
    layers = len(params) // 2
    output = cache[f"A{layers}"]
    if y.shape != output.shape:
        raise ValueError(f"y has shape {y.shape}, the network's output has {output.shape}")
    grads = {}
    dz = (output - y) / len(x)  # (N, 1)
    for layer in range(layers, 0, -1):
        below = x if layer == 1 else cache[f"A{layer - 1}"]
        grads[f"W{layer}"] = below.T @ dz
        grads[f"b{layer}"] = dz.sum(axis=0)
        if layer > 1:
            dz = (dz @ params[f"W{layer}"].T) * (cache[f"Z{layer - 1}"] > 0)
    return grads
    ### END SOLUTION
