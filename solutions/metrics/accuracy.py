import numpy as np


def accuracy(y_true: np.ndarray, y_pred: np.ndarray) -> float:
    """Measure which share of the predictions is right.

    The number of examples whose predicted class is the true one, divided by the number of all
    examples. There may be any number of classes. (Where one class is rare, a high accuracy means
    little: who never predicts it is right almost always.)

    Args:
        y_true: ``(N,)`` integers, the true classes; any integers, negative ones too.
        y_pred: ``(N,)`` integers, the predicted classes.

    Returns:
        A float in ``[0, 1]``.

    Raises:
        ValueError: There are no examples, or ``y_true`` and ``y_pred`` differ in shape (nothing is
            broadcast).

    Example:
        >>> float(accuracy(np.array([0, 2, 1, 2]), np.array([0, 1, 1, 2])))
        0.75

    Source:
        Manning, Raghavan and Schuetze, *Introduction to Information Retrieval* (2008), section 8.3.
    """
    ### BEGIN SOLUTION
    if y_true.shape != y_pred.shape or not y_true.size:
        raise ValueError(f"true {y_true.shape} and predicted {y_pred.shape} classes do not fit")
    return np.mean(y_true == y_pred)
    ### END SOLUTION
