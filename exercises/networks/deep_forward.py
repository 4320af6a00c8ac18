import numpy as np


def deep_forward(x: np.ndarray, params: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Pass a batch through a network of any depth, and keep what is computed on the way.

    With ``A0 = x``, layer ``l`` of L computes

        Zl = A(l-1) @ Wl + bl
        Al = relu(Zl) = max(0, Zl)                for l below L
        AL = sigmoid(ZL) = 1 / (1 + exp(-ZL))     in the last layer

    The last layer has one unit, whose output is the probability that y = 1. L may be 1: then there
    is only a sigmoid.

    Args:
        x: ``(N, D)`` floats, one example a row.
        params: ``W1, b1, ..., WL, bL`` and nothing else, in any order; ``Wl`` is
            ``(fan_in, fan_out)`` and ``bl`` ``(fan_out,)``. L, half of their number, may exceed 9.

    Returns:
        A dict with the keys ``Z1, A1, ..., ZL, AL``, each ``(N, width of its layer)`` in the dtype
        of ``x``. ``AL`` is accurate to a rounding error of 1 for any ``ZL``; never nan.

    Raises:
        ValueError: The sizes of two layers that follow one another, or of ``x`` and ``W1``, do not
            fit, or a bias has not one entry for each column of its weights: a single bias for
            several units is refused.

    Example:
        >>> params = {"W1": np.array([[1.0, -1.0]]), "b1": np.array([1.0, 1.0]),
        ...           "W2": np.array([[1.0], [1.0]]), "b2": np.array([-3.0])}
        >>> cache = deep_forward(np.array([[2.0]]), params)
        >>> {name: cache[name].tolist() for name in ("Z1", "A1", "Z2", "A2")}
        {'Z1': [[3.0, -1.0]], 'A1': [[3.0, 0.0]], 'Z2': [[0.0]], 'A2': [[0.5]]}

    Source:
        Goodfellow, Bengio and Courville, *Deep Learning* (2016), algorithm 6.3.
    """
    # YOUR CODE HERE
    raise NotImplementedError()
