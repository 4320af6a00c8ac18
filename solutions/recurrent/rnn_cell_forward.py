import numpy as np


def rnn_cell_forward(
    x: np.ndarray, h_prev: np.ndarray, Wx: np.ndarray, Wh: np.ndarray, b: np.ndarray
) -> np.ndarray:
    """Take one step of a recurrent network.

    The new hidden state mixes this step's input with the old state and squashes the sum into
    ``[-1, 1]``:

        h = tanh(x @ Wx + h_prev @ Wh + b)

    The same weights serve at every step of a sequence, whatever its length.

    Args:
        x: ``(N, D)`` floats, this step's input, one example a row.
        h_prev: ``(N, H)`` floats, the hidden state before the step.
        Wx: ``(D, H)`` floats, weights from the input to the state.
        Wh: ``(H, H)`` floats, weights from the old state (rows) to the new one (columns).
        b: ``(H,)`` floats, the bias.

    Returns:
        ``h``, the hidden state after the step: ``(N, H)`` in the dtype of ``x``. Accurate to
        rounding errors of 1.

    Raises:
        ValueError: ``x`` and ``h_prev`` differ in N, also when one of them has a single row: it is
            not to be used for all examples.

    Example:
        >>> h = rnn_cell_forward(
        ...     np.array([[2.0]]), np.array([[0.5]]),
        ...     np.array([[3.0]]), np.array([[-10.0]]), np.array([-1.0]),
        ... )
        >>> h.tolist()  # tanh(2 * 3 - 0.5 * 10 - 1) = tanh(0)
        [[0.0]]

    Source:
        Elman, *Finding Structure in Time* (1990); Goodfellow, Bengio and Courville, *Deep Learning*
        (2016), section 10.2, equations 10.8 and 10.9.
    """
    ### BEGIN SOLUTION
    if x.shape[0] != h_prev.shape[0]:
        raise ValueError(f"x has {x.shape[0]} rows, h_prev has {h_prev.shape[0]}")
    return np.tanh(x @ Wx + h_prev @ Wh + b)  # (N, H)
    ### END SOLUTION
