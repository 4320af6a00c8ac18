import numpy as np


def rnn_forward(
    x: np.ndarray, h0: np.ndarray, Wx: np.ndarray, Wh: np.ndarray, b: np.ndarray
) -> np.ndarray:
    """Run a recurrent network over whole sequences and keep every hidden state.

    Starting from ``h0``, the state before the first step, each step reads the next input and
    replaces the state:

        h_t = tanh(x_t @ Wx + h_(t-1) @ Wh + b)    for t = 1, ..., T, with h_0 = h0

    The same weights serve at every step.

    Args:
        x: ``(N, T, D)`` floats, N sequences of T steps (at least 1) with D features each.
        h0: ``(N, H)`` floats, the hidden state before the first step.
        Wx: ``(D, H)`` floats, weights from the input to the state.
        Wh: ``(H, H)`` floats, weights from the old state (rows) to the new one (columns).
        b: ``(H,)`` floats, the bias.

    Returns:
        All hidden states ``h_1, ..., h_T``, without ``h0``: ``(N, T, H)`` in the dtype of ``x``.
        Accurate to rounding errors of 1.

    Raises:
        ValueError: ``x`` and ``h0`` differ in N, also when one of them is 1: a single state is not
            to be used for all sequences.

    Example:
        >>> x = np.array([[[1.0], [0.0], [0.0]]])  # one sequence of three steps
        >>> one = np.array([[1.0]])
        >>> rnn_forward(x, np.array([[0.0]]), one, one, np.array([0.0])).round(3).tolist()
        [[[0.762], [0.642], [0.566]]]

    Source:
        Elman, *Finding Structure in Time* (1990); Goodfellow, Bengio and Courville, *Deep Learning*
        (2016), section 10.2, equations 10.8 and 10.9.
    """
    # YOUR CODE HERE
    raise NotImplementedError()
