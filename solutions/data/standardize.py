import numpy as np


def standardize(x: np.ndarray) -> np.ndarray:
    """Bring every feature to mean 0 and standard deviation 1.

    Each column is shifted by its mean and divided by its standard deviation:
    ``(x - mean) / std``, with the population's ``std = sqrt(mean((x - mean) ** 2))``, which divides
    by N and not by N - 1. Features that were measured in different units become comparable so.

    A constant column, one whose largest entry equals its smallest, tells nothing apart and becomes
    0 everywhere. Look at the entries for that and not at the standard deviation: the mean of equal
    numbers is rounded, so their deviation may come out as 1e-17 instead of 0.

    Args:
        x: ``(N, D)`` floats, one example a row; N and D are at least 1. A column that is not
            constant has a standard deviation of at least a thousandth of its largest size.

    Returns:
        The shape and dtype of ``x``; right up to rounding errors of 1, more where the deviation is
        small beside the entries.

    Example:
        >>> standardize(np.array([[1.0, 7.0], [3.0, 7.0]])).tolist()
        [[-1.0, 0.0], [1.0, 0.0]]

    Source:
        Bishop, *Pattern Recognition and Machine Learning* (2006), section 9.1;
        LeCun, Bottou, Orr and Mueller, *Efficient BackProp* (1998), section 4.3.
    """
    ### BEGIN SOLUTION
    varies = x.max(axis=0) > x.min(axis=0)  # (D,)
    centered = x - x.mean(axis=0)  # (N, D)
    std = np.sqrt(np.mean(centered**2, axis=0))  # (D,)
    return np.divide(centered, std, out=np.zeros_like(x), where=varies)
    ### END SOLUTION
