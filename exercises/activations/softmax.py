import numpy as np


def softmax(x: np.ndarray, axis: int = -1) -> np.ndarray:
    """Turn scores into probabilities along one axis.

    Entry ``k`` becomes ``exp(x_k) / sum_j exp(x_j)``, the sum running along ``axis``. Adding one
    number to all the scores of a sum changes nothing.

    Args:
        x: ``(..., K, ...)`` floats, log-odds in nats. Any size: scores of 1000 must not overflow.
            ``-inf`` means impossible and gets probability 0. (At least one score of each sum is
            finite.)
        axis: The axis of the K classes, from the front (0, 1, ...) or from the back (-1, -2, ...).

    Returns:
        The shape and dtype of ``x``, in ``[0, 1]``; sums to 1 along ``axis``. Right up to a
        rounding error of 1, so that a probability below 1e-16 may come out as 0.

    Raises:
        ValueError: ``x`` has no entries along ``axis``: there is nothing to share out.

    Example:
        >>> softmax(np.array([0.0, np.log(3.0)])).round(2).tolist()
        [0.25, 0.75]
        >>> softmax(np.array([[1000.0, 0.0], [1000.0, 1000.0]]), axis=0).tolist()
        [[0.5, 0.0], [0.5, 1.0]]

    Source:
        Goodfellow, Bengio and Courville, *Deep Learning* (2016), sections 4.1 and 6.2.2.3.
    """
    # YOUR CODE HERE
    raise NotImplementedError()
