import numpy as np


def affine_backward(
    dout: np.ndarray, x: np.ndarray, W: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Carry a gradient back through an affine layer.

    The forward pass was ``out = x @ W + b``, with the same ``b`` added to every row, and some
    scalar loss L was computed from ``out``. Given ``dout``, the derivative of L with respect to
    every entry of ``out``, the derivatives with respect to the three inputs are

        dx[n, i] = sum over k of dout[n, k] * W[i, k]
        dW[i, k] = sum over n of x[n, i] * dout[n, k]
        db[k]    = sum over n of dout[n, k]

    Nothing is divided by N here: if the loss is a mean over the examples, then ``dout`` already
    says so.

    Args:
        dout: ``(N, D_out)`` floats, dL/dout.
        x: ``(N, D_in)`` floats, the layer's input, one example a row. N may be 0.
        W: ``(D_in, D_out)`` floats, the layer's weights.

    Returns:
        The tuple ``(dx, dW, db)`` of shapes ``(N, D_in)``, ``(D_in, D_out)`` and ``(D_out,)``, each
        in the dtype of ``x``. Without examples dW and db are zeros.

    Raises:
        ValueError: ``dout`` and ``x`` differ in N (also when one of them has a single row), or
            ``dout`` and ``W`` differ in D_out.

    Example:
        >>> dout = np.array([[1.0], [10.0]])
        >>> x = np.array([[1.0, 2.0], [3.0, 4.0]])
        >>> W = np.array([[5.0], [6.0]])
        >>> dx, dW, db = affine_backward(dout, x, W)
        >>> dx.tolist(), dW.tolist(), db.tolist()
        ([[5.0, 6.0], [50.0, 60.0]], [[31.0], [42.0]], [11.0])

    Source:
        Saito, *Deep Learning from Scratch* (2016), section 5.6; Goodfellow, Bengio and Courville,
        *Deep Learning* (2016), section 6.5.
    """
    ### BEGIN SOLUTION
    # The matrix product itself refuses sizes that do not fit, and never broadcasts a single row.
    dx = dout @ W.T  # (N, D_in)
    dW = x.T @ dout  # (D_in, D_out)
    db = dout.sum(axis=0)  # (D_out,): b was added to every row, so every row speaks
    return dx, dW, db
    ### END SOLUTION
