import numpy as np


def gru_cell_forward(
    x: np.ndarray, c_prev: np.ndarray, params: dict[str, np.ndarray]
) -> np.ndarray:
    """Take one step of a gated recurrent unit.

    Two gates between 0 and 1 decide what becomes of the memory ``c_prev``. The update gate ``u``
    says how much of each entry is replaced, the reset gate ``r`` how much of the old memory the
    candidate ``c_tilde`` may see:

        u = sigmoid(x @ Wu + c_prev @ Uu + bu)
        r = sigmoid(x @ Wr + c_prev @ Ur + br)
        c_tilde = tanh(x @ Wc + (r * c_prev) @ Uc + bc)
        c = u * c_tilde + (1 - u) * c_prev

    ``*`` is elementwise and ``@`` the matrix product: the reset gate acts before the product with
    ``Uc``. With ``u = 0`` the memory is kept, with ``u = 1`` it is replaced (in PyTorch's GRU it is
    the other way round).

    Args:
        x: ``(N, D)`` floats, this step's input, one example a row.
        c_prev: ``(N, H)`` floats, the memory before the step.
        params: A dict of ``Wu Wr Wc``, each ``(D, H)``, ``Uu Ur Uc``, each ``(H, H)``, and
            ``bu br bc``, each ``(H,)``, for the update gate, the reset gate and the candidate.

    Returns:
        ``c``, the memory after the step: ``(N, H)`` in the dtype of ``x``, between ``c_tilde`` and
        ``c_prev``. Accurate to rounding errors of 1, and finite however large the sums inside the
        gates get: a gate at -1000 is 0 and one at 1000 is 1.

    Raises:
        ValueError: ``x`` and ``c_prev`` differ in N, also when one of them has a single row: it is
            not to be used for all examples.

    Example:
        >>> zero, one = np.array([[0.0]]), np.array([[1.0]])
        >>> params = {"Wu": zero, "Uu": zero, "bu": np.array([0.0]),  # u = sigmoid(0) = 0.5
        ...           "Wr": zero, "Ur": zero, "br": np.array([0.0]),  # r = 0.5 too
        ...           "Wc": zero, "Uc": one, "bc": np.array([-4.0])}  # tanh(0.5 * 8 - 4) = 0
        >>> gru_cell_forward(np.array([[3.0]]), np.array([[8.0]]), params).tolist()
        [[4.0]]

    Source:
        Chung, Gulcehre, Cho and Bengio, *Empirical Evaluation of Gated Recurrent Neural Networks on
        Sequence Modeling* (2014), section 3.2.
    """
    # YOUR CODE HERE
    raise NotImplementedError()
