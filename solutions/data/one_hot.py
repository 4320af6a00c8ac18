import numpy as np


def one_hot(labels: np.ndarray, num_classes: int) -> np.ndarray:
    """Turn class labels into rows of zeros with a single one.

    Row n is 0 everywhere but in column ``labels[n]``, where it is 1. So written, a label is a
    probability distribution that is certain of its class, and no class is nearer to another.

    Args:
        labels: ``(N,)`` integers, each from 0 to K - 1. N may be 0.
        num_classes: K, the number of classes, an int of at least 1. Classes that no label names
            have a column too.

    Returns:
        ``(N, K)`` float64, zeros and ones.

    Raises:
        ValueError: A label is negative, or K or larger.

    Example:
        >>> one_hot(np.array([2, 0]), 3).tolist()
        [[0.0, 0.0, 1.0], [1.0, 0.0, 0.0]]

    Source:
        Bishop, *Pattern Recognition and Machine Learning* (2006), section 4.1 (the 1-of-K coding
        scheme).
    """
    ### BEGIN SOLUTION
    if np.any((labels < 0) | (labels >= num_classes)):
        raise ValueError(f"labels must lie between 0 and {num_classes - 1}")
    return np.eye(num_classes)[labels]  # row k of the identity is class k; (N, K)
    ### END SOLUTION
