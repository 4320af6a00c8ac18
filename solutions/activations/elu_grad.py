import numpy as np


def elu_grad(x: np.ndarray, alpha: float = 1.0) -> np.ndarray:
    """Give the slope of ELU at every number.

    ELU is ``x`` where ``x > 0`` and ``alpha * (exp(x) - 1)`` where ``x <= 0``; its derivative is 1
    where ``x > 0`` and ``alpha * exp(x)`` where ``x <= 0``. At 0 itself, where there is a kink
    unless alpha is 1, the answer is ``alpha``.

    Args:
        x: Floats of any shape and any size: what goes into ELU. ``inf`` and ``-inf`` too.
        alpha: How deep the floor of ELU lies, a number above 0.

    Returns:
        The shape and dtype of ``x`` (float32 for float32): 1 at ``inf``, 0 at ``-inf``. Right up
        to a rounding error of 1 (of alpha where that is larger), so that adding alpha to ELU is
        exact enough below 0 and the tiny slope at -40 may come out as 0.

    Example:
        >>> elu_grad(np.array([-np.log(2.0), 0.0, 3.0])).round(2).tolist()
        [0.5, 1.0, 1.0]
        >>> elu_grad(np.array([-np.log(2.0), 0.0, 3.0]), alpha=3.0).round(2).tolist()
        [1.5, 3.0, 1.0]

    Source:
        Clevert, Unterthiner and Hochreiter, *Fast and Accurate Deep Network Learning by
        Exponential Linear Units* (2016), section 3.
    """
    ### BEGIN SOLUTION
    # exp(min(x, 0)) is 1 on the right and never overflows. Of two Python numbers np.where would
    # make float64, whatever x is.
    return np.where(x > 0, 1.0, alpha).astype(x.dtype) * np.exp(np.minimum(x, 0.0))
    ### END SOLUTION
