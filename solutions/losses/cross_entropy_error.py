import numpy as np


def cross_entropy_error(y: np.ndarray, t: np.ndarray | int, delta: float = 1e-8) -> np.ndarray:
    """Measure how small a probability the right classes were given.

    An example whose right class has the probability ``y_t`` costs ``-log(y_t + delta)``: the small
    number ``delta`` keeps the logarithm away from ``log(0)``. The error is the mean of these costs
    over the examples. The other classes cost nothing.

    Args:
        y: Probabilities, ``(K,)`` for one example or ``(N, K)`` for N of them (N at least 1).
        t: The right classes in one of two forms. One-hot: an array of the same shape as ``y``,
            integers or floats, 1 at the right class and 0 elsewhere. Or as class labels
            ``0 .. K-1``: ``(N,)`` integers, and a single integer where ``y`` is ``(K,)``. (Tell
            the two forms apart by the shape, not by the number of entries: with one class, labels
            ``(N,)`` have as many as ``y``.)
        delta: The small positive number inside the logarithm.

    Returns:
        One number, in nats. Right up to a rounding error of 1.

    Raises:
        ValueError: ``t`` has neither the shape of ``y`` nor that of its labels. (Where labels are
            concerned an ``IndexError`` does as well.)

    Example:
        >>> y = np.array([[0.25, 0.75], [0.5, 0.5]])
        >>> round(float(cross_entropy_error(y, np.array([[1, 0], [0, 1]]))), 4)  # log(8) / 2
        1.0397
        >>> round(float(cross_entropy_error(y, np.array([0, 1]))), 4)
        1.0397
        >>> round(float(cross_entropy_error(np.array([0.0, 1.0]), 0)), 4)  # -log(1e-8)
        18.4207

    Source:
        Saito, *Deep Learning from Scratch* (2016), sections 4.2.2 and 4.2.4.
    """
    ### BEGIN SOLUTION
    if np.ndim(y) == 1:
        y, t = y[np.newaxis], np.asarray(t)[np.newaxis]  # a batch of one
    if np.shape(t) == y.shape:
        t = np.argmax(t, axis=1)
    if np.shape(t) != (len(y),):
        raise ValueError(f"targets {np.shape(t)} do not fit probabilities {y.shape}")
    right = y[np.arange(len(y)), t]  # (N,)
    return -np.log(right + delta).mean()
    ### END SOLUTION
