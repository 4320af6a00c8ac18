import numpy as np


def max_pool2d_backward(dout: np.ndarray, x: np.ndarray, size: int, stride: int) -> np.ndarray:
    """Carry a gradient back through max pooling.

    In the forward pass a square window of ``size`` by ``size`` pixels moved over every channel of
    every image, by ``stride`` pixels at a time, and of each window only the largest pixel was kept:

        out[n, c, i, j] = max over u, v of x[n, c, stride * i + u, stride * j + v]

    Some scalar loss L was computed from ``out``. A pixel that was kept hands on whatever happens to
    it, the others could change a little without anyone noticing: all of ``dout[n, c, i, j]`` goes
    to the largest pixel of window ``(i, j)``, and nothing to the rest of the window. Where several
    pixels of a window are the largest, the *first* of them gets it all, reading row by row, each
    from left to right. A pixel that is the largest of several windows adds up what they give it.

    Args:
        dout: ``(N, C, H_out, W_out)`` floats, dL/dout, where
            ``H_out = floor((H - size) / stride) + 1`` and W_out likewise from W.
        x: ``(N, C, H, W)`` floats, the layer's input.
        size: Height and width of the window, an int of at least 1.
        stride: Pixels from one window to the next, down and right, an int of at least 1.

    Returns:
        ``dx``: the shape and dtype of ``x``, zero at every pixel that was the first maximum of no
        window.

    Raises:
        ValueError: ``dout`` has not the shape of the forward pass's output (also where it would
            broadcast, or where the surplus would simply not be used).
        ValueError: The window is larger than the images, or ``stride`` is below 1.

    Example:
        >>> x = np.array([[[[1.0, 5.0, 5.0], [2.0, 3.0, 4.0]]]])  # windows 1 5 2 3 and 5 5 3 4
        >>> dout = np.array([[[[10.0, 1.0]]]])
        >>> max_pool2d_backward(dout, x, 2, 1).tolist()  # the left 5 comes first in both
        [[[[0.0, 11.0, 0.0], [0.0, 0.0, 0.0]]]]

    Source:
        Goodfellow, Bengio and Courville, *Deep Learning* (2016), sections 6.5 and 9.3.
    """
    # YOUR CODE HERE
    raise NotImplementedError()
