import numpy as np


def lstm_cell_backward(
    dh: np.ndarray,
    dc: np.ndarray,
    x: np.ndarray,
    h_prev: np.ndarray,
    c_prev: np.ndarray,
    params: dict[str, np.ndarray],
) -> tuple[np.ndarray, np.ndarray, np.ndarray, dict[str, np.ndarray]]:
    """Carry gradients back through one step of a long short-term memory.

    The forward pass was

        f = sigmoid(x @ Wf + h_prev @ Uf + bf)
        i = sigmoid(x @ Wi + h_prev @ Ui + bi)
        o = sigmoid(x @ Wo + h_prev @ Uo + bo)
        g = tanh(x @ Wg + h_prev @ Ug + bg)
        c = f * c_prev + i * g
        h = o * tanh(c)

    and some scalar loss L was computed from both states. ``dh`` says how much ``h`` matters to L,
    and ``dc`` how much ``c`` matters on all other ways than through this step's ``h``: through the
    following steps. So the memory's whole gradient has two parts,

        d = dc + dh * o * (1 - tanh(c)**2)

    and the gradients of the four sums inside are

        dz_f = d * c_prev * f * (1 - f)         dz_i = d * g * i * (1 - i)
        dz_o = dh * tanh(c) * o * (1 - o)       dz_g = d * i * (1 - g**2)

    Each sum hands its gradient on to input, hidden state, weights and bias as an affine layer does;
    ``dx`` and ``dh_prev`` add up what the four give them, and ``dc_prev = d * f``. Nothing is
    divided by N.

    Args:
        dh: ``(N, H)`` floats, dL/dh.
        dc: ``(N, H)`` floats, dL/dc without the way through ``h``.
        x: ``(N, D)`` floats, the step's input.
        h_prev: ``(N, H)`` floats, the hidden state before the step.
        c_prev: ``(N, H)`` floats, the memory before the step.
        params: A dict of ``Wf Wi Wo Wg``, each ``(D, H)``, ``Uf Ui Uo Ug``, each ``(H, H)``, and
            ``bf bi bo bg``, each ``(H,)``.

    Returns:
        The tuple ``(dx, dh_prev, dc_prev, grads)``: arrays of the shapes of ``x``, ``h_prev`` and
        ``c_prev``, and a dict with the twelve keys of ``params`` and arrays of the same shapes, all
        in the dtype of ``x``. Accurate to rounding errors of the products that they are sums of:
        where a gate or tanh is saturated, its slope may be 0.

    Raises:
        ValueError: ``dh``, ``dc``, ``x``, ``h_prev`` and ``c_prev`` differ in N, also when one of
            them has a single row: it is not to be used for all examples.

    Example:
        >>> zero, one = np.array([[0.0]]), np.array([[1.0]])
        >>> params = {f"{kind}{gate}": zero for gate in "fiog" for kind in "WU"}
        >>> params |= {f"b{gate}": np.array([0.0]) for gate in "fiog"}  # all gates 0.5, g = 0
        >>> params["Wg"] = 3.0 * one
        >>> dx, dh_prev, dc_prev, grads = lstm_cell_backward(
        ...     4.0 * one, 8.0 * one, zero, one, zero, params
        ... )  # c = 0, so that d = 8 + 4 * 0.5 = 10 and dz_g = 10 * 0.5 = 5
        >>> dx.tolist(), dh_prev.tolist(), dc_prev.tolist()
        ([[15.0]], [[0.0]], [[5.0]])
        >>> grads["Ug"].tolist(), grads["bg"].tolist()
        ([[5.0]], [5.0])

    Source:
        Gers, Schmidhuber and Cummins, *Learning to Forget* (2000); Goodfellow, Bengio and
        Courville, *Deep Learning* (2016), sections 6.5 and 10.10.1.
    """
    ### BEGIN SOLUTION
    # An h_prev with another number of rows fits no product with the gradients below.
    if not dh.shape[0] == dc.shape[0] == x.shape[0] == c_prev.shape[0]:
        raise ValueError("dh, dc, x, h_prev and c_prev must have the same number of rows")

    def sums(name: str) -> np.ndarray:
        return x @ params[f"W{name}"] + h_prev @ params[f"U{name}"] + params[f"b{name}"]

    # sigmoid(z) = (1 + tanh(z / 2)) / 2, with nothing that could overflow
    f, i, o = (0.5 * (1.0 + np.tanh(0.5 * sums(name))) for name in "fio")  # (N, H) each
    g = np.tanh(sums("g"))
    shown = np.tanh(f * c_prev + i * g)

    d = dc + dh * o * (1.0 - shown * shown)  # on both ways to the memory
    dz = {
        "f": d * c_prev * f * (1.0 - f),
        "i": d * g * i * (1.0 - i),
        "o": dh * shown * o * (1.0 - o),
        "g": d * i * (1.0 - g * g),
    }
    dx, dh_prev = np.zeros_like(x), np.zeros_like(d)
    grads = {}
    for name in dz:
        dx += dz[name] @ params[f"W{name}"].T
        dh_prev += dz[name] @ params[f"U{name}"].T
        grads[f"W{name}"] = x.T @ dz[name]
        grads[f"U{name}"] = h_prev.T @ dz[name]
        grads[f"b{name}"] = dz[name].sum(axis=0)
    return dx, dh_prev, d * f, grads
    ### END SOLUTION
