import numpy as np


def logistic_predict(x: np.ndarray, theta: np.ndarray, threshold: float = 0.5) -> np.ndarray:
    """Decide with logistic regression: yes where its probability reaches the threshold.

    The probability of a yes is the sigmoid of the weighted sum of the features,

        z = theta_1 * x_1 + ... + theta_D * x_D
        probability = 1 / (1 + exp(-z))

    and the answer is 1.0 (yes) if ``probability >= threshold``, and 0.0 (no) otherwise: a
    probability that equals the threshold is a yes, such as ``z = 0`` for a threshold of 0.5.

    Args:
        x: ``(N, D)`` floats, one example a row. N may be 0.
        theta: ``(D,)`` floats, one weight for each feature (there is no separate intercept). ``z``
            may become as large as 1e4, positive or negative.
        threshold: How probable a yes must be, above 0 and below 1.

    Returns:
        ``(N,)`` of 0.0 and 1.0, in the dtype of ``x``.

    Raises:
        ValueError: ``theta`` has another length than the rows of ``x``.

    Example:
        >>> x = np.array([[-1.0], [0.0], [2.0]])  # probabilities 0.27, 0.5 and 0.88
        >>> logistic_predict(x, np.array([1.0])).tolist()
        [0.0, 1.0, 1.0]
        >>> logistic_predict(x, np.array([1.0]), threshold=0.75).tolist()
        [0.0, 0.0, 1.0]

    Source:
        Bishop, *Pattern Recognition and Machine Learning* (2006), sections 1.5 and 4.3.2.
    """
    ### BEGIN SOLUTION
    z = x @ theta  # (N,)
    # exp of a number that is not positive never overflows.
    shrunk = np.exp(-np.abs(z))
    probability = np.where(z < 0, shrunk, 1.0) / (1.0 + shrunk)
    return (probability >= threshold).astype(x.dtype)
    ### END SOLUTION
