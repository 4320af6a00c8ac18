from collections.abc import Callable

import numpy as np


def gradient_descent(
    grad: Callable[[np.ndarray], np.ndarray],
    x0: np.ndarray,
    lr: float,
    steps: int,
    tol: float = 0.0,
) -> np.ndarray:
    """Walk downhill: step after step against the gradient.

    From the point ``x0``, every step moves all entries at once:

        step = lr * grad(x)
        x = x - step

    The walk ends after ``steps`` steps, or earlier: after the first step whose norm is below
    ``tol``. The norm is the root of the sum of all squared entries of ``step``, and that last,
    short step is still taken. A step whose norm equals ``tol`` does not end the walk, so that with
    ``tol=0.0`` it never ends early.

    Args:
        grad: A function that takes a point, an array of the shape of ``x0``, and returns the
            gradient there, in the same shape and dtype. It does not change its argument.
        x0: The point to start from, floats of any shape; it must not be changed.
        lr: The learning rate, above 0.
        steps: The largest number of steps, an int; 0 leaves the point where it is.
        tol: The norm below which a step is the last one.

    Returns:
        The last point: the shape and dtype of ``x0``.

    Example:
        >>> def grad(x):
        ...     return 2 * x  # of x_0**2 + x_1**2
        >>> gradient_descent(grad, np.array([-3.0, 4.0]), lr=0.25, steps=2).tolist()
        [-0.75, 1.0]
        >>> gradient_descent(grad, np.array([-3.0, 4.0]), lr=0.25, steps=100, tol=2.0).tolist()
        [-0.75, 1.0]

    Source:
        Saito, *Deep Learning from Scratch* (2016), section 4.4.1; Goodfellow, Bengio and Courville,
        *Deep Learning* (2016), section 4.3.
    """
    # YOUR CODE HERE
    raise NotImplementedError()
