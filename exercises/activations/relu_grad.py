import numpy as np


def relu_grad(x: np.ndarray) -> np.ndarray:
    """Give the slope of ReLU at every number.

    ReLU is ``max(x, 0)``; its derivative is 1 where ``x > 0`` and 0 where ``x < 0``. At 0 itself
    there is a kink and no derivative; as everywhere in deep learning, the answer there is 0.

    Args:
        x: Floats of any shape and any size: what goes into ReLU. ``inf`` and ``-inf`` too.

    Returns:
        The shape and dtype of ``x`` (float32 for float32), every entry 0.0 or 1.0: floats, neither
        booleans nor integers. 0.0 at 0.

    Example:
        >>> relu_grad(np.array([-2.0, 0.0, 3.0])).tolist()
        [0.0, 0.0, 1.0]

    Source:
        Goodfellow, Bengio and Courville, *Deep Learning* (2016), section 6.3.
    """
    # YOUR CODE HERE
    raise NotImplementedError()
