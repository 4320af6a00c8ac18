import numpy as np


def sigmoid(x: np.ndarray) -> np.ndarray:
    """Squash every number into the interval from 0 to 1.

    Each entry becomes ``1 / (1 + exp(-x))``, which for ``x < 0`` is also
    ``exp(x) / (1 + exp(x))``: two ways to write the same number.

    Args:
        x: Floats of any shape and any size, log-odds in nats; ``inf`` and ``-inf`` too.

    Returns:
        The shape and dtype of ``x``, in ``[0, 1]``: 0.5 at 0, 1 at ``inf``, 0 at ``-inf``. Each
        answer is right up to rounding errors of itself, small ones included: ``sigmoid(-700)`` is
        9.86e-305 and not 0. Only where it is too small for the dtype (x below -708, in float32
        below -87) are its digits lost; at -1000 it is 0.

    Example:
        >>> sigmoid(np.array([0.0, np.log(3.0), -np.log(3.0)])).round(2).tolist()
        [0.5, 0.75, 0.25]

    Source:
        Goodfellow, Bengio and Courville, *Deep Learning* (2016), section 3.10.
    """
    ### BEGIN SOLUTION
    # 1 / (1 + exp(-x)) where x >= 0 and exp(x) / (1 + exp(x)) elsewhere, written as one: no
    # exponent is above 0, so nothing overflows.
    return np.exp(np.minimum(x, 0.0)) / (1.0 + np.exp(-np.abs(x)))
    ### END SOLUTION
