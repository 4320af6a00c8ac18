import numpy as np


def im2col(
    x: np.ndarray, kernel_h: int, kernel_w: int, stride: int = 1, padding: int = 0
) -> np.ndarray:
    """Write every window of the images into a row of a matrix of its own.

    First the images get ``padding`` rows and columns of zeros on all four sides. The window of
    output position ``(i, j)`` has its top left corner at ``(stride * i, stride * j)`` of the padded
    image and is ``kernel_h`` by ``kernel_w`` pixels large, in all channels; windows stay inside the
    padded image. Its pixels become one row of the result:

    - rows are ordered by image, then by position, line by line: n, i, j, the last one fastest, so
      that position ``(i, j)`` of image n is row ``(n * H_out + i) * W_out + j``;
    - columns are ordered by channel, then by place in the window, line by line: c, u, v, the last
      one fastest, so that pixel ``(u, v)`` of channel c is column
      ``(c * kernel_h + u) * kernel_w + v``.

    With this a convolution is a single matrix product, ``im2col(x, ...) @ W.reshape(C_out, -1).T``.

    Args:
        x: ``(N, C, H, W)`` floats, N images of C channels; H and W may differ.
        kernel_h: Height of the window, an int of at least 1.
        kernel_w: Width of the window, an int of at least 1.
        stride: Pixels from one window to the next, down and right, an int of at least 1.
        padding: Zeros on each of the four sides, an int of at least 0.

    Returns:
        ``(N * H_out * W_out, C * kernel_h * kernel_w)`` in the dtype of ``x``, where
        ``H_out = floor((H + 2 * padding - kernel_h) / stride) + 1`` and W_out likewise.

    Raises:
        ValueError: The window is higher or wider than the padded images.
        ValueError: ``stride`` is below 1, or ``padding`` is negative.

    Example:
        >>> x = np.array([[[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]]])
        >>> im2col(x, 2, 2).tolist()
        [[1.0, 2.0, 4.0, 5.0], [2.0, 3.0, 5.0, 6.0]]

    Source:
        Chellapilla, Puri and Simard, *High Performance Convolutional Neural Networks for Document
        Processing* (2006), section 3; Saito, *Deep Learning from Scratch* (2016), section 7.4.
    """
    ### BEGIN SOLUTION
    if stride < 1:
        raise ValueError(f"stride must be at least 1, not {stride}")
    # NumPy itself raises the other promised errors: np.pad for a negative padding,
    # sliding_window_view for a window that does not fit.
    p = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    windows = np.lib.stride_tricks.sliding_window_view(p, (kernel_h, kernel_w), axis=(2, 3))
    windows = windows[:, :, ::stride, ::stride]  # (N, C, H_out, W_out, kernel_h, kernel_w)
    windows = windows.transpose(0, 2, 3, 1, 4, 5)  # (N, H_out, W_out, C, kernel_h, kernel_w)
    return windows.reshape(-1, x.shape[1] * kernel_h * kernel_w)
    ### END SOLUTION
