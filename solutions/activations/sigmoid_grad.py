import numpy as np


def sigmoid_grad(x: np.ndarray) -> np.ndarray:
    """Give the slope of the sigmoid at every number.

    With ``s = 1 / (1 + exp(-x))`` the derivative is ``s * (1 - s)``.

    Args:
        x: Floats of any shape and any size: what goes into the sigmoid, not what comes out of it.
            ``inf`` and ``-inf`` too.

    Returns:
        The shape and dtype of ``x``, in ``[0, 0.25]``: 0.25 at 0, and 0 at both infinities. Right
        up to a rounding error of 1, so that ``s * (1 - s)`` is exact enough and the tiny slope
        at 40 may come out as 0.

    Example:
        >>> sigmoid_grad(np.array([0.0, np.log(3.0), -np.log(3.0)])).round(4).tolist()
        [0.25, 0.1875, 0.1875]

    Source:
        Goodfellow, Bengio and Courville, *Deep Learning* (2016), section 3.10.
    """
    ### BEGIN SOLUTION
    # s * (1 - s) with s = 1 / (1 + e) is e / (1 + e)**2. The slope is the same at x and -x, and
    # exp of a number that is not positive never overflows.
    e = np.exp(-np.abs(x))
    return e / (1.0 + e) ** 2
    ### END SOLUTION
