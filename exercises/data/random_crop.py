import numpy as np


def random_crop(
    images: np.ndarray, height: int, width: int, rng: np.random.Generator
) -> np.ndarray:
    """Cut a random window out of images.

    The window is ``height`` rows high and ``width`` columns wide and lies wholly within the image.
    Its top row is drawn uniformly from ``0 .. H - height`` and its left column, independently, from
    ``0 .. W - width``, both ends included, so that all positions are equally likely. One position
    is drawn for the whole batch: all examples and channels are cut at the same place.

    Args:
        images: ``(N, C, H, W)`` floats.
        height: The height of the window, an int of at least 1.
        width: The width of the window, an int of at least 1.
        rng: The only source of randomness: draw from it, and from nothing else, so that an equal
            generator gives an equal window. How you draw is up to you.

    Returns:
        ``(N, C, height, width)`` in the dtype of ``images``.

    Raises:
        ValueError: ``height`` is larger than H, or ``width`` is larger than W.

    Example:
        >>> images = np.arange(12.0).reshape(1, 1, 3, 4)
        >>> random_crop(images, 2, 3, np.random.default_rng(0)).shape
        (1, 1, 2, 3)
        >>> random_crop(images, 3, 4, np.random.default_rng(0)).tolist() == images.tolist()
        True

    Source:
        Krizhevsky, Sutskever and Hinton, *ImageNet Classification with Deep Convolutional Neural
        Networks* (2012), section 4.1.
    """
    # YOUR CODE HERE
    raise NotImplementedError()
