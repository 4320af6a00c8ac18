from collections.abc import Callable

import numpy as np


def numerical_gradient(
    f: Callable[[np.ndarray], float], x: np.ndarray, h: float = 1e-4
) -> np.ndarray:
    """Measure the gradient of a function by central differences.

    Each entry of ``x`` in turn is moved up and down by ``h`` while all others stay as they are:

        gradient[i] = (f(x with x[i] + h) - f(x with x[i] - h)) / (2 * h)

    This formula with this ``h`` is what is asked for, not the exact derivative, from which it
    differs by about ``h**2``. All arithmetic is done in float64: float32 would round ``x + 1e-4``
    too roughly, and an integer cannot be moved by 1e-4 at all.

    Args:
        f: A function of one array of the shape of ``x`` that returns a single number. It expects
            float64 and does not change its argument.
        x: Where to measure: floats or integers of any shape, also 0-d, and in any memory layout. It
            may be read-only and must not be changed, so work on a copy.
        h: How far to move, a float above 0.

    Returns:
        The shape of ``x``: float64 for float64 or integer ``x``, float32 (rounded at the very end)
        for float32 ``x``.

    Example:
        >>> def f(x):
        ...     return np.sum(x**2)
        >>> numerical_gradient(f, np.array([3.0, 4.0])).round(6).tolist()
        [6.0, 8.0]
        >>> numerical_gradient(f, np.array([[3, 4]])).round(6).tolist()
        [[6.0, 8.0]]

    Source:
        Saito, *Deep Learning from Scratch* (2016), sections 4.3 and 4.4.
    """
    # YOUR CODE HERE
    raise NotImplementedError()
