import numpy as np


def tanh_grad(x: np.ndarray) -> np.ndarray:
    """Give the slope of tanh at every number.

    With ``a = tanh(x) = (exp(x) - exp(-x)) / (exp(x) + exp(-x))`` the derivative is ``1 - a**2``.

    Args:
        x: Floats of any shape and any size: what goes into tanh, not what comes out of it. 1000
            must not overflow into nan; ``inf`` and ``-inf`` too.

    Returns:
        The shape and dtype of ``x``, in ``[0, 1]``: 1 at 0, and 0 at both infinities. Right up to
        a rounding error of 1, so that ``1 - a**2`` is exact enough and the tiny slope at 20 may
        come out as 0.

    Example:
        >>> tanh_grad(np.array([0.0, np.log(2.0), -np.log(2.0)])).round(2).tolist()
        [1.0, 0.64, 0.64]

    Source:
        Goodfellow, Bengio and Courville, *Deep Learning* (2016), section 6.3.2.
    """
    # YOUR CODE HERE
    raise NotImplementedError()
