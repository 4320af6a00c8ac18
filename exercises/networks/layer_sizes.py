import numpy as np


def layer_sizes(x: np.ndarray, y: np.ndarray, hidden: int = 4) -> tuple[int, int, int]:
    """Read the sizes of a network's three layers off its data.

    The input layer has one unit for every feature, the output layer one for every column of the
    answers, and the size of the hidden layer is a choice. The number of examples plays no part:
    the same network serves 10 examples and 10,000.

    Args:
        x: ``(N, D)`` floats, one example a row. N may be 0.
        y: ``(N, M)`` floats, the right answers of the same examples, one row each.
        hidden: The number of hidden units, at least 1.

    Returns:
        The tuple of ints ``(n_x, n_h, n_y)``: D, hidden and M.

    Raises:
        ValueError: ``x`` and ``y`` have different numbers of rows.

    Example:
        >>> layer_sizes(np.zeros((5, 3)), np.zeros((5, 1)))
        (3, 4, 1)
        >>> layer_sizes(np.zeros((5, 3)), np.zeros((5, 2)), hidden=7)
        (3, 7, 2)

    Source:
        Goodfellow, Bengio and Courville, *Deep Learning* (2016), section 6.4.
    """
    # YOUR CODE HERE
    raise NotImplementedError()
