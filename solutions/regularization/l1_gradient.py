import numpy as np


def l1_gradient(dW: np.ndarray, W: np.ndarray, lam: float, num_examples: int) -> np.ndarray:
    """Add the gradient of the L1 penalty to the gradient of the data.

    The penalty ``lam / N * sum |w|`` over all entries of ``W`` is added to the loss, so every entry
    of the gradient becomes

        dW + lam / N * sign(W)

    with the sign 1 for a positive weight, -1 for a negative one and 0 for a weight of exactly 0,
    where ``|w|`` has a corner and PyTorch takes the slope 0 as well. The pull towards 0 is equally
    strong for small and large weights, which is why L1 makes weights exactly 0.

    Args:
        dW: Floats of any shape, the gradient of the mean loss over the examples with respect to
            ``W``.
        W: The weights, floats in the shape of ``dW``.
        lam: The strength of the penalty, a number of at least 0.
        num_examples: N, the number of examples, an integer of at least 1.

    Returns:
        The gradient of loss and penalty together, in the shape and dtype of ``dW``; a new array.

    Raises:
        ValueError: ``dW`` and ``W`` have different shapes.

    Example:
        >>> dW, W = np.array([1.0, 1.0, 1.0]), np.array([4.0, -2.0, 0.0])
        >>> l1_gradient(dW, W, 0.5, 2).tolist()
        [1.25, 0.75, 1.0]

    Source:
        Goodfellow, Bengio and Courville, *Deep Learning* (2016), section 7.1.2; with the factor
        ``lam / N`` of Nielsen, *Neural Networks and Deep Learning* (2015), chapter 3, equation 96.
    """
    ### BEGIN SOLUTION
    if dW.shape != W.shape:
        raise ValueError(f"dW and W must have one shape, not {dW.shape} and {W.shape}")
    return dW + lam / num_examples * np.sign(W)
    ### END SOLUTION
