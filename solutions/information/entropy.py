import numpy as np


def entropy(p: np.ndarray, base: float = 2.718281828459045) -> np.ndarray:
    """Measure how uncertain a random outcome is.

    ``H(p) = -sum_k p_k log(p_k)`` over the last axis, the logarithm to the given base:
    ``log_b(z) = log(z) / log(b)``. An impossible outcome adds nothing: ``0 * log(0)`` is 0.

    Args:
        p: ``(..., K)`` floats, probabilities that sum to 1 over the last axis; 0 and 1 may occur.
        base: The base of the logarithm, a number above 1. The default is e, which gives nats; 2
            gives bits.

    Returns:
        ``(...)`` in the dtype of ``p`` (float32 for float32); one number when ``p`` has one axis.
        At least 0. Each answer is right up to rounding errors of itself: the entropy of a certain
        outcome is 0 and not 1e-8.

    Example:
        Tomorrow is sunny with probability 0.5, cloudy with 0.2 and rainy with 0.3:

        >>> weather = np.array([0.5, 0.2, 0.3])
        >>> round(float(entropy(weather)), 4)
        1.0297
        >>> float(entropy(np.array([0.5, 0.5]), base=2))
        1.0

    Source:
        Shannon, *A Mathematical Theory of Communication* (1948), section 6.
    """
    ### BEGIN SOLUTION
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = p * np.log(p)  # (..., K); nan where p is 0
    # A Python float, unlike the NumPy scalar np.log(base), leaves float32 as it is.
    return -np.where(p > 0, terms, 0.0).sum(axis=-1) / float(np.log(base))
    ### END SOLUTION
