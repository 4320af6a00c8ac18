import numpy as np


def zero_pad(x: np.ndarray, padding: int) -> np.ndarray:
    """Put a frame of zeros around every image.

    The last two axes of ``x`` are an image's height and width. Each image gets ``padding`` rows of
    zeros above and as many below, and ``padding`` columns of zeros on the left and as many on the
    right, so that an image of H by W pixels becomes one of ``H + 2 * padding`` by
    ``W + 2 * padding`` with the old pixels in the middle. The other axes (examples, channels) do
    not grow.

    Padding keeps the image from shrinking: a kernel of f by f pixels with
    ``padding = (f - 1) / 2`` gives an output as large as the image.

    Args:
        x: ``(..., H, W)`` floats, with any number of axes before the last two, also none.
        padding: The width of the frame in pixels, an int of at least 0.

    Returns:
        ``(..., H + 2 * padding, W + 2 * padding)`` in the dtype of ``x``.

    Raises:
        ValueError: ``padding`` is negative.

    Example:
        >>> zero_pad(np.array([[1.0, 2.0]]), 1).tolist()
        [[0.0, 0.0, 0.0, 0.0], [0.0, 1.0, 2.0, 0.0], [0.0, 0.0, 0.0, 0.0]]

    Source:
        Dumoulin and Visin, *A guide to convolution arithmetic for deep learning* (2016),
        section 2.2.
    """
    ### BEGIN SOLUTION
    # np.pad itself raises the ValueError that was promised for a negative padding.
    frame = (padding, padding)
    return np.pad(x, [(0, 0)] * (x.ndim - 2) + [frame, frame])
    ### END SOLUTION
