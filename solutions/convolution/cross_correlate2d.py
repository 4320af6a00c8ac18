import numpy as np


def cross_correlate2d(image: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    """Slide a kernel over an image and take the sum of the products at every place.

    Output pixel ``(i, j)`` looks at the window of the kernel's size whose top left corner is pixel
    ``(i, j)`` of the image. Pixels and weights that lie on one another are multiplied and all the
    products summed:

        out[i, j] = sum over u, v of image[i + u, j + v] * kernel[u, v]

    The kernel stays inside the image (this is called "valid") and is not flipped. Deep learning
    calls this a convolution; in mathematics, where a convolution turns the kernel upside down and
    left to right first, it is a cross-correlation.

    Args:
        image: ``(H, W)`` floats, a picture of a single channel; H and W may differ.
        kernel: ``(kH, kW)`` floats; kH and kW may differ.

    Returns:
        ``(H - kH + 1, W - kW + 1)`` in the dtype of ``image``.

    Raises:
        ValueError: The kernel is higher or wider than the image.

    Example:
        >>> image = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
        >>> cross_correlate2d(image, np.array([[10.0, 1.0]])).tolist()
        [[12.0, 23.0], [45.0, 56.0]]

    Source:
        Goodfellow, Bengio and Courville, *Deep Learning* (2016), section 9.1, equation 9.6.
    """
    ### BEGIN SOLUTION
    # (H - kH + 1, W - kW + 1, kH, kW); NumPy raises ValueError for a kernel that does not fit.
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijuv,uv->ij", windows, kernel)
    ### END SOLUTION
