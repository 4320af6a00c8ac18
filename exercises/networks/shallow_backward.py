import numpy as np


def shallow_backward(
    x: np.ndarray,
    y: np.ndarray,
    params: dict[str, np.ndarray],
    cache: dict[str, np.ndarray],
) -> dict[str, np.ndarray]:
    """Find the gradients of a network with one hidden layer by backpropagation.

    The forward pass was

        Z1 = x @ W1 + b1,   A1 = tanh(Z1)        the hidden layer, H units
        Z2 = A1 @ W2 + b2,  A2 = sigmoid(Z2)     the output, one unit: P(y = 1)

    and the cost is the mean binary cross-entropy of ``A2`` against ``y`` over the N examples.
    Backwards, the slopes of cross-entropy and of sigmoid cancel into a difference:

        dZ2 = (A2 - y) / N
        dW2 = A1.T @ dZ2,   db2 = sum of dZ2 over the examples
        dZ1 = (dZ2 @ W2.T) * (1 - A1**2)         elementwise; 1 - tanh**2 is the slope of tanh
        dW1 = x.T @ dZ1,    db1 = sum of dZ1 over the examples

    ``(A2 - y) / N`` also holds when ``A2`` is exactly 0 or 1: never divide by ``A2`` or ``1 - A2``.

    Args:
        x: ``(N, D)`` floats, one example a row.
        y: ``(N, 1)`` floats 0.0 or 1.0, the right answers.
        params: The weights ``W1`` ``(D, H)``, ``b1`` ``(H,)``, ``W2`` ``(H, 1)``, ``b2`` ``(1,)``.
        cache: What the forward pass of these ``x`` and ``params`` computed: ``Z1`` and ``A1``
            ``(N, H)``, ``Z2`` and ``A2`` ``(N, 1)``. Take ``A1`` and ``A2`` from it; nothing has to
            be computed a second time.

    Returns:
        A dict of the gradients of the cost under the keys ``W1``, ``b1``, ``W2`` and ``b2``, each
        of the shape and dtype of the parameter of that name.

    Raises:
        ValueError: ``y`` has not the shape of ``A2``, such as ``(N,)`` in place of ``(N, 1)``.

    Example:
        >>> x, y = np.array([[2.0]]), np.array([[1.0]])
        >>> params = {"W1": np.array([[0.0]]), "b1": np.array([0.0]),
        ...           "W2": np.array([[4.0]]), "b2": np.array([0.0])}
        >>> cache = {"Z1": np.array([[0.0]]), "A1": np.array([[0.0]]),
        ...          "Z2": np.array([[0.0]]), "A2": np.array([[0.5]])}
        >>> grads = shallow_backward(x, y, params, cache)
        >>> {name: grads[name].tolist() for name in ("W1", "b1", "W2", "b2")}
        {'W1': [[-4.0]], 'b1': [-2.0], 'W2': [[0.0]], 'b2': [-0.5]}

    Source:
        Bishop, *Pattern Recognition and Machine Learning* (2006), section 5.3; Nielsen, *Neural
        Networks and Deep Learning* (2015), chapters 2 and 3.
    """
    # YOUR CODE HERE
    raise NotImplementedError()
