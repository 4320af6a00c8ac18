import numpy as np


def nand_gate(x1: np.ndarray, x2: np.ndarray) -> np.ndarray:
    """Fire unless both inputs are 1.

        x1  x2   answer
        0   0    1.0
        0   1    1.0
        1   0    1.0
        1   1    0.0

    One perceptron does it: the answer is 1.0 where ``w1 * x1 + w2 * x2 + b > 0``, for two weights
    and a bias that you choose.

    Args:
        x1: Zeros and ones, floats or integers, of any shape.
        x2: The same, of the shape of ``x1``.

    Returns:
        The shape of ``x1``, 0.0 and 1.0, always float64, whatever the inputs' dtypes.

    Raises:
        ValueError: ``x1`` and ``x2`` differ in shape; nothing is broadcast.

    Example:
        >>> nand_gate(np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1])).tolist()
        [1.0, 1.0, 1.0, 0.0]

    Source:
        McCulloch and Pitts, *A Logical Calculus of the Ideas Immanent in Nervous Activity* (1943);
        Saito, *Deep Learning from Scratch* (2016), sections 2.2 and 2.3.
    """
    ### BEGIN SOLUTION
    bits = np.stack([x1, x2], axis=-1)  # (..., 2); refuses shapes that differ
    # Weights of -1 and a bias of 2: both inputs together bring the sum down to exactly 0.
    return (2 - bits.sum(axis=-1) > 0).astype(np.float64)
    ### END SOLUTION
