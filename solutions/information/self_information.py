import numpy as np


def self_information(p: np.ndarray, base: float = 2.718281828459045) -> np.ndarray:
    """Measure how much one learns when something of probability p happens.

    ``I(p) = -log(p)``, the logarithm to the given base: ``log_b(z) = log(z) / log(b)``. What is
    certain tells nothing; the rarer the news, the more it tells.

    Args:
        p: Floats of any shape, each a probability of its own, from 0 to 1.
        base: The base of the logarithm, a number above 1. The default is e, which gives nats; 2
            gives bits.

    Returns:
        The shape and dtype of ``p`` (float32 for float32), at least 0: 0 where p is 1, ``inf``
        where p is 0. Each answer is right up to rounding errors of itself.

    Example:
        >>> self_information(np.array([1.0, 0.5, 0.125]), base=2).round(4).tolist()
        [0.0, 1.0, 3.0]
        >>> self_information(np.array([0.5, 0.0])).round(4).tolist()
        [0.6931, inf]

    Source:
        Cover and Thomas, *Elements of Information Theory* (2nd edition, 2006), section 2.1.
    """
    ### BEGIN SOLUTION
    with np.errstate(divide="ignore"):
        nats = np.log(p)  # -inf where p is 0
    # 0 minus the quotient turns log(1) into 0.0 and not -0.0; a Python float keeps float32.
    return 0.0 - nats / float(np.log(base))
    ### END SOLUTION
