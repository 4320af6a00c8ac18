import numpy as np


def confusion_counts(y_true: np.ndarray, y_pred: np.ndarray) -> tuple[int, int, int, int]:
    """Count the four ways in which a yes-or-no prediction can come out.

    Class 1 is called positive, class 0 negative. The name says what was predicted and whether that
    was right: a *false positive* was predicted positive and is negative.

    Args:
        y_true: ``(N,)``, the true classes, 0 and 1 as integers, floats or booleans.
        y_pred: ``(N,)``, the predicted classes, likewise (its dtype may be another one).

    Returns:
        ``(tp, fp, fn, tn)``: true positives, false positives, false negatives, true negatives, four
        whole numbers (ints) that add up to N.

    Raises:
        ValueError: ``y_true`` and ``y_pred`` differ in shape (nothing is broadcast).

    Example:
        >>> y_true, y_pred = np.array([1, 1, 1, 0, 0, 0]), np.array([1, 1, 0, 1, 0, 0])
        >>> tp, fp, fn, tn = confusion_counts(y_true, y_pred)
        >>> int(tp), int(fp), int(fn), int(tn)
        (2, 1, 1, 2)

    Source:
        Manning, Raghavan and Schuetze, *Introduction to Information Retrieval* (2008), section 8.3;
        Fawcett, *An introduction to ROC analysis* (2006), section 2.
    """
    ### BEGIN SOLUTION
    if y_true.shape != y_pred.shape:
        raise ValueError(f"true {y_true.shape} and predicted {y_pred.shape} differ in shape")
    is_positive, said_positive = y_true == 1, y_pred == 1  # booleans, whatever the dtype
    tp = np.count_nonzero(is_positive & said_positive)
    fp = np.count_nonzero(~is_positive & said_positive)
    fn = np.count_nonzero(is_positive & ~said_positive)
    tn = np.count_nonzero(~is_positive & ~said_positive)
    return tp, fp, fn, tn
    ### END SOLUTION
