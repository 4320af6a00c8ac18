import numpy as np


def logistic_predict_proba(x: np.ndarray, theta: np.ndarray) -> np.ndarray:
    """Predict with logistic regression: the probability of a yes for each example.

    For every example, with D features x_1 to x_D, the weighted sum becomes a probability by the
    sigmoid:

        z = theta_1 * x_1 + ... + theta_D * x_D
        probability = 1 / (1 + exp(-z))

    There is no separate intercept: where one is wanted, the first feature is always 1.

    Args:
        x: ``(N, D)`` floats, one example a row. N may be 0.
        theta: ``(D,)`` floats, one weight for each feature. ``z`` may become as large as 1e5,
            positive or negative: the answer must not become nan.

    Returns:
        ``(N,)`` probabilities in ``[0, 1]``, in the dtype of ``x``, right up to a rounding error
        of 1, so that a probability below 1e-16 may come out as 0.

    Raises:
        ValueError: ``theta`` has another length than the rows of ``x``.

    Example:
        >>> x = np.array([[1.0, 0.0], [1.0, 1.0]])
        >>> logistic_predict_proba(x, np.array([0.0, np.log(3.0)])).round(2).tolist()
        [0.5, 0.75]

    Source:
        Bishop, *Pattern Recognition and Machine Learning* (2006), section 4.3.2; Goodfellow, Bengio
        and Courville, *Deep Learning* (2016), section 5.7.1.
    """
    ### BEGIN SOLUTION
    z = x @ theta  # (N,)
    # exp of a number that is not positive never overflows.
    shrunk = np.exp(-np.abs(z))
    return np.where(z < 0, shrunk, 1.0) / (1.0 + shrunk)
    ### END SOLUTION
