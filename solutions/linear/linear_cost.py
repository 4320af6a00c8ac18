import numpy as np


def linear_cost(x: np.ndarray, y: np.ndarray, w: np.ndarray, b: float) -> float:
    """Measure how far a linear model is off: half the mean of its squared errors.

    With the predictions ``p = x @ w + b`` of N examples,

        cost = sum over n of (p_n - y_n)**2 / (2 * N)

    The 2 is there so that the gradient becomes simple.

    Args:
        x: ``(N, D)`` floats, one example a row, N at least 1.
        y: ``(N,)`` floats, the numbers that should have been predicted.
        w: ``(D,)`` floats, one weight for each feature.
        b: The intercept, a number.

    Returns:
        The cost, a single number, at least 0.

    Raises:
        ValueError: ``y`` is not a flat array of N numbers (a column ``(N, 1)`` would broadcast
            against the predictions to a table, whose mean is wrong), or ``w`` has another length
            than the rows of ``x``.

    Example:
        >>> x, y = np.array([[1.0], [2.0]]), np.array([3.0, 8.0])
        >>> float(linear_cost(x, y, np.array([2.0]), 1.0))  # errors of 0 and -3
        2.25

    Source:
        Bishop, *Pattern Recognition and Machine Learning* (2006), section 3.1.1; Zhang, Lipton, Li
        and Smola, *Dive into Deep Learning* (2023), section 3.1.
    """
    ### BEGIN SOLUTION
    if y.shape != (len(x),):
        raise ValueError(f"y must have the shape {(len(x),)}, not {y.shape}")
    errors = x @ w + b - y  # (N,)
    return np.mean(errors**2) / 2
    ### END SOLUTION
