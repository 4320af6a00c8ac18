import numpy as np


def perceptron(x: np.ndarray, w: np.ndarray, b: float) -> np.ndarray:
    """Let one artificial neuron decide: it fires when its weighted sum is positive.

    For every example, with D inputs x_1 to x_D,

        s = x_1 * w_1 + ... + x_D * w_D + b

    and the answer is 1.0 (it fires) if ``s > 0``, and 0.0 if ``s <= 0``: a sum of exactly 0 does
    not fire.

    Args:
        x: ``(N, D)`` floats, one example a row. N may be 0.
        w: ``(D,)`` floats, one weight for each input.
        b: The bias, a number: the larger it is, the more easily the perceptron fires.

    Returns:
        ``(N,)`` of 0.0 and 1.0, in the dtype of ``x``.

    Raises:
        ValueError: ``w`` has another length than the rows of ``x``.

    Example:
        >>> x = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
        >>> perceptron(x, np.array([0.5, 0.5]), -0.5).tolist()
        [0.0, 0.0, 0.0, 1.0]

    Source:
        Rosenblatt, *The Perceptron* (1958); Saito, *Deep Learning from Scratch* (2016), sections
        2.1 and 2.3.
    """
    # YOUR CODE HERE
    raise NotImplementedError()
