import numpy as np


def mse_sigmoid_delta(z: np.ndarray, t: np.ndarray) -> np.ndarray:
    """Differentiate the squared error of a sigmoid unit by its weighted input.

    The unit answers ``a = sigmoid(z) = 1 / (1 + exp(-z))`` and costs ``0.5 * (a - t)**2``. Return
    the derivative of this cost with respect to ``z`` (not ``a``), for every entry by itself. By
    the chain rule it holds the slope of sigmoid, ``a * (1 - a)``, which is almost 0 where the unit
    is saturated: such a unit learns slowly even when it is quite wrong.

    Args:
        z: Weighted inputs of any size (-1000 too), floats in any shape.
        t: Targets in ``[0, 1]``, in the shape and dtype of ``z``.

    Returns:
        The shape and dtype of ``z``; no larger than 0.15 either way. Right up to a rounding error
        of 1, so that values below 1e-16 may come out as 0; never nan.

    Raises:
        ValueError: ``z`` and ``t`` differ in shape (nothing is broadcast).

    Example:
        >>> mse_sigmoid_delta(np.array([0.0, 0.0]), np.array([0.0, 1.0])).tolist()
        [0.125, -0.125]
        >>> mse_sigmoid_delta(np.array([np.log(3.0)]), np.array([0.0])).round(6).tolist()  # 9 / 64
        [0.140625]

    Source:
        Nielsen, *Neural Networks and Deep Learning* (2015), chapter 3, equation 56; Rumelhart,
        Hinton and Williams, *Learning representations by back-propagating errors* (1986).
    """
    # YOUR CODE HERE
    raise NotImplementedError()
