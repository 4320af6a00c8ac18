import numpy as np


def deep_rnn_forward(
    x: np.ndarray, h0s: list[np.ndarray], layers: list[dict[str, np.ndarray]]
) -> np.ndarray:
    """Run a stack of recurrent layers over whole sequences.

    The first layer reads the sequence ``x``. Each further layer reads, step by step, the hidden
    states of the layer below it. Within layer l, with its own parameters and its own first state
    ``h0s[l]``, and with ``a_t`` for what it reads at step t,

        h_t = tanh(a_t @ Wx + h_(t-1) @ Wh + b)    for t = 1, ..., T, with h_0 = h0s[l]

    A layer's state thus depends on the layer below at the same step and on itself at the step
    before. The layers may differ in size.

    Args:
        x: ``(N, T, D)`` floats, N sequences of T steps (at least 1) with D features each.
        h0s: A list of L arrays, at least 1: the first states of the layers, ``(N, H_l)`` each,
            lowest layer first.
        layers: A list of L dicts, lowest layer first, each with ``Wx`` ``(H_below, H_l)`` (``D``
            rows in the lowest), ``Wh`` ``(H_l, H_l)`` and ``b`` ``(H_l,)``.

    Returns:
        The hidden states of the top layer after every step, ``(N, T, H_L)`` in the dtype of ``x``.
        Accurate to rounding errors of 1.

    Raises:
        ValueError: ``h0s`` and ``layers`` differ in length, or one of the first states has another
            N than ``x``, also when one of the two is 1.

    Example:
        >>> x = np.array([[[1.0], [0.0]]])
        >>> layer = {"Wx": np.array([[1.0]]), "Wh": np.array([[0.0]]), "b": np.array([0.0])}
        >>> zero = np.array([[0.0]])
        >>> deep_rnn_forward(x, [zero, zero], [layer, layer]).round(3).tolist()  # tanh(tanh(1))
        [[[0.642], [0.0]]]

    Source:
        Graves, Mohamed and Hinton, *Speech Recognition with Deep Recurrent Neural Networks* (2013),
        section 2; Goodfellow, Bengio and Courville, *Deep Learning* (2016), section 10.5.
    """
    # YOUR CODE HERE
    raise NotImplementedError()
