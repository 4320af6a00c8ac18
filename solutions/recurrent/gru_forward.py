import numpy as np


def gru_forward(x: np.ndarray, c0: np.ndarray, params: dict[str, np.ndarray]) -> np.ndarray:
    """Run a gated recurrent unit over whole sequences and keep the memory after every step.

    Starting from ``c = c0``, each step reads the next input ``x_t`` and replaces the memory:

        u = sigmoid(x_t @ Wu + c @ Uu + bu)
        r = sigmoid(x_t @ Wr + c @ Ur + br)
        c_tilde = tanh(x_t @ Wc + (r * c) @ Uc + bc)
        c_t = u * c_tilde + (1 - u) * c

    ``*`` is elementwise and ``@`` the matrix product. The update gate ``u`` says how much of the
    memory is *replaced*, and the reset gate acts before the product with ``Uc`` (PyTorch's GRU does
    both the other way round). The same parameters serve at every step.

    Args:
        x: ``(N, T, D)`` floats, N sequences of T steps (at least 1) with D features each.
        c0: ``(N, H)`` floats, the memory before the first step.
        params: A dict of ``Wu Wr Wc``, each ``(D, H)``, ``Uu Ur Uc``, each ``(H, H)``, and
            ``bu br bc``, each ``(H,)``, for the update gate, the reset gate and the candidate.

    Returns:
        The memories ``c_1, ..., c_T``, without ``c0``: ``(N, T, H)`` in the dtype of ``x``.
        Accurate to rounding errors of 1, and finite however large the sums inside the gates get.

    Raises:
        ValueError: ``x`` and ``c0`` differ in N, also when one of them is 1: a single memory is not
            to be used for all sequences.

    Example:
        >>> zero, one = np.array([[0.0]]), np.array([[1.0]])
        >>> params = {"Wu": zero, "Uu": zero, "bu": np.array([0.0]),  # u = sigmoid(0) = 0.5
        ...           "Wr": zero, "Ur": zero, "br": np.array([0.0]),
        ...           "Wc": zero, "Uc": zero, "bc": np.array([0.0])}  # c_tilde = 0
        >>> gru_forward(np.zeros((1, 3, 1)), np.array([[8.0]]), params).tolist()
        [[[4.0], [2.0], [1.0]]]

    Source:
        Chung, Gulcehre, Cho and Bengio, *Empirical Evaluation of Gated Recurrent Neural Networks on
        Sequence Modeling* (2014), section 3.2.
    """
    ### BEGIN SOLUTION
    if x.shape[0] != c0.shape[0]:
        raise ValueError(f"x has {x.shape[0]} sequences, c0 has {c0.shape[0]} rows")

    def sums(name: str, inputs: np.ndarray, state: np.ndarray) -> np.ndarray:
        return inputs @ params[f"W{name}"] + state @ params[f"U{name}"] + params[f"b{name}"]

    c = c0
    memories = []
    for t in range(x.shape[1]):
        inputs = x[:, t]  # (N, D)
        # sigmoid(z) = (1 + tanh(z / 2)) / 2, with nothing that could overflow
        u = 0.5 * (1.0 + np.tanh(0.5 * sums("u", inputs, c)))
        r = 0.5 * (1.0 + np.tanh(0.5 * sums("r", inputs, c)))
        c = u * np.tanh(sums("c", inputs, r * c)) + (1.0 - u) * c  # (N, H)
        memories.append(c)
    return np.stack(memories, axis=1)  # (N, T, H)
    ### END SOLUTION
