import numpy as np


def torch_gru_cell(
    x: np.ndarray,
    h_prev: np.ndarray,
    weight_ih: np.ndarray,
    weight_hh: np.ndarray,
    bias_ih: np.ndarray,
    bias_hh: np.ndarray,
) -> np.ndarray:
    """Take one step of a GRU exactly as ``torch.nn.GRUCell`` does, from its own weights.

    PyTorch stacks the weights of three parts into one array, the rows ``0 .. H-1`` for the reset
    gate ``r``, ``H .. 2H-1`` for the update gate ``z``, ``2H .. 3H-1`` for the candidate ``n``, and
    multiplies by the *transposed* weights. With ``W`` for the three parts of ``weight_ih``, ``U``
    for those of ``weight_hh``, ``b`` for those of ``bias_ih`` and ``d`` for those of ``bias_hh``:

        r = sigmoid(x @ W_r.T + b_r + h_prev @ U_r.T + d_r)
        z = sigmoid(x @ W_z.T + b_z + h_prev @ U_z.T + d_z)
        n = tanh(x @ W_n.T + b_n + r * (h_prev @ U_n.T + d_n))
        h = (1 - z) * n + z * h_prev

    Three things differ from the GRU of the papers: the reset gate multiplies *after* the matrix
    product, it multiplies the bias ``d_n`` too, and it is ``z`` that multiplies the past.

    Args:
        x: ``(N, D)`` floats, this step's input, one example a row.
        h_prev: ``(N, H)`` floats, the hidden state before the step.
        weight_ih: ``(3H, D)`` floats, for the input, stacked r, z, n.
        weight_hh: ``(3H, H)`` floats, for the hidden state, stacked r, z, n.
        bias_ih: ``(3H,)`` floats, added on the side of the input, stacked r, z, n.
        bias_hh: ``(3H,)`` floats, added on the side of the hidden state, stacked r, z, n.

    Returns:
        ``h``, the hidden state after the step: ``(N, H)`` in the dtype of ``x``. Accurate to
        rounding errors of 1, and finite however large the sums inside the gates get.

    Raises:
        ValueError: ``x`` and ``h_prev`` differ in N, also when one of them has a single row: it is
            not to be used for all examples.

    Example:
        >>> x, h_prev = np.array([[5.0]]), np.array([[6.0]])
        >>> weight_ih = np.zeros((3, 1))
        >>> weight_hh = np.array([[0.0], [0.0], [1.0]])
        >>> bias_ih = np.array([0.0, 0.0, -4.0])
        >>> bias_hh = np.array([0.0, 0.0, 2.0])
        >>> # r = z = sigmoid(0) = 0.5 and n = tanh(-4 + 0.5 * (6 + 2)) = 0, so h = 0.5 * 6
        >>> torch_gru_cell(x, h_prev, weight_ih, weight_hh, bias_ih, bias_hh).tolist()
        [[3.0]]

    Source:
        The PyTorch documentation of ``torch.nn.GRUCell``; Cho et al., *Learning Phrase
        Representations using RNN Encoder-Decoder for Statistical Machine Translation* (2014),
        section 2.3.
    """
    ### BEGIN SOLUTION
    if x.shape[0] != h_prev.shape[0]:
        raise ValueError(f"x has {x.shape[0]} rows, h_prev has {h_prev.shape[0]}")

    def sigmoid(a: np.ndarray) -> np.ndarray:
        return 0.5 * (1.0 + np.tanh(0.5 * a))  # nothing here could overflow

    from_x = x @ weight_ih.T + bias_ih  # (N, 3H)
    from_h = h_prev @ weight_hh.T + bias_hh  # (N, 3H)
    x_r, x_z, x_n = np.hsplit(from_x, 3)  # (N, H) each
    h_r, h_z, h_n = np.hsplit(from_h, 3)
    r = sigmoid(x_r + h_r)
    z = sigmoid(x_z + h_z)
    n = np.tanh(x_n + r * h_n)
    return (1.0 - z) * n + z * h_prev
    ### END SOLUTION
