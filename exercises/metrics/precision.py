import numpy as np


def precision(y_true: np.ndarray, y_pred: np.ndarray) -> float:
    """Measure which share of the predicted positives is positive.

    ``tp / (tp + fp)``: of all examples that were *called* positive, those that are. It falls with
    every false alarm. (The share of the actual positives that were found is recall.)

    Args:
        y_true: ``(N,)``, the true classes, 0 and 1 as integers, floats or booleans; class 1 is
            called positive.
        y_pred: ``(N,)``, the predicted classes, likewise (its dtype may be another one).

    Returns:
        A float in ``[0, 1]``; 0.0 where nothing was called positive.

    Raises:
        ValueError: There are no examples, or ``y_true`` and ``y_pred`` differ in shape (nothing is
            broadcast).

    Example:
        >>> y_true, y_pred = np.array([1, 1, 1, 1, 0, 0, 0]), np.array([1, 1, 1, 0, 1, 1, 0])
        >>> float(precision(y_true, y_pred))  # tp = 3, fp = 2
        0.6
        >>> float(precision(np.array([1, 0]), np.array([0, 0])))
        0.0

    Source:
        Manning, Raghavan and Schuetze, *Introduction to Information Retrieval* (2008), section 8.3.
    """
    # YOUR CODE HERE
    raise NotImplementedError()
