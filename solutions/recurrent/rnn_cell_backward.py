import numpy as np


def rnn_cell_backward(
    dh: np.ndarray,
    x: np.ndarray,
    h_prev: np.ndarray,
    Wx: np.ndarray,
    Wh: np.ndarray,
    b: np.ndarray,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Carry a gradient back through one step of a recurrent network.

    The forward pass was ``z = x @ Wx + h_prev @ Wh + b`` and ``h = tanh(z)``, with the same weights
    for every row, and some scalar loss L was computed from ``h``. Given ``dh``, the derivative of L
    with respect to every entry of ``h``, the gradient first passes tanh, whose slope is
    ``1 - h**2``, and then reaches everything that the sum was made of:

        dz = dh * (1 - h**2)
        dx = dz @ Wx.T          dh_prev = dz @ Wh.T
        dWx = x.T @ dz          dWh = h_prev.T @ dz          db = sum of the rows of dz

    Nothing is divided by N: if the loss is a mean over the examples, then ``dh`` already says so.

    Args:
        dh: ``(N, H)`` floats, dL/dh.
        x: ``(N, D)`` floats, the step's input.
        h_prev: ``(N, H)`` floats, the hidden state before the step.
        Wx: ``(D, H)`` floats.
        Wh: ``(H, H)`` floats, from the old state (rows) to the new one (columns).
        b: ``(H,)`` floats.

    Returns:
        The tuple ``(dx, dh_prev, dWx, dWh, db)``, each with the shape of its argument and the dtype
        of ``x``. Accurate to rounding errors of the products that they are sums of: where tanh is
        saturated, ``1 - h * h`` may be 0.

    Raises:
        ValueError: ``dh``, ``x`` and ``h_prev`` differ in N, also when one of them has a single
            row: it is not to be used for all examples.

    Example:
        >>> one = np.array([[1.0]])
        >>> gradients = rnn_cell_backward(  # z = 2 * 1 + 1 * (-2) + 0 = 0, so that h = 0
        ...     np.array([[10.0]]), 2.0 * one, one, one, -2.0 * one, np.array([0.0])
        ... )
        >>> [g.tolist() for g in gradients]
        [[[10.0]], [[-20.0]], [[20.0]], [[10.0]], [10.0]]

    Source:
        Goodfellow, Bengio and Courville, *Deep Learning* (2016), section 10.2.2.
    """
    ### BEGIN SOLUTION
    if not dh.shape[0] == x.shape[0] == h_prev.shape[0]:
        raise ValueError(f"dh, x and h_prev have {len(dh)}, {len(x)} and {len(h_prev)} rows")
    h = np.tanh(x @ Wx + h_prev @ Wh + b)  # (N, H)
    dz = dh * (1.0 - h * h)  # (N, H)
    return dz @ Wx.T, dz @ Wh.T, x.T @ dz, h_prev.T @ dz, dz.sum(axis=0)
    ### END SOLUTION
