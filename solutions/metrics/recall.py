import numpy as np


def recall(y_true: np.ndarray, y_pred: np.ndarray) -> float:
    """Measure which share of the positives was found.

    ``tp / (tp + fn)``: of all examples that *are* positive, those that were called so. It falls
    with every positive that was missed. Also called sensitivity or true positive rate. (The share
    of the predicted positives that are right is precision.)

    Args:
        y_true: ``(N,)``, the true classes, 0 and 1 as integers, floats or booleans; class 1 is
            called positive.
        y_pred: ``(N,)``, the predicted classes, likewise (its dtype may be another one).

    Returns:
        A float in ``[0, 1]``; 0.0 where there are no positives.

    Raises:
        ValueError: There are no examples, or ``y_true`` and ``y_pred`` differ in shape (nothing is
            broadcast).

    Example:
        >>> y_true, y_pred = np.array([1, 1, 1, 1, 0, 0, 0]), np.array([1, 1, 1, 0, 1, 1, 0])
        >>> float(recall(y_true, y_pred))  # tp = 3, fn = 1
        0.75
        >>> float(recall(np.array([0, 0]), np.array([1, 0])))
        0.0

    Source:
        Manning, Raghavan and Schuetze, *Introduction to Information Retrieval* (2008), section 8.3.
    """
    ### BEGIN SOLUTION
    if y_true.shape != y_pred.shape or not y_true.size:
        raise ValueError(f"true {y_true.shape} and predicted {y_pred.shape} classes do not fit")
    is_positive = y_true == 1  # booleans, whatever the dtype
    positives = np.count_nonzero(is_positive)
    return np.count_nonzero(is_positive & (y_pred == 1)) / positives if positives else 0.0
    ### END SOLUTION
