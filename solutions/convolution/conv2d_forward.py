import numpy as np


def conv2d_forward(
    x: np.ndarray, W: np.ndarray, b: np.ndarray, stride: int = 1, padding: int = 0
) -> np.ndarray:
    """Slide every kernel over every image: the forward pass of a convolution layer.

    First the images get ``padding`` rows and columns of zeros on all four sides (call the result
    ``p``). Then each output pixel is the sum, over all channels and over the window of the kernel's
    size whose top left corner is at ``(stride * i, stride * j)``, of pixel times weight, plus the
    filter's bias:

        out[n, o, i, j] = b[o] + sum over c, u, v of
                          p[n, c, stride * i + u, stride * j + v] * W[o, c, u, v]

    The kernel is not flipped: like all deep-learning libraries this is a cross-correlation. The
    window stays inside the padded image, so that rows and columns left over at the bottom and the
    right are not used.

    Args:
        x: ``(N, C_in, H, W)`` floats, N images of C_in channels; H and W may differ.
        W: ``(C_out, C_in, kH, kW)`` floats, one kernel per filter; kH and kW may differ.
        b: ``(C_out,)`` floats, one bias per filter.
        stride: Pixels from one window to the next, down and right, an int of at least 1.
        padding: Zeros on each side, top, bottom, left and right, an int of at least 0. It may be
            larger than the kernel.

    Returns:
        ``(N, C_out, H_out, W_out)`` in the dtype of ``x``, where
        ``H_out = floor((H + 2 * padding - kH) / stride) + 1`` and W_out likewise from W and kW.

    Raises:
        ValueError: ``x`` and ``W`` differ in C_in (also when one of them has a single channel).
        ValueError: The kernel is higher or wider than the padded image.
        ValueError: ``stride`` is below 1, or ``padding`` is negative.

    Example:
        >>> x = np.array([[[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]]])  # one image of 2 by 3 pixels
        >>> W = np.array([[[[1.0, -1.0]]]])  # one kernel of 1 by 2: left minus right
        >>> conv2d_forward(x, W, np.array([10.0])).tolist()
        [[[[9.0, 9.0], [9.0, 9.0]]]]

    Source:
        Goodfellow, Bengio and Courville, *Deep Learning* (2016), sections 9.1 and 9.5.
    """
    ### BEGIN SOLUTION
    if stride < 1:
        raise ValueError(f"stride must be at least 1, not {stride}")
    # NumPy itself raises the other promised errors: np.pad for a negative padding,
    # sliding_window_view for a kernel that does not fit, tensordot for channels that differ.
    p = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    windows = np.lib.stride_tricks.sliding_window_view(p, W.shape[2:], axis=(2, 3))
    windows = windows[:, :, ::stride, ::stride]  # (N, C_in, H_out, W_out, kH, kW)
    # One matrix product over everything that a kernel sees.
    out = np.tensordot(windows, W, axes=((1, 4, 5), (1, 2, 3))) + b  # (N, H_out, W_out, C_out)
    return out.transpose(0, 3, 1, 2)  # (N, C_out, H_out, W_out)
    ### END SOLUTION
