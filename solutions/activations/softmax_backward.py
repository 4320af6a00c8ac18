import numpy as np


def softmax_backward(dout: np.ndarray, y: np.ndarray, axis: int = -1) -> np.ndarray:
    """Carry a gradient back through softmax, from its output alone.

    With ``y = softmax(x)`` along ``axis``, the derivative of ``y_k`` by ``x_j`` is
    ``y_k * (1 - y_k)`` where ``j`` is ``k`` and ``-y_k * y_j`` elsewhere: a score moves all the
    probabilities of its sum. With ``dout`` the gradient of a loss by ``y``, the gradient by ``x``
    is therefore ``dx_j = y_j * (dout_j - sum_k dout_k * y_k)``, the sum running along ``axis``.

    Args:
        dout: Floats in the shape of ``y``, the gradient of the loss by the probabilities.
        y: ``(..., K, ...)`` floats, the output of softmax: in ``[0, 1]``, summing to 1 along
            ``axis``; 0 and 1 may occur.
        axis: The axis of the K classes, from the front (0, 1, ...) or from the back (-1, -2, ...).

    Returns:
        The gradient by the scores ``x``, in the shape and dtype of ``y``; it sums to 0 along
        ``axis``. Right up to rounding errors of 1 and of the largest entries of ``dout``.

    Raises:
        ValueError: ``dout`` does not have the shape of ``y``.

    Example:
        >>> softmax_backward(np.array([1.0, 0.0]), np.array([0.25, 0.75])).tolist()
        [0.1875, -0.1875]

    Source:
        Goodfellow, Bengio and Courville, *Deep Learning* (2016), sections 6.2.2.3 and 6.5.
    """
    ### BEGIN SOLUTION
    if dout.shape != y.shape:
        raise ValueError(f"dout must have the shape of y, {y.shape}, but has {dout.shape}")
    mean = (dout * y).sum(axis=axis, keepdims=True)  # what dout is on average, weighed with y
    return y * (dout - mean)
    ### END SOLUTION
