import numpy as np


def elu(x: np.ndarray, alpha: float = 1.0) -> np.ndarray:
    """Keep the positive numbers and bend the others smoothly towards a floor at -alpha.

    Each entry becomes ``x`` where ``x > 0`` and ``alpha * (exp(x) - 1)`` where ``x <= 0``.

    Args:
        x: Floats of any shape and any size; ``inf`` and ``-inf`` too.
        alpha: How deep the floor lies, a number above 0.

    Returns:
        The shape and dtype of ``x``, above or at ``-alpha``: 0 at 0, ``-alpha`` at ``-inf``,
        ``inf`` at ``inf``. Each answer is right up to rounding errors of itself, also just below
        0, where ``exp(x) - 1`` takes 1 from nearly 1: ``elu(-1e-10)`` is -1e-10 and not
        -1.00000008e-10. (``np.expm1`` computes ``exp(x) - 1`` without that loss.)

    Example:
        >>> elu(np.array([-np.log(2.0), 0.0, 3.0])).round(2).tolist()
        [-0.5, 0.0, 3.0]
        >>> elu(np.array([-np.log(2.0), 3.0]), alpha=2.0).round(2).tolist()
        [-1.0, 3.0]

    Source:
        Clevert, Unterthiner and Hochreiter, *Fast and Accurate Deep Network Learning by
        Exponential Linear Units* (2016), section 3.
    """
    ### BEGIN SOLUTION
    # One of the two parts is always 0, and no exponent is above 0: nothing overflows.
    return np.maximum(x, 0.0) + alpha * np.expm1(np.minimum(x, 0.0))
    ### END SOLUTION
