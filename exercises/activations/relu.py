import numpy as np


def relu(x: np.ndarray) -> np.ndarray:
    """Keep the positive numbers and put 0 in the place of the others.

    Each entry becomes ``max(x, 0)``: the rectified linear unit.

    Args:
        x: Floats of any shape and any size; ``inf`` and ``-inf`` too.

    Returns:
        The shape and dtype of ``x``, at least 0, in a new array: ``x`` itself stays as it is.
        ``inf`` at ``inf``, 0 (not nan) at ``-inf``.

    Example:
        >>> relu(np.array([-2.0, 0.0, 3.0])).tolist()
        [0.0, 0.0, 3.0]

    Source:
        Nair and Hinton, *Rectified Linear Units Improve Restricted Boltzmann Machines* (2010).
    """
    # YOUR CODE HERE
    raise NotImplementedError()
