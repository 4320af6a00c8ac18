import numpy as np


def leaky_relu(x: np.ndarray, alpha: float = 0.01) -> np.ndarray:
    """Keep the positive numbers and shrink the others, so that a little leaks through.

    Each entry becomes ``x`` where ``x > 0`` and ``alpha * x`` where ``x <= 0``.

    Args:
        x: Floats of any shape and any finite size.
        alpha: The slope on the negative side, a number from 0 to 1.

    Returns:
        The shape and dtype of ``x``, in a new array.

    Example:
        >>> leaky_relu(np.array([-2.0, 0.0, 3.0])).tolist()
        [-0.02, 0.0, 3.0]
        >>> leaky_relu(np.array([-2.0, 3.0]), alpha=0.5).tolist()
        [-1.0, 3.0]

    Source:
        Maas, Hannun and Ng, *Rectifier Nonlinearities Improve Neural Network Acoustic Models*
        (2013).
    """
    ### BEGIN SOLUTION
    return np.where(x > 0, x, alpha * x)
    ### END SOLUTION
