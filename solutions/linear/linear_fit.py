import numpy as np


def linear_fit(
    x: np.ndarray,
    y: np.ndarray,
    lr: float,
    epochs: int,
    batch_size: int,
    rng: np.random.Generator,
) -> tuple[np.ndarray, float]:
    """Train a linear model by mini-batch stochastic gradient descent.

    Weights and intercept start at zero. In every epoch the examples are shuffled anew by one call

        order = rng.permutation(N)

    and cut into batches: the examples ``order[0:batch_size]``, then
    ``order[batch_size:2 * batch_size]`` and so on. The last batch is smaller where ``batch_size``
    does not divide N; it counts too. After each batch of m examples, with the predictions
    ``p = x @ w + b`` of its examples alone, both parameters take one step:

        w = w - lr * (sum over the batch of (p_n - y_n) * x_n) / m
        b = b - lr * (sum over the batch of (p_n - y_n)) / m

    which is the gradient of half the mean squared error of the batch. Both steps use the same
    predictions, made before either of them. Nothing else is drawn from ``rng``.

    Args:
        x: ``(N, D)`` floats, one example a row, N at least 1.
        y: ``(N,)`` floats, the numbers to be predicted.
        lr: The learning rate, above 0.
        epochs: How many times to go through all examples, an int; 0 leaves the zeros.
        batch_size: How many examples a batch has, an int of at least 1; may be larger than N.
        rng: The source of randomness.

    Returns:
        The tuple ``(w, b)``: ``w`` is ``(D,)`` in the dtype of ``x``, and ``b`` a single number.

    Raises:
        ValueError: ``y`` is not a flat array of N numbers.

    Example:
        >>> x, y = np.array([[1.0], [3.0]]), np.array([2.0, 4.0])
        >>> w, b = linear_fit(x, y, 0.5, 1, 2, np.random.default_rng(0))
        >>> w.tolist(), float(b)  # one batch: 0.5 * (1 * 2 + 3 * 4) / 2 and 0.5 * (2 + 4) / 2
        ([3.5], 1.5)

    Source:
        Zhang, Lipton, Li and Smola, *Dive into Deep Learning* (2023), sections 3.1 and 3.4; Bishop,
        *Pattern Recognition and Machine Learning* (2006), section 3.1.3.
    """
    ### BEGIN SOLUTION
    if y.shape != (len(x),):
        raise ValueError(f"y must have the shape {(len(x),)}, not {y.shape}")
    w = np.zeros(x.shape[1], dtype=x.dtype)
    b = 0.0
    for _ in range(epochs):
        order = rng.permutation(len(x))
        for start in range(0, len(x), batch_size):
            rows = order[start : start + batch_size]  # (m,), fewer at the end
            errors = x[rows] @ w + b - y[rows]
            w -= lr * (x[rows].T @ errors) / len(rows)
            b -= lr * np.mean(errors)
    return w, b
    ### END SOLUTION
