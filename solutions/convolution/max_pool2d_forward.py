import numpy as np


def max_pool2d_forward(x: np.ndarray, size: int, stride: int) -> np.ndarray:
    """Keep the largest pixel of every window: the forward pass of max pooling.

    A square window of ``size`` by ``size`` pixels moves over every channel of every image, by
    ``stride`` pixels at a time. Output pixel ``(i, j)`` is the largest pixel of the window
    whose top left corner is ``(stride * i, stride * j)``:

        out[n, c, i, j] = max over u, v of x[n, c, stride * i + u, stride * j + v]

    with u and v from 0 to ``size - 1``. Channels are not mixed. Windows overlap where ``stride`` is
    smaller than ``size``. They stay inside the image: rows and columns left over at the bottom and
    the right, too few for a whole window, are not used.

    Args:
        x: ``(N, C, H, W)`` floats, N images of C channels; H and W may differ. Negative ones too.
        size: Height and width of the window, an int of at least 1.
        stride: Pixels from one window to the next, down and right, an int of at least 1.

    Returns:
        ``(N, C, H_out, W_out)`` in the dtype of ``x``, where
        ``H_out = floor((H - size) / stride) + 1`` and W_out likewise from W.

    Raises:
        ValueError: The window is higher or wider than the images.
        ValueError: ``stride`` is below 1.

    Example:
        >>> x = np.array([[[[1.0, 2.0, 3.0, 4.0, 9.0], [5.0, 6.0, 7.0, 8.0, 9.0]]]])
        >>> max_pool2d_forward(x, 2, 2).tolist()  # the last column is left over
        [[[[6.0, 8.0]]]]

    Source:
        Goodfellow, Bengio and Courville, *Deep Learning* (2016), section 9.3.
    """
    ### BEGIN SOLUTION
    if stride < 1:
        raise ValueError(f"stride must be at least 1, not {stride}")
    # (N, C, H - size + 1, W - size + 1, size, size); NumPy refuses a window that does not fit.
    windows = np.lib.stride_tricks.sliding_window_view(x, (size, size), axis=(2, 3))
    return windows[:, :, ::stride, ::stride].max(axis=(4, 5))
    ### END SOLUTION
