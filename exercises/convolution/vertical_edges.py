import numpy as np


def vertical_edges(image: np.ndarray) -> np.ndarray:
    """Find the vertical edges of a picture with a kernel of 3 by 3.

    A vertical edge is a place where the picture changes from left to right. The kernel

        1  0  -1
        1  0  -1
        1  0  -1

    slides over the image one pixel at a time and stays inside it; it is not flipped. Output pixel
    ``(i, j)`` is the sum of the products with the window whose top left corner is ``(i, j)``:

        out[i, j] = image[i, j] + image[i + 1, j] + image[i + 2, j]
                    - image[i, j + 2] - image[i + 1, j + 2] - image[i + 2, j + 2]

    It is 0 where
    the left and the right column of the window are alike, positive where the left is brighter and
    negative where the right is. A convolutional network learns kernels such as this one by
    itself.

    Args:
        image: ``(H, W)`` floats, a picture of a single channel, H and W at least 3.

    Returns:
        ``(H - 2, W - 2)`` in the dtype of ``image``, positive and negative numbers.

    Raises:
        ValueError: The image has fewer than 3 rows or fewer than 3 columns.

    Example:
        >>> image = np.array([[10.0, 10.0, 0.0, 0.0]] * 3)  # bright on the left, dark on the right
        >>> vertical_edges(image).tolist()
        [[30.0, 30.0]]
        >>> vertical_edges(image.T).tolist()  # bright above dark: no vertical edge
        [[0.0], [0.0]]

    Source:
        Prewitt, *Object Enhancement and Extraction* (1970); Goodfellow, Bengio and Courville, *Deep
        Learning* (2016), section 9.2.
    """
    # YOUR CODE HERE
    raise NotImplementedError()
