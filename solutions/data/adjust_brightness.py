import numpy as np


def adjust_brightness(images: np.ndarray, factor: float) -> np.ndarray:
    """Make images brighter or darker.

    Every pixel becomes ``factor`` times as bright; what would be brighter than white is white, and
    what would be darker than black is black:

        min(max(factor * pixel, 0), 1)

    A factor of 1 leaves the images as they are, smaller factors darken, larger ones brighten, and 0
    gives black.

    Args:
        images: ``(N, C, H, W)`` floats from 0 (black) to 1 (white). Pixels outside, such as noise
            leaves behind, are held to black and white like any others. N may be 0.
        factor: A number of at least 0.

    Returns:
        The shape and dtype of ``images``, from 0 to 1. Right up to rounding errors of each pixel
        itself, dark ones too.

    Example:
        >>> adjust_brightness(np.array([[[[0.0, 0.25, 0.5, 1.0]]]]), 1.5).tolist()
        [[[[0.0, 0.375, 0.75, 1.0]]]]

    Source:
        Krizhevsky, Sutskever and Hinton, *ImageNet Classification with Deep Convolutional Neural
        Networks* (2012), section 4.1; ``adjust_brightness`` of torchvision's transforms.
    """
    ### BEGIN SOLUTION
    return np.clip(images * factor, 0.0, 1.0)
    ### END SOLUTION
