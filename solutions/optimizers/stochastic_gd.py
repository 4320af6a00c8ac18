import numpy as np


def stochastic_gd(
    x: np.ndarray,
    y: np.ndarray,
    w: np.ndarray,
    lr: float,
    epochs: int,
    rng: np.random.Generator,
) -> np.ndarray:
    """Fit a linear model by stochastic gradient descent: every step looks at one example.

    The prediction for an example is ``x_n @ w`` (there is no intercept), and its loss is half the
    squared error. In every epoch the examples are shuffled anew by one call

        order = rng.permutation(N)

    and in this order each example is one step:

        w = w - lr * (x_n @ w - y_n) * x_n

    Nothing else is drawn from ``rng``.

    Args:
        x: ``(N, D)`` floats, one example a row, N at least 1.
        y: ``(N,)`` floats, the numbers to be predicted.
        w: ``(D,)`` floats, the weights to start from; they must not be changed.
        lr: The learning rate, above 0.
        epochs: How many times to go through all examples, an int; 0 leaves the weights as they are.
        rng: The source of randomness.

    Returns:
        ``(D,)`` floats in the dtype of ``x``: the weights after the last step.

    Raises:
        ValueError: ``y`` is not a flat array of N numbers (a column ``(N, 1)`` would broadcast to a
            table), or ``w`` has another length than the rows of ``x``.

    Example:
        >>> x, y, w = np.array([[1.0], [3.0]]), np.array([2.0, 4.0]), np.array([0.0])
        >>> np.random.default_rng(1).permutation(2).tolist()
        [0, 1]
        >>> stochastic_gd(x, y, w, 0.5, 1, np.random.default_rng(1)).tolist()  # 0, then 1, then 2.5
        [2.5]

    Source:
        Robbins and Monro, *A Stochastic Approximation Method* (1951); Goodfellow, Bengio and
        Courville, *Deep Learning* (2016), section 8.1.3.
    """
    ### BEGIN SOLUTION
    if y.shape != (len(x),):
        raise ValueError(f"y must have the shape {(len(x),)}, not {y.shape}")
    for _ in range(epochs):
        for n in rng.permutation(len(y)):
            w = w - lr * (x[n] @ w - y[n]) * x[n]
    return w
    ### END SOLUTION
