import numpy as np


def birnn_forward(
    x: np.ndarray,
    h0_f: np.ndarray,
    h0_b: np.ndarray,
    params_f: dict[str, np.ndarray],
    params_b: dict[str, np.ndarray],
) -> np.ndarray:
    """Run two recurrent networks over sequences, one from each end.

    The forward network reads the steps from the first to the last, the backward network from the
    last to the first. They have parameters and first states of their own and do not see each
    other:

        f_t = tanh(x_t @ Wx + f_(t-1) @ Wh + b)   with params_f, f_0 = h0_f, for t = 1, ..., T
        r_t = tanh(x_t @ Wx + r_(t+1) @ Wh + b)   with params_b, r_(T+1) = h0_b, for t = T, ..., 1

    The answer at step t is ``f_t`` with ``r_t`` beside it: the forward state has seen all inputs up
    to t, the backward state all inputs from t on, so that together they know the whole sequence.

    Args:
        x: ``(N, T, D)`` floats, N sequences of T steps (at least 1) with D features each.
        h0_f: ``(N, H)`` floats, the forward network's state before the first step.
        h0_b: ``(N, H)`` floats, the backward network's state after the last step, with which it
            begins.
        params_f: A dict of ``Wx`` ``(D, H)``, ``Wh`` ``(H, H)`` and ``b`` ``(H,)``.
        params_b: The same for the backward network.

    Returns:
        ``(N, T, 2 * H)`` in the dtype of ``x``: at each step the H numbers of the forward state,
        then the H numbers of the backward state of the *same* step. Accurate to rounding errors
        of 1.

    Raises:
        ValueError: ``x``, ``h0_f`` and ``h0_b`` differ in N, also when one of them is 1: a single
            state is not to be used for all sequences.

    Example:
        >>> x = np.array([[[1.0], [0.0], [0.0]]])  # something happens at the first step only
        >>> zero, one = np.array([[0.0]]), np.array([[1.0]])
        >>> params = {"Wx": one, "Wh": one, "b": np.array([0.0])}
        >>> birnn_forward(x, zero, zero, params, params).round(3).tolist()
        [[[0.762, 0.762], [0.642, 0.0], [0.566, 0.0]]]

    Source:
        Schuster and Paliwal, *Bidirectional Recurrent Neural Networks* (1997); Goodfellow, Bengio
        and Courville, *Deep Learning* (2016), section 10.3.
    """
    # YOUR CODE HERE
    raise NotImplementedError()
