import numpy as np


def logistic_gradient(x: np.ndarray, y: np.ndarray, theta: np.ndarray) -> np.ndarray:
    """Find which way the cost of a logistic regression grows: its gradient.

    With the probabilities ``p = sigmoid(x @ theta)``, the cost is the mean cross-entropy

        cost = -sum over n of (y_n * log(p_n) + (1 - y_n) * log(1 - p_n)) / N

    and its derivative with respect to every weight is as simple as that of least squares:

        gradient_d = sum over n of (p_n - y_n) * x_nd / N

    Args:
        x: ``(N, D)`` floats, one example a row, N at least 1.
        y: ``(N,)`` floats, 1.0 for yes and 0.0 for no.
        theta: ``(D,)`` floats, one weight for each feature (there is no separate intercept).
            ``x @ theta`` may become as large as 1e5, positive or negative.

    Returns:
        The gradient: the shape of ``theta``, in the dtype of ``x``. Right up to rounding errors of
        the largest feature.

    Raises:
        ValueError: ``y`` is not a flat array of N numbers (a column ``(N, 1)`` would broadcast to a
            table), or ``theta`` has another length than the rows of ``x``.

    Example:
        >>> x, y = np.array([[1.0, 2.0], [1.0, 4.0]]), np.array([0.0, 1.0])
        >>> logistic_gradient(x, y, np.array([0.0, 0.0])).tolist()  # errors of 0.5 and -0.5
        [0.0, -0.5]

    Source:
        Bishop, *Pattern Recognition and Machine Learning* (2006), section 4.3.2.
    """
    # YOUR CODE HERE
    raise NotImplementedError()
