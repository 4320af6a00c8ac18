import numpy as np


def flip_horizontal(images: np.ndarray) -> np.ndarray:
    """Mirror images from left to right.

    Column j of the result is column ``W - 1 - j`` of the image; rows, channels and examples stay
    where they are. A mirrored cat is still a cat, so this doubles the pictures of a training set
    for nothing.

    Args:
        images: ``(N, C, H, W)`` floats. N may be 0.

    Returns:
        The shape and dtype of ``images``.

    Example:
        >>> flip_horizontal(np.array([[[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]]])).tolist()
        [[[[3.0, 2.0, 1.0], [6.0, 5.0, 4.0]]]]

    Source:
        Goodfellow, Bengio and Courville, *Deep Learning* (2016), section 7.4; Krizhevsky, Sutskever
        and Hinton, *ImageNet Classification with Deep Convolutional Neural Networks* (2012),
        section 4.1.
    """
    # YOUR CODE HERE
    raise NotImplementedError()
