import numpy as np


def roc_auc(y_true: np.ndarray, scores: np.ndarray) -> float:
    """Measure how well scores tell positives from negatives, whatever the threshold.

    The area under the ROC curve is the probability that a positive example, drawn at random, gets a
    larger score than a negative one: of all pairs of a positive and a negative example, the share
    in which the positive one has the larger score. A pair with equal scores counts one half.

    Args:
        y_true: ``(N,)``, the true classes, 0 and 1 as integers, floats or booleans.
        scores: ``(N,)`` finite floats, larger for what is more likely to be positive.

    Returns:
        A float in ``[0, 1]``: 1 when every positive stands above every negative, 0.5 for scores
        that tell nothing. Right up to a rounding error of 1.

    Raises:
        ValueError: There is only one class (or no example), so that there are no pairs; ``y_true``
            and ``scores`` differ in shape (nothing is broadcast).

    Example:
        >>> y_true, scores = np.array([0, 1, 0, 1]), np.array([0.1, 0.8, 0.4, 0.4])
        >>> float(roc_auc(y_true, scores))  # (1 + 1 + 1 + 0.5) / 4
        0.875

    Source:
        Hanley and McNeil, *The meaning and use of the area under a receiver operating
        characteristic (ROC) curve* (1982); Fawcett, *An introduction to ROC analysis* (2006),
        section 7.
    """
    ### BEGIN SOLUTION
    if y_true.shape != scores.shape:
        raise ValueError(f"classes {y_true.shape} and scores {scores.shape} differ in shape")
    is_positive = y_true == 1  # booleans, whatever the dtype
    if is_positive.all() or not is_positive.any():
        raise ValueError("there must be positive and negative examples")
    positive, negative = scores[is_positive, np.newaxis], scores[~is_positive]  # (P, 1) and (Q,)
    wins, ties = positive > negative, positive == negative  # (P, Q), a place for every pair
    return np.mean(wins + 0.5 * ties)
    ### END SOLUTION
