import numpy as np


def bce_sigmoid_delta(z: np.ndarray, t: np.ndarray) -> np.ndarray:
    """Differentiate the binary cross-entropy of a sigmoid unit by its weighted input.

    The unit answers ``a = sigmoid(z) = 1 / (1 + exp(-z))`` and costs
    ``-(t * log(a) + (1 - t) * log(1 - a))``. Return the derivative of this cost with respect to
    ``z`` (not ``a``), for every entry by itself. Work it out on paper first: almost everything
    cancels, the slope of sigmoid too, so that a unit learns the faster the more it is wrong.

    Args:
        z: Weighted inputs of any size (-1000 too), floats in any shape.
        t: Targets in ``[0, 1]``, in the shape and dtype of ``z``.

    Returns:
        The shape and dtype of ``z``, between -1 and 1. Right up to a rounding error of 1, so that
        values below 1e-16 may come out as 0; never nan, also where the unit is saturated.

    Raises:
        ValueError: ``z`` and ``t`` differ in shape (nothing is broadcast).

    Example:
        >>> bce_sigmoid_delta(np.array([0.0, 0.0]), np.array([0.0, 1.0])).tolist()
        [0.5, -0.5]
        >>> bce_sigmoid_delta(np.array([1000.0, -1000.0]), np.array([0.0, 1.0])).tolist()
        [1.0, -1.0]

    Source:
        Nielsen, *Neural Networks and Deep Learning* (2015), chapter 3, equations 57 to 61; Bishop,
        *Pattern Recognition and Machine Learning* (2006), section 5.2.
    """
    ### BEGIN SOLUTION
    if z.shape != t.shape:
        raise ValueError(f"inputs {z.shape} and targets {t.shape} differ in shape")
    with np.errstate(over="ignore"):  # exp(1000) is inf, and 1 / inf is the 0 that is wanted
        return 1 / (1 + np.exp(-z)) - t
    ### END SOLUTION
