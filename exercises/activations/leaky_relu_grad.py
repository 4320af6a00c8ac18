import numpy as np


def leaky_relu_grad(x: np.ndarray, alpha: float = 0.01) -> np.ndarray:
    """Give the slope of leaky ReLU at every number.

    Leaky ReLU is ``x`` where ``x > 0`` and ``alpha * x`` where ``x <= 0``; its derivative is 1
    where ``x > 0`` and ``alpha`` where ``x <= 0``. At the kink, 0, the answer is ``alpha``.

    Args:
        x: Floats of any shape and any size: what goes into leaky ReLU.
        alpha: The slope on the negative side, a number from 0 to 1.

    Returns:
        The shape and dtype of ``x`` (float32 for float32), every entry 1 or ``alpha``.

    Example:
        >>> leaky_relu_grad(np.array([-2.0, 0.0, 3.0])).tolist()
        [0.01, 0.01, 1.0]
        >>> leaky_relu_grad(np.array([-2.0, 3.0]), alpha=0.5).tolist()
        [0.5, 1.0]

    Source:
        Maas, Hannun and Ng, *Rectifier Nonlinearities Improve Neural Network Acoustic Models*
        (2013).
    """
    # YOUR CODE HERE
    raise NotImplementedError()
