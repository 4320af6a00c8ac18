import numpy as np


def prelu(x: np.ndarray, a: np.ndarray) -> np.ndarray:
    """Keep the positive numbers and scale the others by a slope that each channel has learnt.

    An entry of channel ``c`` becomes ``x`` where ``x > 0`` and ``a[c] * x`` where ``x <= 0``.

    Args:
        x: ``(N, C, ...)`` floats: N examples, C channels, then any number of further axes, such as
            the height and width of an image (or none). Axis 1 is the axis of the channels.
        a: ``(C,)`` floats, one slope per channel: any numbers, also negative or above 1.

    Returns:
        The shape and dtype of ``x``.

    Raises:
        ValueError: ``a`` does not have the shape ``(C,)``.

    Example:
        >>> x = np.array([[-2.0, -2.0], [3.0, -4.0]])
        >>> prelu(x, np.array([0.5, 0.25])).tolist()
        [[-1.0, -0.5], [3.0, -1.0]]

    Source:
        He, Zhang, Ren and Sun, *Delving Deep into Rectifiers* (2015), section 2.1.
    """
    # YOUR CODE HERE
    raise NotImplementedError()
