import numpy as np


def polynomial_features(x: np.ndarray, degree: int) -> np.ndarray:
    """Raise every number to the powers 1, 2, ..., degree.

    Column j of row n is ``x_n ** (j + 1)``. A linear model on these features is a polynomial in
    ``x``: it can draw curves and is still fitted by least squares. There is no column of ones
    (``x ** 0``), since the model's intercept does its work.

    Args:
        x: ``(N,)`` floats. N may be 0.
        degree: The highest power, an int of at least 1.

    Returns:
        ``(N, degree)`` in the dtype of ``x``: first ``x`` itself, last ``x ** degree``. Each entry
        right up to rounding errors of itself, small ones too.

    Example:
        >>> polynomial_features(np.array([2.0, -3.0]), 3).tolist()
        [[2.0, 4.0, 8.0], [-3.0, 9.0, -27.0]]

    Source:
        Bishop, *Pattern Recognition and Machine Learning* (2006), section 1.1.
    """
    ### BEGIN SOLUTION
    return np.column_stack([x**power for power in range(1, degree + 1)])  # (N, degree)
    ### END SOLUTION
