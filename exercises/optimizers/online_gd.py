import numpy as np


def online_gd(x: np.ndarray, y: np.ndarray, w: np.ndarray, lr: float) -> np.ndarray:
    """Fit a linear model online: learn from each example once, as it comes in.

    The prediction for an example is ``x_n @ w`` (there is no intercept), and its loss is half the
    squared error. The examples come in the order of the rows, each is one step, and none is seen
    twice:

        w = w - lr * (x_n @ w - y_n) * x_n

    Args:
        x: ``(N, D)`` floats, one example a row. N may be 0.
        y: ``(N,)`` floats, the numbers to be predicted.
        w: ``(D,)`` floats, the weights to start from; they must not be changed.
        lr: The learning rate, above 0.

    Returns:
        ``(D,)`` floats in the dtype of ``x``: the weights after the last step.

    Raises:
        ValueError: ``y`` is not a flat array of N numbers (a column ``(N, 1)`` would broadcast to a
            table), or ``w`` has another length than the rows of ``x``.

    Example:
        >>> x, y = np.array([[1.0], [3.0]]), np.array([2.0, 4.0])
        >>> online_gd(x, y, np.array([0.0]), 0.5).tolist()  # 0, then 1, then 2.5
        [2.5]

    Source:
        Widrow and Hoff, *Adaptive Switching Circuits* (1960); Bishop, *Pattern Recognition and
        Machine Learning* (2006), section 3.1.3.
    """
    # YOUR CODE HERE
    raise NotImplementedError()
