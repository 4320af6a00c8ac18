import numpy as np


def specificity(y_true: np.ndarray, y_pred: np.ndarray) -> float:
    """Measure which share of the negatives was recognised as negative.

    ``tn / (tn + fp)``: of all examples that *are* negative (class 0), those that were called so. It
    is recall of the other class, and 1 minus the false positive rate.

    Args:
        y_true: ``(N,)``, the true classes, 0 and 1 as integers, floats or booleans; class 1 is
            called positive.
        y_pred: ``(N,)``, the predicted classes, likewise (its dtype may be another one).

    Returns:
        A float in ``[0, 1]``; 0.0 where there are no negatives.

    Raises:
        ValueError: There are no examples, or ``y_true`` and ``y_pred`` differ in shape (nothing is
            broadcast).

    Example:
        >>> y_true, y_pred = np.array([1, 1, 1, 1, 0, 0, 0]), np.array([1, 1, 1, 0, 1, 1, 0])
        >>> round(float(specificity(y_true, y_pred)), 4)  # tn = 1, fp = 2
        0.3333
        >>> float(specificity(np.array([1, 1]), np.array([1, 0])))
        0.0

    Source:
        Manning, Raghavan and Schuetze, *Introduction to Information Retrieval* (2008), section 8.4;
        Fawcett, *An introduction to ROC analysis* (2006), section 2.
    """
    ### BEGIN SOLUTION
    if y_true.shape != y_pred.shape or not y_true.size:
        raise ValueError(f"true {y_true.shape} and predicted {y_pred.shape} classes do not fit")
    is_negative = y_true == 0  # booleans, whatever the dtype
    negatives = np.count_nonzero(is_negative)
    return np.count_nonzero(is_negative & (y_pred == 0)) / negatives if negatives else 0.0
    ### END SOLUTION
