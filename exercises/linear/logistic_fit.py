import numpy as np


def logistic_fit(x: np.ndarray, y: np.ndarray, lr: float, steps: int) -> np.ndarray:
    """Train a logistic regression by gradient descent on all examples at once.

    The weights start at zero. In every step, with the probabilities ``p = sigmoid(x @ theta)`` of
    all examples, every weight moves down the gradient of the mean cross-entropy:

        theta_d = theta_d - lr * (sum over n of (p_n - y_n) * x_nd) / N

    Args:
        x: ``(N, D)`` floats, one example a row, N at least 1.
        y: ``(N,)`` floats, 1.0 for yes and 0.0 for no.
        lr: The learning rate, above 0.
        steps: How many steps to take, an int; 0 leaves the zeros.

    Returns:
        ``theta``: ``(D,)`` floats in the dtype of ``x``, one weight for each feature (there is no
        separate intercept: where one is wanted, the first feature is always 1).

    Raises:
        ValueError: ``y`` is not a flat array of N numbers (a column ``(N, 1)`` would broadcast to a
            table).

    Example:
        >>> x, y = np.array([[1.0, 2.0], [1.0, 4.0]]), np.array([0.0, 1.0])
        >>> logistic_fit(x, y, 0.5, 1).tolist()  # the errors at zero are 0.5 and -0.5
        [0.0, 0.25]

    Source:
        Bishop, *Pattern Recognition and Machine Learning* (2006), section 4.3.2; Goodfellow, Bengio
        and Courville, *Deep Learning* (2016), section 5.7.1.
    """
    # YOUR CODE HERE
    raise NotImplementedError()
