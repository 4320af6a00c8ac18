import numpy as np


def xor_gate(x1: np.ndarray, x2: np.ndarray) -> np.ndarray:
    """Fire when exactly one of the inputs is 1.

        x1  x2   answer
        0   0    0.0
        0   1    1.0
        1   0    1.0
        1   1    0.0

    No single perceptron can do this: no straight line separates the two answers. Two layers can: in
    the first, an OR and a NAND look at the inputs; in the second, an AND looks at their answers.

    Args:
        x1: Zeros and ones, floats or integers, of any shape.
        x2: The same, of the shape of ``x1``.

    Returns:
        The shape of ``x1``, 0.0 and 1.0, always float64, whatever the inputs' dtypes.

    Raises:
        ValueError: ``x1`` and ``x2`` differ in shape; nothing is broadcast.

    Example:
        >>> xor_gate(np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1])).tolist()
        [0.0, 1.0, 1.0, 0.0]

    Source:
        Minsky and Papert, *Perceptrons* (1969); Saito, *Deep Learning from Scratch* (2016),
        sections 2.4 and 2.5.
    """
    # YOUR CODE HERE
    raise NotImplementedError()
