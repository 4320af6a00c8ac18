import numpy as np


def dropout_backward(dout: np.ndarray, mask: np.ndarray, p: float) -> np.ndarray:
    """Send a gradient back through a dropout layer that was training.

    The forward pass of inverted dropout kept the entries where ``mask`` is True, as
    ``out = x / (1 - p)``, and set the others to 0. So the gradient with respect to ``x`` is
    ``dout / (1 - p)`` where ``mask`` is True, and 0 where it is False: what was dropped had no
    influence on the loss.

    Args:
        dout: Floats of any shape, the gradient of the loss with respect to the layer's output.
        mask: Booleans in the shape of ``dout``, True where the forward pass kept the entry.
        p: The probability with which entries were dropped (not: kept), from 0 to 1. For ``p = 1``
            the mask is False everywhere.

    Returns:
        The gradient with respect to ``x``, in the shape and dtype of ``dout``. All zeros for
        ``p = 1``, never nan. Each entry right up to rounding errors of itself.

    Raises:
        ValueError: ``mask`` has another shape than ``dout``.

    Example:
        >>> dropout_backward(np.array([1.0, 2.0, 3.0]), np.array([True, False, True]), 0.5).tolist()
        [2.0, 0.0, 6.0]

    Source:
        Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov, *Dropout: A Simple Way to
        Prevent Neural Networks from Overfitting* (JMLR 15, 2014), sections 5.1 and 10.
    """
    ### BEGIN SOLUTION
    if mask.shape != dout.shape:
        raise ValueError(f"mask must have the shape of dout, {dout.shape}, not {mask.shape}")
    dx = np.where(mask, dout, 0.0)
    dx[mask] /= 1.0 - p  # for p = 1 nothing was kept, and so nothing is divided by 0
    return dx
    ### END SOLUTION
