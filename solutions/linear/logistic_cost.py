import numpy as np


def logistic_cost(x: np.ndarray, y: np.ndarray, theta: np.ndarray) -> float:
    """Measure how badly a logistic regression predicts: its mean cross-entropy.

    With the weighted sums ``z = x @ theta`` and the probabilities ``p = 1 / (1 + exp(-z))``,

        cost = -sum over n of (y_n * log(p_n) + (1 - y_n) * log(1 - p_n)) / N

    so that an example costs ``-log(p)`` where the answer is yes and ``-log(1 - p)`` where it is no.
    The formula holds for very confident models too: an example with ``y = 0`` and ``z = 1000``
    costs 1000, not inf and not nan, although p rounds to 1 there. Nothing is clipped.

    Args:
        x: ``(N, D)`` floats, one example a row, N at least 1.
        y: ``(N,)`` floats, 1.0 for yes and 0.0 for no.
        theta: ``(D,)`` floats, one weight for each feature (there is no separate intercept). ``z``
            may become as large as 1e5, positive or negative.

    Returns:
        The cost in nats, a single number, at least 0. Right up to rounding errors of itself, or of
        1 where it is smaller, so that a cost below 1e-16 may come out as 0.

    Raises:
        ValueError: ``y`` is not a flat array of N numbers (a column ``(N, 1)`` would broadcast to a
            table), or ``theta`` has another length than the rows of ``x``.

    Example:
        >>> x, y = np.array([[0.0], [1000.0]]), np.array([1.0, 0.0])
        >>> round(float(logistic_cost(x, y, np.array([1.0]))), 4)  # (log(2) + 1000) / 2
        500.3466

    Source:
        Bishop, *Pattern Recognition and Machine Learning* (2006), section 4.3.2; Goodfellow, Bengio
        and Courville, *Deep Learning* (2016), section 6.2.2.2.
    """
    ### BEGIN SOLUTION
    if y.shape != (len(x),):
        raise ValueError(f"y must have the shape {(len(x),)}, not {y.shape}")
    z = x @ theta  # (N,)
    # -log(p) is log(1 + exp(-z)), and -log(1 - p) is log(1 + exp(z)): one function of +-z.
    return np.mean(np.logaddexp(0.0, (1.0 - 2.0 * y) * z))
    ### END SOLUTION
