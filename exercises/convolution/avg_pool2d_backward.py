import numpy as np


def avg_pool2d_backward(
    dout: np.ndarray, x_shape: tuple[int, int, int, int], size: int, stride: int
) -> np.ndarray:
    """Carry a gradient back through average pooling.

    In the forward pass a square window of ``size`` by ``size`` pixels moved over every channel of
    every image, by ``stride`` pixels at a time, and each window was replaced by its mean:

        out[n, c, i, j] = 1 / size**2 * sum over u, v of x[n, c, stride * i + u, stride * j + v]

    Some scalar loss L was computed from ``out``. Every pixel of window ``(i, j)`` had an equal part
    in its mean, and so gets the equal part ``dout[n, c, i, j] / size**2`` of its gradient. A pixel
    that lies in several windows adds up what they give it, and one that lies in none gets 0. The
    pixels themselves do not matter, which is why only their shape is given.

    Args:
        dout: ``(N, C, H_out, W_out)`` floats, dL/dout, where
            ``H_out = floor((H - size) / stride) + 1`` and W_out likewise from W.
        x_shape: The shape ``(N, C, H, W)`` of the layer's input, a tuple of four ints.
        size: Height and width of the window, an int of at least 1.
        stride: Pixels from one window to the next, down and right, an int of at least 1.

    Returns:
        ``dx``: an array of shape ``x_shape`` in the dtype of ``dout``.

    Raises:
        ValueError: ``dout`` has not the shape of the forward pass's output (also where it would
            broadcast, or where the surplus would simply not be used).
        ValueError: The window is larger than the images, or ``stride`` is below 1.

    Example:
        >>> dout = np.array([[[[4.0, 40.0]]]])
        >>> avg_pool2d_backward(dout, (1, 1, 2, 3), 2, 1).tolist()  # the middle is in both windows
        [[[[1.0, 11.0, 10.0], [1.0, 11.0, 10.0]]]]

    Source:
        Goodfellow, Bengio and Courville, *Deep Learning* (2016), sections 6.5 and 9.3.
    """
    # YOUR CODE HERE
    raise NotImplementedError()
