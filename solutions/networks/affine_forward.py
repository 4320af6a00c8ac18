import numpy as np


def affine_forward(x: np.ndarray, W: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Pass a batch through an affine layer.

    Each output is a weighted sum of all inputs plus a bias of its own:

        out[n, k] = sum over i of x[n, i] * W[i, k] + b[k]

    or ``x @ W + b`` in matrices: every example, a row of ``x``, meets the same weights.

    Args:
        x: ``(N, D_in)`` floats, one example a row. N may be 0.
        W: ``(D_in, D_out)`` floats, the weights: a column for every output.
        b: ``(D_out,)`` floats, the biases.

    Returns:
        ``(N, D_out)`` in the dtype of ``x``.

    Raises:
        ValueError: ``x`` and ``W`` differ in D_in, or ``b`` has not the shape ``(D_out,)``: a
            single bias for several outputs is refused, not shared out, and so is a matrix.

    Example:
        >>> x = np.array([[1.0, 2.0], [3.0, 4.0]])
        >>> W = np.array([[1.0, 0.0, 10.0], [0.0, 1.0, 100.0]])
        >>> affine_forward(x, W, np.array([0.5, 0.25, 0.0])).tolist()
        [[1.5, 2.25, 210.0], [3.5, 4.25, 430.0]]

    Source:
        Saito, *Deep Learning from Scratch* (2016), section 5.6; Goodfellow, Bengio and Courville,
        *Deep Learning* (2016), section 6.1.
    """
    ### BEGIN SOLUTION
    if b.shape != (W.shape[1],):
        raise ValueError(f"b has shape {b.shape}, but there are {W.shape[1]} outputs")
    # The matrix product itself refuses sizes that do not fit.
    return x @ W + b  # (N, D_out)
    ### END SOLUTION
