import numpy as np


def relative_error(a: np.ndarray, b: np.ndarray) -> float:
    """Compare two gradients: the largest relative difference of their entries.

    For every pair of entries, the difference is measured against their sizes,

        error = |a - b| / max(1e-8, |a| + |b|)

    and the answer is the largest of these. It lies between 0 (equal) and 1 (where the signs differ,
    or one of the two is 0). The 1e-8 keeps the division finite where both entries are 0, and lets
    differences between tiny numbers pass. A gradient computed by hand and one measured by central
    differences should come out below 1e-6 or so.

    Args:
        a: Floats of any shape, with at least one entry.
        b: Floats, the shape of ``a``.

    Returns:
        The largest relative error, a single number in ``[0, 1]``.

    Raises:
        ValueError: ``a`` and ``b`` differ in shape; nothing is broadcast.

    Example:
        >>> float(relative_error(np.array([1.0, 3.0]), np.array([1.0, 1.0])))  # 0 / 2 and 2 / 4
        0.5

    Source:
        Karpathy and others, *CS231n: Convolutional Neural Networks for Visual Recognition* (2016),
        the part on gradient checks.
    """
    # YOUR CODE HERE
    raise NotImplementedError()
