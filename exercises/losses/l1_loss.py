import numpy as np


def l1_loss(x: np.ndarray, t: np.ndarray, reduction: str = "mean") -> np.ndarray:
    """Measure by how much predictions miss their targets, as absolute differences.

    Every entry costs ``loss_i = |x_i - t_i|``.

    Args:
        x: Predictions, floats in any shape with at least one entry.
        t: Targets, in the shape and dtype of ``x``.
        reduction: ``"mean"`` gives the mean of all ``loss_i`` (one number, whatever the shape of
            ``x``), ``"sum"`` their sum, and ``"none"`` the losses themselves.

    Returns:
        One number, or for ``"none"`` an array in the shape and dtype of ``x``; in the unit of
        ``x``, never negative. Right up to rounding errors of the answer itself.

    Raises:
        ValueError: ``x`` and ``t`` differ in shape (nothing is broadcast), or the reduction is
            unknown.

    Example:
        >>> x, t = np.array([[1.0, 1.0], [1.0, 1.0]]), np.array([[3.0, 3.0], [3.0, 0.0]])
        >>> l1_loss(x, t, reduction="none").tolist()
        [[2.0, 2.0], [2.0, 1.0]]
        >>> float(l1_loss(x, t))
        1.75

    Source:
        Goodfellow, Bengio and Courville, *Deep Learning* (2016), section 6.2.1.2 (mean absolute
        error); the reductions are those of ``torch.nn.L1Loss``.
    """
    # YOUR CODE HERE
    raise NotImplementedError()
