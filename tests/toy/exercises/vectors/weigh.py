import numpy as np


def weigh(x: np.ndarray, axis: int = -1) -> np.ndarray:
    """Divide non-negative numbers by their sum along one axis.

    Entry ``k`` becomes ``x_k / sum_j x_j``.

    Args:
        x: ``(..., K)`` floats in ``[0, 1e6]``, with a positive sum along ``axis``.
        axis: The axis to sum along.

    Returns:
        The shape and dtype of ``x``; sums to 1 along ``axis``. Relatively accurate.

    Raises:
        ValueError: ``x`` has no entries along ``axis``.

    Example:
        >>> weigh(np.array([1.0, 3.0])).tolist()
        [0.25, 0.75]
    """
    # YOUR CODE HERE
    raise NotImplementedError()
