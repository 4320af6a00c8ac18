import numpy as np


def coin_flips(n: int, p: float, rng: np.random.Generator) -> np.ndarray:
    """Flip a coin that shows heads with probability ``p``.

    Args:
        n: How many flips, at least 0.
        p: In ``[0, 1]``.
        rng: The only source of randomness.

    Returns:
        ``(n,)`` booleans, True for heads.

    Example:
        >>> coin_flips(2, 1.0, np.random.default_rng(0)).tolist()
        [True, True]
    """
    # YOUR CODE HERE
    raise NotImplementedError()
