import numpy as np


def step(x: np.ndarray) -> np.ndarray:
    """Say 1 where a number is positive and 0 everywhere else.

    Each entry becomes ``1.0`` where ``x > 0`` and ``0.0`` where ``x <= 0``: a neuron that fires or
    does not. Zero itself is not positive.

    Args:
        x: Floats of any shape and any size; ``inf`` and ``-inf`` too.

    Returns:
        The shape and dtype of ``x`` (float32 for float32), every entry 0.0 or 1.0: floats, neither
        booleans nor integers. 0.0 at 0.

    Example:
        >>> step(np.array([-2.0, 0.0, 0.5])).tolist()
        [0.0, 0.0, 1.0]

    Source:
        McCulloch and Pitts, *A Logical Calculus of the Ideas Immanent in Nervous Activity* (1943).
    """
    # YOUR CODE HERE
    raise NotImplementedError()
