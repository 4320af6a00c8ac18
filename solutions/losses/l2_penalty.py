from collections.abc import Sequence

import numpy as np


def l2_penalty(weights: Sequence[np.ndarray], lam: float, num_examples: int) -> np.ndarray:
    """Charge a network for the size of its weights, as squares: weight decay.

    ``lam / (2 N) * sum w**2``, the sum running over every entry of every array. Added to a loss
    that is a mean over N examples, it keeps weights small; the 2 cancels in the derivative, which
    is ``lam / N * w``.

    Args:
        weights: A list of float arrays, each with a shape of its own, such as the weight matrices
            of the layers (not the biases, which are left in peace). At least one array.
        lam: The strength of the penalty, a number of at least 0.
        num_examples: N, the number of examples, an integer of at least 1.

    Returns:
        One number, never negative. Right up to rounding errors of itself.

    Example:
        >>> float(l2_penalty([np.array([[1.0, -2.0], [0.0, 3.0]]), np.array([-4.0])], 0.5, 10))
        0.75

    Source:
        Nielsen, *Neural Networks and Deep Learning* (2015), chapter 3, equation 85; Goodfellow,
        Bengio and Courville, *Deep Learning* (2016), section 7.1.1.
    """
    ### BEGIN SOLUTION
    return lam / (2 * num_examples) * sum((w**2).sum() for w in weights)
    ### END SOLUTION
