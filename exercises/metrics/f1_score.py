import numpy as np


def f1_score(y_true: np.ndarray, y_pred: np.ndarray) -> float:
    """Join precision and recall into one number.

    ``F1 = 2 * p * r / (p + r)``, the harmonic mean of precision ``p = tp / (tp + fp)`` and recall
    ``r = tp / (tp + fn)``, which is ``2 tp / (2 tp + fp + fn)``. It lies near the smaller of the
    two, so that one of them cannot make up for the other.

    Args:
        y_true: ``(N,)``, the true classes, 0 and 1 as integers, floats or booleans; class 1 is
            called positive.
        y_pred: ``(N,)``, the predicted classes, likewise (its dtype may be another one).

    Returns:
        A float in ``[0, 1]``; 0.0 where a denominator is 0: where ``p`` and ``r`` are both 0, where
        nothing was called positive, or where there are no positives.

    Raises:
        ValueError: There are no examples, or ``y_true`` and ``y_pred`` differ in shape (nothing is
            broadcast).

    Example:
        >>> y_true, y_pred = np.array([1, 1, 1, 1, 0, 0, 0]), np.array([1, 1, 1, 0, 1, 1, 0])
        >>> round(float(f1_score(y_true, y_pred)), 4)  # p = 0.6, r = 0.75
        0.6667
        >>> float(f1_score(np.array([0, 0]), np.array([0, 0])))
        0.0

    Source:
        Manning, Raghavan and Schuetze, *Introduction to Information Retrieval* (2008), section 8.3,
        equation 8.6.
    """
    # YOUR CODE HERE
    raise NotImplementedError()
