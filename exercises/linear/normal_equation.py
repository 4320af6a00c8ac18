import numpy as np


def normal_equation(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, float]:
    """Fit a linear model in one go: least squares in closed form.

    Of all ``w`` and ``b``, find those whose predictions ``x @ w + b`` have the smallest sum of
    squared errors. With the matrix A, which is ``x`` with a column of ones appended, and theta,
    which is ``w`` with ``b`` appended, they solve the normal equation

        A.T @ A @ theta = A.T @ y

    Where columns of A are collinear (or there are fewer examples than columns), ``A.T @ A`` has no
    inverse and many answers fit equally well. Asked for is the one of least norm: the smallest
    ``w_1**2 + ... + w_D**2 + b**2``, in which ``b`` counts like a weight. It is
    ``theta = pinv(A) @ y``, with the pseudo-inverse of A.

    Args:
        x: ``(N, D)`` floats, one example a row, N at least 1. Columns of A are either collinear
            (up to rounding) or clearly not, nothing in between, and of comparable sizes or zero.
        y: ``(N,)`` floats, the numbers to be predicted.

    Returns:
        The tuple ``(w, b)``: ``w`` is ``(D,)`` in the dtype of ``x``, and ``b`` a single number.

    Raises:
        ValueError: ``y`` is not a flat array of N numbers.

    Example:
        >>> w, b = normal_equation(np.array([[0.0], [1.0], [2.0]]), np.array([1.0, 3.0, 5.0]))
        >>> w.round(6).tolist(), round(float(b), 6)
        ([2.0], 1.0)
        >>> w, b = normal_equation(np.array([[2.0]]), np.array([5.0]))  # of all lines through it
        >>> w.round(6).tolist(), round(float(b), 6)
        ([2.0], 1.0)

    Source:
        Bishop, *Pattern Recognition and Machine Learning* (2006), section 3.1.1; Goodfellow, Bengio
        and Courville, *Deep Learning* (2016), sections 2.9 and 5.1.4.
    """
    # YOUR CODE HERE
    raise NotImplementedError()
