import numpy as np


def flatten(x: np.ndarray) -> np.ndarray:
    """Lay every example out in a single row, as fully connected layers want it.

    The first axis, that of the examples, stays. All other axes become one, in NumPy's usual order:
    the last axis runs fastest. For images pixel ``(i, j)`` of channel c thus becomes entry
    ``(c * H + i) * W + j`` of its example's row, whatever the order in memory.

    Args:
        x: ``(N, ...)`` floats with at least two axes, such as ``(N, C, H, W)``. N may be 0; the
            other sizes are at least 1.

    Returns:
        ``(N, rest)`` in the dtype of ``x``, where ``rest`` is the product of all sizes but the
        first, also when N is 0.

    Example:
        >>> flatten(np.array([[[1.0, 2.0], [3.0, 4.0]], [[5.0, 6.0], [7.0, 8.0]]])).tolist()
        [[1.0, 2.0, 3.0, 4.0], [5.0, 6.0, 7.0, 8.0]]
        >>> flatten(np.zeros((0, 3, 2))).shape
        (0, 6)

    Source:
        LeCun, Bottou, Bengio and Haffner, *Gradient-Based Learning Applied to Document Recognition*
        (1998), section II.B.
    """
    # YOUR CODE HERE
    raise NotImplementedError()
