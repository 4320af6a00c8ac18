import numpy as np


def translate(images: np.ndarray, dy: int, dx: int) -> np.ndarray:
    """Shift images by whole pixels.

    Pixel ``(i, j)`` of an image moves to ``(i + dy, j + dx)``: down for a positive ``dy``, to the
    right for a positive ``dx``, and up and to the left for negative ones. What is pushed over an
    edge is lost, and zeros move in on the other side. The size stays the same.

    Args:
        images: ``(N, C, H, W)`` floats. N may be 0; H and W are at least 1.
        dy: How many rows to move down, any int, also larger than H: then only zeros are left.
        dx: How many columns to move to the right, any int.

    Returns:
        The shape and dtype of ``images``.

    Example:
        >>> translate(np.array([[[[1.0, 2.0], [3.0, 4.0]]]]), 1, 0).tolist()
        [[[[0.0, 0.0], [1.0, 2.0]]]]
        >>> translate(np.array([[[[1.0, 2.0], [3.0, 4.0]]]]), 0, -1).tolist()
        [[[[2.0, 0.0], [4.0, 0.0]]]]

    Source:
        Goodfellow, Bengio and Courville, *Deep Learning* (2016), section 7.4; LeCun, Bottou, Bengio
        and Haffner, *Gradient-Based Learning Applied to Document Recognition* (1998), section
        III.B.
    """
    ### BEGIN SOLUTION
    _, _, height, width = images.shape
    # A frame of zeros, as wide as the images themselves, and a window that looks at it. When the
    # picture is to move down, the window moves up. Beyond the frame it need not go: it sees only
    # zeros there already.
    framed = np.pad(images, ((0, 0), (0, 0), (height, height), (width, width)))
    top = min(max(height - dy, 0), 2 * height)
    left = min(max(width - dx, 0), 2 * width)
    return framed[:, :, top : top + height, left : left + width]
    ### END SOLUTION
