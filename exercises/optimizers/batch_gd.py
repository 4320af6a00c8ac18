import numpy as np


def batch_gd(x: np.ndarray, y: np.ndarray, w: np.ndarray, lr: float, epochs: int) -> np.ndarray:
    """Fit a linear model by batch gradient descent: every step looks at all examples.

    The predictions are ``x @ w`` (there is no intercept), and the loss is half the mean of the
    squared errors. Each epoch is a single step down its gradient:

        w = w - lr * (sum over n of (x_n @ w - y_n) * x_n) / N

    Args:
        x: ``(N, D)`` floats, one example a row, N at least 1.
        y: ``(N,)`` floats, the numbers to be predicted.
        w: ``(D,)`` floats, the weights to start from; they must not be changed.
        lr: The learning rate, above 0.
        epochs: How many steps to take, an int; 0 leaves the weights as they are.

    Returns:
        ``(D,)`` floats in the dtype of ``x``: the weights after the last step.

    Raises:
        ValueError: ``y`` is not a flat array of N numbers (a column ``(N, 1)`` would broadcast to a
            table), or ``w`` has another length than the rows of ``x``.

    Example:
        >>> x, y = np.array([[1.0], [3.0]]), np.array([2.0, 4.0])
        >>> batch_gd(x, y, np.array([0.0]), 0.5, 1).tolist()  # 0.5 * (1 * 2 + 3 * 4) / 2
        [3.5]

    Source:
        Goodfellow, Bengio and Courville, *Deep Learning* (2016), sections 4.3 and 8.1.3.
    """
    # YOUR CODE HERE
    raise NotImplementedError()
