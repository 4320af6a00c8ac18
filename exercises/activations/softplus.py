import numpy as np


def softplus(x: np.ndarray) -> np.ndarray:
    """Round off the corner of ReLU.

    Each entry becomes ``log(1 + exp(x))``, the function whose derivative is the sigmoid.

    Args:
        x: Floats of any shape and any size; ``inf`` and ``-inf`` too.

    Returns:
        The shape and dtype of ``x``, at least 0: ``log(2)`` at 0, ``inf`` at ``inf``, 0 at
        ``-inf``. Each answer is right up to rounding errors of itself, however large ``|x|`` is:
        ``softplus(1000)`` is 1000 and not ``inf``, ``softplus(-40)`` is 4.2e-18 and not 0. (It is
        ``exp(x)`` far to the left: only where that is too small for the dtype, x below -708, in
        float32 below -87, are its digits lost; at -1000 it is 0.) No answer is replaced by x while
        it still differs from it: at 20 the difference is 2e-9.

    Example:
        >>> softplus(np.array([0.0, np.log(3.0), 1000.0])).round(4).tolist()
        [0.6931, 1.3863, 1000.0]

    Source:
        Dugas, Bengio, Belisle, Nadeau and Garcia, *Incorporating Second-Order Functional Knowledge
        for Better Option Pricing* (2001), section 3.
    """
    # YOUR CODE HERE
    raise NotImplementedError()
