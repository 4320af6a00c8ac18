import numpy as np


def gru_cell_backward(
    dc: np.ndarray, x: np.ndarray, c_prev: np.ndarray, params: dict[str, np.ndarray]
) -> tuple[np.ndarray, np.ndarray, dict[str, np.ndarray]]:
    """Carry a gradient back through one step of a gated recurrent unit.

    The forward pass, with ``u`` saying how much of the memory is *replaced* and the reset gate
    acting before the product with ``Uc`` (PyTorch's GRU does both the other way round), was

        u = sigmoid(x @ Wu + c_prev @ Uu + bu)
        r = sigmoid(x @ Wr + c_prev @ Ur + br)
        c_tilde = tanh(x @ Wc + (r * c_prev) @ Uc + bc)
        c = u * c_tilde + (1 - u) * c_prev

    and some scalar loss L was computed from ``c``. Given ``dc``, the derivative of L with respect
    to every entry of ``c``, the gradients of the three sums inside are

        dz_c = dc * u * (1 - c_tilde**2)
        dz_u = dc * (c_tilde - c_prev) * u * (1 - u)
        dz_r = (dz_c @ Uc.T) * c_prev * r * (1 - r)

    and each sum hands its gradient on to its input, its weights and its bias as an affine layer
    does. The old memory ``c_prev`` is reached on four ways, which add up: kept directly,
    ``dc * (1 - u)``; through the candidate, ``(dz_c @ Uc.T) * r``; and through each of the two
    gates, ``dz_u @ Uu.T`` and ``dz_r @ Ur.T``. Nothing is divided by N.

    Args:
        dc: ``(N, H)`` floats, dL/dc.
        x: ``(N, D)`` floats, the step's input.
        c_prev: ``(N, H)`` floats, the memory before the step.
        params: A dict of ``Wu Wr Wc``, each ``(D, H)``, ``Uu Ur Uc``, each ``(H, H)``, and
            ``bu br bc``, each ``(H,)``.

    Returns:
        The tuple ``(dx, dc_prev, grads)``: arrays of the shapes of ``x`` and ``c_prev``, and a dict
        with the nine keys of ``params`` and arrays of the same shapes, all in the dtype of ``x``.
        Accurate to rounding errors of the products that they are sums of: where a gate or tanh is
        saturated, its slope may be 0.

    Raises:
        ValueError: ``dc``, ``x`` and ``c_prev`` differ in N, also when one of them has a single
            row: it is not to be used for all examples.

    Example:
        >>> zero, one = np.array([[0.0]]), np.array([[1.0]])
        >>> params = {"Wu": zero, "Uu": zero, "bu": np.array([0.0]),  # u = sigmoid(0) = 0.5
        ...           "Wr": zero, "Ur": zero, "br": np.array([0.0]),  # r = 0.5 too
        ...           "Wc": one, "Uc": one, "bc": np.array([-7.0])}  # tanh(3 + 0.5 * 8 - 7) = 0
        >>> dx, dc_prev, grads = gru_cell_backward(10.0 * one, 3.0 * one, 8.0 * one, params)
        >>> dx.tolist(), dc_prev.tolist()  # dz_c = 5; 5 kept and 5 * 0.5 through the candidate
        ([[5.0]], [[7.5]])
        >>> grads["Wc"].tolist(), grads["Uc"].tolist(), grads["bu"].tolist()
        ([[15.0]], [[20.0]], [-20.0])

    Source:
        Chung, Gulcehre, Cho and Bengio, *Empirical Evaluation of Gated Recurrent Neural Networks on
        Sequence Modeling* (2014), section 3.2; Goodfellow, Bengio and Courville, *Deep Learning*
        (2016), section 6.5.
    """
    ### BEGIN SOLUTION
    if not dc.shape[0] == x.shape[0] == c_prev.shape[0]:
        raise ValueError(f"dc, x and c_prev have {len(dc)}, {len(x)} and {len(c_prev)} rows")

    def gate(name: str) -> np.ndarray:
        z = x @ params[f"W{name}"] + c_prev @ params[f"U{name}"] + params[f"b{name}"]
        return 0.5 * (1.0 + np.tanh(0.5 * z))  # sigmoid, with nothing that could overflow

    u, r = gate("u"), gate("r")  # (N, H) each
    c_tilde = np.tanh(x @ params["Wc"] + (r * c_prev) @ params["Uc"] + params["bc"])

    dz_c = dc * u * (1.0 - c_tilde * c_tilde)
    d_reset = dz_c @ params["Uc"].T  # with respect to r * c_prev
    dz_u = dc * (c_tilde - c_prev) * u * (1.0 - u)
    dz_r = d_reset * c_prev * r * (1.0 - r)

    dx, dc_prev = np.zeros_like(x), dc * (1.0 - u) + d_reset * r
    grads = {}
    for name, dz, state in (("u", dz_u, c_prev), ("r", dz_r, c_prev), ("c", dz_c, r * c_prev)):
        grads[f"W{name}"] = x.T @ dz
        grads[f"U{name}"] = state.T @ dz
        grads[f"b{name}"] = dz.sum(axis=0)
        dx += dz @ params[f"W{name}"].T
    dc_prev += dz_u @ params["Uu"].T + dz_r @ params["Ur"].T
    return dx, dc_prev, grads
    ### END SOLUTION
