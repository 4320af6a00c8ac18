import numpy as np


def col2im(
    cols: np.ndarray,
    x_shape: tuple[int, int, int, int],
    kernel_h: int,
    kernel_w: int,
    stride: int = 1,
    padding: int = 0,
) -> np.ndarray:
    """Put the windows of a matrix back into images, adding up where they overlap.

    ``im2col`` writes every window of the padded images into a row of its own: rows are ordered by
    image and position, n, i, j, columns by channel and place in the window, c, u, v, the last one
    fastest. This is the way back for gradients. Every entry of ``cols`` is added to the pixel that
    ``im2col`` would have copied it from, starting from zeros:

        p[n, c, stride * i + u, stride * j + v] += cols[row of (n, i, j), column of (c, u, v)]

    where ``row = (n * H_out + i) * W_out + j`` and ``column = (c * kernel_h + u) * kernel_w + v``.
    At the end the frame of ``padding`` pixels is cut off ``p``; what was added there is lost. So
    this is not the inverse of ``im2col``: a pixel that lies in four windows comes back four times
    as large, and one that lies in no window as 0.

    Args:
        cols: ``(N * H_out * W_out, C * kernel_h * kernel_w)`` floats, where
            ``H_out = floor((H + 2 * padding - kernel_h) / stride) + 1`` and W_out likewise.
        x_shape: The shape ``(N, C, H, W)`` of the images, without padding, a tuple of four ints.
        kernel_h: Height of the window, an int of at least 1.
        kernel_w: Width of the window, an int of at least 1.
        stride: Pixels from one window to the next, down and right, an int of at least 1.
        padding: Width of the frame that the images had, an int of at least 0.

    Returns:
        An array of shape ``x_shape`` in the dtype of ``cols``.

    Raises:
        ValueError: ``cols`` has another shape than the one above, also when it has as many entries.
        ValueError: The window is higher or wider than the padded images.
        ValueError: ``stride`` is below 1, or ``padding`` is negative.

    Example:
        >>> cols = np.array([[1.0, 2.0, 4.0, 5.0], [20.0, 30.0, 50.0, 60.0]])
        >>> col2im(cols, (1, 1, 2, 3), 2, 2).tolist()  # the middle column lies in both windows
        [[[[1.0, 22.0, 30.0], [4.0, 55.0, 60.0]]]]

    Source:
        Chellapilla, Puri and Simard, *High Performance Convolutional Neural Networks for Document
        Processing* (2006), section 3; Saito, *Deep Learning from Scratch* (2016), section 7.4.
    """
    ### BEGIN SOLUTION
    n, channels, height, width = x_shape
    if stride < 1 or padding < 0:
        raise ValueError(f"stride {stride} is below 1 or padding {padding} is negative")
    rows = (height + 2 * padding - kernel_h) // stride + 1
    columns = (width + 2 * padding - kernel_w) // stride + 1
    if min(rows, columns) < 1:
        raise ValueError(f"a window of {kernel_h} by {kernel_w} does not fit")
    if cols.shape != (n * rows * columns, channels * kernel_h * kernel_w):
        raise ValueError(f"cols is {cols.shape}, which these windows do not give")
    windows = cols.reshape(n, rows, columns, channels, kernel_h, kernel_w)
    windows = windows.transpose(0, 3, 4, 5, 1, 2)  # (N, C, kernel_h, kernel_w, H_out, W_out)
    p = np.zeros((n, channels, height + 2 * padding, width + 2 * padding), dtype=cols.dtype)
    for u in range(kernel_h):
        for v in range(kernel_w):
            # Pixel (u, v) of every window; within one (u, v) no two windows share a pixel.
            bottom, right = u + stride * rows, v + stride * columns
            p[:, :, u:bottom:stride, v:right:stride] += windows[:, :, u, v]
    return p[:, :, padding : padding + height, padding : padding + width]
    ### END SOLUTION
