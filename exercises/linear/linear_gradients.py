import numpy as np


def linear_gradients(
    x: np.ndarray, y: np.ndarray, w: np.ndarray, b: float
) -> tuple[np.ndarray, float]:
    """Find which way the cost of a linear model grows: its gradients.

    The cost is half the mean squared error of the predictions ``p = x @ w + b``,

        cost = sum over n of (p_n - y_n)**2 / (2 * N)

    and its derivatives with respect to every weight and to the intercept are

        dw_d = sum over n of (p_n - y_n) * x_nd / N
        db   = sum over n of (p_n - y_n) / N

    Args:
        x: ``(N, D)`` floats, one example a row, N at least 1.
        y: ``(N,)`` floats, the numbers that should have been predicted.
        w: ``(D,)`` floats, one weight for each feature.
        b: The intercept, a number.

    Returns:
        The tuple ``(dw, db)``: ``dw`` has the shape of ``w`` and the dtype of ``x``, and ``db`` is
        a single number.

    Raises:
        ValueError: ``y`` is not a flat array of N numbers (a column ``(N, 1)`` would broadcast
            against the predictions to a table), or ``w`` has another length than the rows of ``x``.

    Example:
        >>> x, y = np.array([[1.0], [2.0]]), np.array([3.0, 8.0])
        >>> dw, db = linear_gradients(x, y, np.array([2.0]), 1.0)  # errors of 0 and -3
        >>> dw.tolist(), float(db)
        ([-3.0], -1.5)

    Source:
        Bishop, *Pattern Recognition and Machine Learning* (2006), section 3.1.3; Zhang, Lipton, Li
        and Smola, *Dive into Deep Learning* (2023), section 3.1.
    """
    # YOUR CODE HERE
    raise NotImplementedError()
