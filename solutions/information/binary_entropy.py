import numpy as np


def binary_entropy(p: np.ndarray) -> np.ndarray:
    """Measure how uncertain a yes-or-no outcome is, given the probability of a yes.

    ``H(p) = -p log(p) - (1 - p) log(1 - p)`` with the natural logarithm, and ``0 * log(0)`` is 0:
    what is certain, yes or no, has no uncertainty.

    Args:
        p: Floats of any shape, each the probability of a yes in an experiment of its own, from 0
            to 1.

    Returns:
        The shape and dtype of ``p``, in nats, from 0 to ``log(2)``: 0 at both ends, and largest at
        0.5. Right up to a rounding error of 1, so that the answer to 1e-20 may come out as 0.

    Example:
        >>> binary_entropy(np.array([0.0, 0.25, 0.5, 1.0])).round(4).tolist()
        [0.0, 0.5623, 0.6931, 0.0]

    Source:
        Cover and Thomas, *Elements of Information Theory* (2nd edition, 2006), section 2.1.
    """
    ### BEGIN SOLUTION
    no = 1.0 - p
    # Where a probability is 0, log(1) takes the place of log(0): 0 * 0 is the 0 that is meant.
    terms = p * np.log(np.where(p > 0, p, 1.0)) + no * np.log(np.where(no > 0, no, 1.0))
    return 0.0 - terms
    ### END SOLUTION
