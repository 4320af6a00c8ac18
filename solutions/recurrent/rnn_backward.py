import numpy as np


def rnn_backward(
    dhs: np.ndarray,
    x: np.ndarray,
    h0: np.ndarray,
    Wx: np.ndarray,
    Wh: np.ndarray,
    b: np.ndarray,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Carry gradients back through a recurrent network and through time.

    The forward pass was ``h_t = tanh(x_t @ Wx + h_(t-1) @ Wh + b)`` for t = 1, ..., T with
    ``h_0 = h0``, and some scalar loss L was computed from all the states. ``dhs`` says how much
    each state matters to L *directly*. A state also matters through all the states after it, so
    that the way back begins at the last step. With ``carry = 0`` before it, for t = T, ..., 1:

        dz_t = (dhs_t + carry) * (1 - h_t**2)
        dx_t = dz_t @ Wx.T
        carry = dz_t @ Wh.T

    What is carried out of the first step is ``dh0``. The weights served at every step and add up
    what each step gives them:

        dWx = sum over t of x_t.T @ dz_t
        dWh = sum over t of h_(t-1).T @ dz_t
        db  = sum over t, and over the examples, of dz_t

    Nothing is divided by N or T: if the loss is a mean, then ``dhs`` already says so.

    Args:
        dhs: ``(N, T, H)`` floats, the direct derivative of L with respect to every hidden state.
        x: ``(N, T, D)`` floats, N sequences of T steps (at least 1).
        h0: ``(N, H)`` floats, the hidden state before the first step.
        Wx: ``(D, H)`` floats.
        Wh: ``(H, H)`` floats, from the old state (rows) to the new one (columns).
        b: ``(H,)`` floats.

    Returns:
        The tuple ``(dx, dh0, dWx, dWh, db)``, each with the shape of its argument and the dtype of
        ``x``. Accurate to rounding errors of the products that they are sums of: where tanh is
        saturated, ``1 - h * h`` may be 0.

    Raises:
        ValueError: ``dhs``, ``x`` and ``h0`` differ in N, or ``dhs`` and ``x`` differ in T, also
            when one of them is 1.

    Example:
        >>> one = np.array([[1.0]])
        >>> gradients = rnn_backward(  # all states are tanh(0) = 0, where the slope is 1
        ...     np.array([[[5.0], [7.0]]]), np.zeros((1, 2, 1)), 0.0 * one,
        ...     2.0 * one, 3.0 * one, np.array([0.0]),
        ... )
        >>> [g.tolist() for g in gradients]  # dz_2 = 7, dz_1 = 5 + 7 * 3 = 26
        [[[[52.0], [14.0]]], [[78.0]], [[0.0]], [[0.0]], [33.0]]

    Source:
        Werbos, *Backpropagation Through Time* (1990); Goodfellow, Bengio and Courville, *Deep
        Learning* (2016), section 10.2.2.
    """
    ### BEGIN SOLUTION
    # A first state for another number of sequences fits no product with the gradients below.
    if dhs.shape[:2] != x.shape[:2]:
        raise ValueError(f"dhs {dhs.shape} and x {x.shape} differ in N or T")
    steps = x.shape[1]
    states = [h0]
    for t in range(steps):
        states.append(np.tanh(x[:, t] @ Wx + states[t] @ Wh + b))  # (N, H)
    carry = 0.0  # nothing comes after the last step
    dx = np.empty_like(x)
    dWx, dWh, db = np.zeros_like(Wx), np.zeros_like(Wh), np.zeros_like(b)
    for t in reversed(range(steps)):
        h = states[t + 1]
        dz = (dhs[:, t] + carry) * (1.0 - h * h)  # (N, H)
        dx[:, t] = dz @ Wx.T
        carry = dz @ Wh.T
        dWx += x[:, t].T @ dz
        dWh += states[t].T @ dz
        db += dz.sum(axis=0)
    return dx, carry, dWx, dWh, db
    ### END SOLUTION
