import numpy as np


def mse_loss(x: np.ndarray, t: np.ndarray, reduction: str = "mean") -> np.ndarray:
    """Measure by how much predictions miss their targets, as squared differences.

    Every entry costs ``loss_i = (x_i - t_i)**2``. (There is no factor of one half.)

    Args:
        x: Predictions, floats in any shape with at least one entry.
        t: Targets, in the shape and dtype of ``x``.
        reduction: ``"mean"`` gives the mean of all ``loss_i`` (one number, whatever the shape of
            ``x``), ``"sum"`` their sum, and ``"none"`` the losses themselves.

    Returns:
        One number, or for ``"none"`` an array in the shape and dtype of ``x``; never negative.
        Right up to rounding errors of the answer itself and of ``x - t``.

    Raises:
        ValueError: ``x`` and ``t`` differ in shape (nothing is broadcast), or the reduction is
            unknown.

    Example:
        >>> x, t = np.array([[1.0, 1.0], [1.0, 1.0]]), np.array([[3.0, 3.0], [3.0, 0.0]])
        >>> mse_loss(x, t, reduction="none").tolist()
        [[4.0, 4.0], [4.0, 1.0]]
        >>> float(mse_loss(x, t))
        3.25

    Source:
        Goodfellow, Bengio and Courville, *Deep Learning* (2016), sections 5.1.4 and 5.5.1; the
        reductions are those of ``torch.nn.MSELoss``.
    """
    # YOUR CODE HERE
    raise NotImplementedError()
