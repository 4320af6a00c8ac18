import numpy as np


def shallow_fit(
    x: np.ndarray, y: np.ndarray, hidden: int, lr: float, steps: int, rng: np.random.Generator
) -> dict[str, np.ndarray]:
    """Train a network with one hidden layer by gradient descent.

    The network has ``hidden`` tanh units and one sigmoid output:

        Z1 = x @ W1 + b1,   A1 = tanh(Z1),   Z2 = A1 @ W2 + b2,   A2 = sigmoid(Z2)

    and its cost is the mean binary cross-entropy of ``A2`` against ``y`` over the N examples. Start
    from random weights and zero biases. Every step then takes the gradients of the cost over all N
    examples (full batch) and moves each parameter, all of them by the same gradients:

        dZ2 = (A2 - y) / N,   dZ1 = (dZ2 @ W2.T) * (1 - A1**2)
        W2 - lr * (A1.T @ dZ2),   b2 - lr * (sum of dZ2 over the examples)
        W1 - lr * (x.T @ dZ1),    b1 - lr * (sum of dZ1 over the examples)

    How large the first weights are is your choice, but 0.01 times standard normal numbers is too
    small: XOR is then not learned in 1,500 steps. Standard normal numbers as they are, or Xavier's
    scale, do well. The first weights depend on ``rng`` and the sizes alone, not on ``lr``.

    Args:
        x: ``(N, D)`` floats, one example a row.
        y: ``(N, 1)`` floats 0.0 or 1.0, the right answers.
        hidden: The number H of hidden units, at least 1.
        lr: The learning rate, a float; with 0 the first weights come back.
        steps: The number of steps, an int from 0.
        rng: The only source of randomness, for the first weights.

    Returns:
        A dict of the trained parameters in the dtype of ``x``: ``W1`` ``(D, H)``, ``b1`` ``(H,)``,
        ``W2`` ``(H, 1)`` and ``b2`` ``(1,)``.

        Training is judged by what it achieves: from one of 3 seeds at least, ``hidden=8``,
        ``lr=1.0`` and 1,500 steps learn XOR, so that ``A2`` is above 0.5 where y is 1 and below it
        elsewhere.

    Raises:
        ValueError: ``y`` has not the shape ``(N, 1)``.

    Example:
        >>> x = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
        >>> y = np.array([[0.0], [1.0], [1.0], [0.0]])  # XOR
        >>> params = shallow_fit(x, y, 8, 1.0, 1000, np.random.default_rng(0))
        >>> z2 = np.tanh(x @ params["W1"] + params["b1"]) @ params["W2"] + params["b2"]
        >>> (z2 > 0).astype(int).ravel().tolist()
        [0, 1, 1, 0]

    Source:
        Bishop, *Pattern Recognition and Machine Learning* (2006), sections 5.2 and 5.3.
    """
    ### BEGIN SOLUTION
    n, features = x.shape
    if y.shape != (n, 1):
        raise ValueError(f"y has shape {y.shape}, but {(n, 1)} is expected")
    W1 = rng.standard_normal((features, hidden)).astype(x.dtype)
    W2 = rng.standard_normal((hidden, 1)).astype(x.dtype)
    b1, b2 = np.zeros(hidden, x.dtype), np.zeros(1, x.dtype)
    for _ in range(steps):
        a1 = np.tanh(x @ W1 + b1)  # (N, H)
        a2 = 0.5 * (1.0 + np.tanh(0.5 * (a1 @ W2 + b2)))  # sigmoid that never overflows
        dz2 = (a2 - y) / n  # (N, 1)
        dz1 = (dz2 @ W2.T) * (1.0 - a1 * a1)  # with W2 as it was in the forward pass
        W2 -= lr * (a1.T @ dz2)
        b2 -= lr * dz2.sum(axis=0)
        W1 -= lr * (x.T @ dz1)
        b1 -= lr * dz1.sum(axis=0)
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}
    ### END SOLUTION
