import numpy as np


def log_softmax(x: np.ndarray, axis: int = -1) -> np.ndarray:
    """Turn scores into the logarithms of their probabilities along one axis.

    Entry ``k`` becomes ``log(exp(x_k) / sum_j exp(x_j))``, which is
    ``x_k - log(sum_j exp(x_j))``, the sum running along ``axis``. It stays finite where the
    probability itself would be rounded to 0.

    Args:
        x: ``(..., K, ...)`` floats, log-odds in nats. Any size; ``-inf`` means impossible and gets
            ``-inf``. (Each sum has at least one score, and at least one that is finite.)
        axis: The axis of the K classes, from the front (0, 1, ...) or from the back (-1, -2, ...).

    Returns:
        The shape and dtype of ``x``, natural logarithms, at most 0. Right up to a rounding error
        of 1 or, where they are larger, of the answer and of the scores: -1000 must not come out as
        ``-inf``, but -4e-44 may come out as 0.

    Example:
        >>> log_softmax(np.array([0.0, np.log(3.0)])).round(3).tolist()
        [-1.386, -0.288]
        >>> log_softmax(np.array([0.0, 1000.0])).tolist()
        [-1000.0, 0.0]

    Source:
        Goodfellow, Bengio and Courville, *Deep Learning* (2016), sections 4.1 and 6.2.2.3.
    """
    # YOUR CODE HERE
    raise NotImplementedError()
