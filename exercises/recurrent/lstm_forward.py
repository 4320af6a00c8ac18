import numpy as np


def lstm_forward(
    x: np.ndarray, h0: np.ndarray, c0: np.ndarray, params: dict[str, np.ndarray]
) -> tuple[np.ndarray, np.ndarray]:
    """Run a long short-term memory over whole sequences.

    Starting from ``h = h0`` and ``c = c0``, each step reads the next input ``x_t`` and replaces
    both states, the hidden state ``h`` and the memory ``c``:

        f = sigmoid(x_t @ Wf + h @ Uf + bf)
        i = sigmoid(x_t @ Wi + h @ Ui + bi)
        o = sigmoid(x_t @ Wo + h @ Uo + bo)
        g = tanh(x_t @ Wg + h @ Ug + bg)
        c = f * c + i * g
        h = o * tanh(c)

    ``*`` is elementwise and ``@`` the matrix product; all four sums use the hidden state from
    before the step. The same parameters serve at every step.

    Args:
        x: ``(N, T, D)`` floats, N sequences of T steps (at least 1) with D features each.
        h0: ``(N, H)`` floats, the hidden state before the first step.
        c0: ``(N, H)`` floats, the memory before the first step.
        params: A dict of ``Wf Wi Wo Wg``, each ``(D, H)``, ``Uf Ui Uo Ug``, each ``(H, H)``, and
            ``bf bi bo bg``, each ``(H,)``.

    Returns:
        The tuple ``(hs, c_last)``: the hidden states after every step, ``(N, T, H)``, without
        ``h0``, and the memory after the last step, ``(N, H)``; both in the dtype of ``x``. Accurate
        to rounding errors of 1 and of the memory, and finite however large the sums inside the
        gates get.

    Raises:
        ValueError: ``x``, ``h0`` and ``c0`` differ in N, also when one of them is 1: a single state
            is not to be used for all sequences.

    Example:
        >>> zero = np.array([[0.0]])
        >>> params = {f"{kind}{gate}": zero for gate in "fiog" for kind in "WU"}
        >>> params |= {f"b{gate}": np.array([0.0]) for gate in "fiog"}  # all gates 0.5, g = 0
        >>> hs, c = lstm_forward(np.zeros((1, 2, 1)), zero, np.array([[4.0]]), params)
        >>> hs.round(3).tolist(), c.tolist()  # 0.5 * tanh(2), 0.5 * tanh(1)
        ([[[0.482], [0.381]]], [[1.0]])

    Source:
        Hochreiter and Schmidhuber, *Long Short-Term Memory* (1997); Gers, Schmidhuber and Cummins,
        *Learning to Forget* (2000).
    """
    # YOUR CODE HERE
    raise NotImplementedError()
