import numpy as np


def sum_squared_error(y: np.ndarray, t: np.ndarray) -> np.ndarray:
    """Add up the squared errors of a network's outputs, and halve the sum.

    ``E = 0.5 * sum_k (y_k - t_k)**2``, over all entries of the arrays. The half makes the
    derivative with respect to ``y_k`` simply ``y_k - t_k``.

    Args:
        y: Outputs, floats in any shape.
        t: Targets (often one-hot: 1 for the right class, 0 for the others), in the shape and dtype
            of ``y``.

    Returns:
        One number, never negative. Right up to rounding errors of the answer itself and of
        ``y - t``.

    Raises:
        ValueError: ``y`` and ``t`` differ in shape (nothing is broadcast).

    Example:
        >>> float(sum_squared_error(np.array([1.0, 2.0, 4.0]), np.array([0.0, 2.0, 1.0])))
        5.0
        >>> y = np.array([0.1, 0.05, 0.6, 0.0, 0.05, 0.1, 0.0, 0.1, 0.0, 0.0])
        >>> t = np.array([0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0])
        >>> round(float(sum_squared_error(y, t)), 4)
        0.0975

    Source:
        Saito, *Deep Learning from Scratch* (2016), section 4.2.1; Bishop, *Pattern Recognition and
        Machine Learning* (2006), equation 1.2.
    """
    ### BEGIN SOLUTION
    if y.shape != t.shape:
        # NumPy would stretch (N, 1) against (N,) to a table of (N, N) differences.
        raise ValueError(f"outputs {y.shape} and targets {t.shape} differ in shape")
    return 0.5 * np.sum((y - t) ** 2)
    ### END SOLUTION
