import numpy as np


def lstm_cell_forward(
    x: np.ndarray, h_prev: np.ndarray, c_prev: np.ndarray, params: dict[str, np.ndarray]
) -> tuple[np.ndarray, np.ndarray]:
    """Take one step of a long short-term memory.

    The cell keeps two states: the memory ``c``, which is only ever scaled and added to, and the
    hidden state ``h``, which the rest of the network sees. Three gates between 0 and 1 decide what
    is forgotten (f), what comes in (i) and what is shown (o); g is the candidate for the memory:

        f = sigmoid(x @ Wf + h_prev @ Uf + bf)
        i = sigmoid(x @ Wi + h_prev @ Ui + bi)
        o = sigmoid(x @ Wo + h_prev @ Uo + bo)
        g = tanh(x @ Wg + h_prev @ Ug + bg)
        c = f * c_prev + i * g
        h = o * tanh(c)

    ``*`` is elementwise and ``@`` the matrix product. The gates look at the input and the old
    hidden state, not at the memory.

    Args:
        x: ``(N, D)`` floats, this step's input, one example a row.
        h_prev: ``(N, H)`` floats, the hidden state before the step.
        c_prev: ``(N, H)`` floats, the memory before the step.
        params: A dict of ``Wf Wi Wo Wg``, each ``(D, H)``, ``Uf Ui Uo Ug``, each ``(H, H)``, and
            ``bf bi bo bg``, each ``(H,)``.

    Returns:
        The tuple ``(h, c)`` of the states after the step, each ``(N, H)`` in the dtype of ``x``.
        Accurate to rounding errors of 1 and of the memory, and finite however large the sums
        inside the gates get: a gate at -1000 is 0 and one at 1000 is 1.

    Raises:
        ValueError: ``x``, ``h_prev`` and ``c_prev`` differ in N, also when one of them has a single
            row: it is not to be used for all examples.

    Example:
        >>> zero = np.array([[0.0]])
        >>> params = {f"{kind}{gate}": zero for gate in "fiog" for kind in "WU"}
        >>> params |= {f"b{gate}": np.array([0.0]) for gate in "fiog"}  # all gates 0.5, g = 0
        >>> h, c = lstm_cell_forward(zero, zero, np.array([[4.0]]), params)
        >>> h.round(3).tolist(), c.tolist()  # 0.5 * tanh(2), 0.5 * 4
        ([[0.482]], [[2.0]])

    Source:
        Hochreiter and Schmidhuber, *Long Short-Term Memory* (1997); Gers, Schmidhuber and Cummins,
        *Learning to Forget* (2000); Goodfellow, Bengio and Courville, *Deep Learning* (2016),
        section 10.10.1.
    """
    ### BEGIN SOLUTION
    if not x.shape[0] == h_prev.shape[0] == c_prev.shape[0]:
        raise ValueError(f"x, h_prev, c_prev have {len(x)}, {len(h_prev)}, {len(c_prev)} rows")

    def sums(name: str) -> np.ndarray:
        return x @ params[f"W{name}"] + h_prev @ params[f"U{name}"] + params[f"b{name}"]

    # sigmoid(z) = (1 + tanh(z / 2)) / 2, with nothing that could overflow
    f, i, o = (0.5 * (1.0 + np.tanh(0.5 * sums(name))) for name in "fio")  # (N, H) each
    c = f * c_prev + i * np.tanh(sums("g"))
    return o * np.tanh(c), c
    ### END SOLUTION
