import numpy as np


def conv2d_backward(
    dout: np.ndarray, x: np.ndarray, W: np.ndarray, stride: int = 1, padding: int = 0
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Carry a gradient back through a convolution layer.

    In the forward pass the images got ``padding`` zeros on all four sides (call the result ``p``),
    and every kernel looked at every window of them:

        out[n, o, i, j] = b[o] + sum over c, u, v of
                          p[n, c, stride * i + u, stride * j + v] * W[o, c, u, v]

    Some scalar loss L was computed from ``out``. Given ``dout``, the derivative of L with respect
    to every entry of ``out``, each product of the sum above hands it on to both of its factors.
    Pixels and weights take part in many products, and add up what they get:

        dp[n, c, stride * i + u, stride * j + v] += dout[n, o, i, j] * W[o, c, u, v]
        dW[o, c, u, v] += dout[n, o, i, j] * p[n, c, stride * i + u, stride * j + v]
        db[o]          += dout[n, o, i, j]

    for all n, o, i, j, c, u, v, starting from zeros. ``dx`` is ``dp`` without the frame of padding.
    Pixels that no window reached get 0. Nothing is divided by N: if the loss is a mean over the
    examples, then ``dout`` already says so.

    Args:
        dout: ``(N, C_out, H_out, W_out)`` floats, dL/dout, where
            ``H_out = floor((H + 2 * padding - kH) / stride) + 1`` and W_out likewise.
        x: ``(N, C_in, H, W)`` floats, the layer's input (without padding).
        W: ``(C_out, C_in, kH, kW)`` floats, the layer's kernels.
        stride: Pixels from one window to the next, down and right, an int of at least 1.
        padding: Zeros on each of the four sides, an int of at least 0.

    Returns:
        The tuple ``(dx, dW, db)`` of shapes ``(N, C_in, H, W)``, ``(C_out, C_in, kH, kW)`` and
        ``(C_out,)``, each in the dtype of ``x``.

    Raises:
        ValueError: ``dout`` has not the shape of the forward pass's output (also where it would
            broadcast, or where the surplus would simply not be used).
        ValueError: ``x`` and ``W`` differ in C_in, or the kernel is larger than the padded image.
        ValueError: ``stride`` is below 1, or ``padding`` is negative.

    Example:
        >>> x = np.array([[[[1.0, 2.0, 3.0]]]])  # one image of 1 by 3 pixels
        >>> W = np.array([[[[10.0, 20.0]]]])  # one kernel of 1 by 2, so that the output is 1 by 2
        >>> dx, dW, db = conv2d_backward(np.array([[[[1.0, 100.0]]]]), x, W)
        >>> dx.tolist(), dW.tolist(), db.tolist()
        ([[[[10.0, 1020.0, 2000.0]]]], [[[[201.0, 302.0]]]], [101.0])

    Source:
        Goodfellow, Bengio and Courville, *Deep Learning* (2016), section 9.5; Dumoulin and Visin,
        *A guide to convolution arithmetic for deep learning* (2016), chapter 4.
    """
    # YOUR CODE HERE
    raise NotImplementedError()
