import numpy as np


def roc_curve(y_true: np.ndarray, scores: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Trace how many positives are found, and how many false alarms raised, as a threshold falls.

    With a threshold ``h``, the examples of ``score >= h`` are called positive. The curve holds, for
    one threshold after the other, the false positive rate (the share of the negatives that are
    called positive) and the true positive rate (the share of the positives that are). It starts at
    ``h = inf``, where nothing is called positive, and goes on with every distinct score from the
    largest to the smallest, where everything is. No point is left out, not even one on a straight
    line between its neighbours.

    Args:
        y_true: ``(N,)``, the true classes, 0 and 1 as integers, floats or booleans.
        scores: ``(N,)`` finite floats, larger for what is more likely to be positive.

    Returns:
        ``(fpr, tpr, thresholds)``, three float64 arrays of shape ``(M + 1,)`` for M distinct
        scores (float64 for float32 scores as well). ``fpr`` and ``tpr`` rise from 0 to 1;
        ``thresholds`` fall from inf. Examples with equal scores make one point together.

    Raises:
        ValueError: There is only one class (or no example), so that one of the rates would be
            0 / 0; ``y_true`` and ``scores`` differ in shape (nothing is broadcast).

    Example:
        >>> y_true, scores = np.array([0, 1, 0, 1, 1]), np.array([0.1, 0.8, 0.4, 0.4, 0.9])
        >>> fpr, tpr, thresholds = roc_curve(y_true, scores)
        >>> fpr.tolist(), thresholds.tolist()
        ([0.0, 0.0, 0.0, 0.5, 1.0], [inf, 0.9, 0.8, 0.4, 0.1])
        >>> tpr.round(4).tolist()
        [0.0, 0.3333, 0.6667, 1.0, 1.0]

    Source:
        Fawcett, *An introduction to ROC analysis* (2006), section 5, algorithm 1.
    """
    ### BEGIN SOLUTION
    if y_true.shape != scores.shape:
        raise ValueError(f"classes {y_true.shape} and scores {scores.shape} differ in shape")
    is_positive = y_true == 1  # booleans, whatever the dtype
    if is_positive.all() or not is_positive.any():
        raise ValueError("there must be positive and negative examples")
    # Each score once, the largest first; the float64 of inf makes all of them float64.
    thresholds = np.concatenate([[np.inf], np.unique(scores)[::-1]])  # (M + 1,)
    called = scores[:, np.newaxis] >= thresholds  # (N, M + 1)
    return called[~is_positive].mean(axis=0), called[is_positive].mean(axis=0), thresholds
    ### END SOLUTION
