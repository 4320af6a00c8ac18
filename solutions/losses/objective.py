from collections.abc import Sequence

import numpy as np


def objective(losses: np.ndarray, weights: Sequence[np.ndarray], lam: float) -> np.ndarray:
    """Add a cost and a penalty to what training makes small: the objective.

    The *loss* measures one example, the *cost* is the mean loss of the N examples, and the
    *objective* is the cost plus a penalty for large weights, here the L2 penalty:

    ``mean(losses) + lam / (2 N) * sum w**2``, the sum running over every entry of every array.

    Args:
        losses: ``(N,)`` floats of at least 0, the loss of each example; N is at least 1.
        weights: A list of float arrays in the dtype of ``losses``, each with a shape of its own. At
            least one array.
        lam: The strength of the penalty, a number of at least 0.

    Returns:
        One number, never negative. Right up to rounding errors of itself.

    Example:
        >>> losses, weights = np.array([1.0, 2.0]), [np.array([[1.0, -2.0]]), np.array([3.0])]
        >>> float(objective(losses, weights, 2.0))  # 1.5 + 2 / 4 * (1 + 4 + 9)
        8.5

    Source:
        Nielsen, *Neural Networks and Deep Learning* (2015), chapter 3, equation 87; Goodfellow,
        Bengio and Courville, *Deep Learning* (2016), section 7.1.
    """
    ### BEGIN SOLUTION
    penalty = lam / (2 * len(losses)) * sum((w**2).sum() for w in weights)
    return losses.mean() + penalty
    ### END SOLUTION
