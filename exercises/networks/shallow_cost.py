import numpy as np


def shallow_cost(a2: np.ndarray, y: np.ndarray) -> float:
    """Measure how badly a network's probabilities fit the answers: mean binary cross-entropy.

    Over the N examples,

        cost = -mean of  y * log(a2) + (1 - y) * log(1 - a2)

    Logarithms are natural. They are clamped at -100, so that a probability of exactly 0 or 1 that
    turns out wrong costs 100 and not infinity; one that is right costs 0 (never nan).

    Args:
        a2: ``(N, 1)`` floats in ``[0, 1]``, the probabilities of y = 1 that the network gave. N is
            at least 1.
        y: ``(N, 1)`` floats 0.0 or 1.0, the right answers.

    Returns:
        A float in ``[0, 100]``, in nats, accurate to a rounding error of 1: ``log(1 - a2)`` may be
        computed as it stands.

    Raises:
        ValueError: ``a2`` and ``y`` have different shapes, such as ``(N, 1)`` and ``(N,)``.

    Example:
        >>> round(shallow_cost(np.array([[0.5], [0.5]]), np.array([[0.0], [1.0]])), 4)  # log 2
        0.6931
        >>> shallow_cost(np.array([[0.0], [1.0]]), np.array([[1.0], [1.0]]))
        50.0

    Source:
        Bishop, *Pattern Recognition and Machine Learning* (2006), section 5.2; the clamp is that of
        PyTorch's ``BCELoss``.
    """
    # YOUR CODE HERE
    raise NotImplementedError()
