from collections.abc import Sequence

import numpy as np


def l1_penalty(weights: Sequence[np.ndarray], lam: float, num_examples: int) -> np.ndarray:
    """Charge a network for the size of its weights, as absolute values.

    ``lam / N * sum |w|``, the sum running over every entry of every array. Added to a loss that is
    a mean over N examples, it drives weights that are not needed to exactly 0.

    Args:
        weights: A list of float arrays, each with a shape of its own, such as the weight matrices
            of the layers (not the biases, which are left in peace). At least one array.
        lam: The strength of the penalty, a number of at least 0.
        num_examples: N, the number of examples, an integer of at least 1.

    Returns:
        One number, never negative. Right up to rounding errors of itself.

    Example:
        >>> float(l1_penalty([np.array([[1.0, -2.0], [0.0, 3.0]]), np.array([-4.0])], 0.5, 10))
        0.5

    Source:
        Goodfellow, Bengio and Courville, *Deep Learning* (2016), section 7.1.2; with the factor
        ``lam / N`` of Nielsen, *Neural Networks and Deep Learning* (2015), chapter 3, equation 95.
    """
    # YOUR CODE HERE
    raise NotImplementedError()
