import numpy as np


def soft_margin_loss(x: np.ndarray, t: np.ndarray, reduction: str = "mean") -> np.ndarray:
    """Measure how far scores lie on the wrong side, for targets of -1 and 1: the logistic loss.

    Every entry costs ``loss_i = log(1 + exp(-t_i * x_i))``. Written like this it overflows for a
    score of 1000 on the wrong side and rounds the small losses of the right side to 0; the
    exercise is to compute the same without either.

    Args:
        x: Scores of any size (-1000 too), floats in any shape with at least one entry.
        t: Targets -1.0 or 1.0 (not 0 and 1), in the shape and dtype of ``x``.
        reduction: ``"mean"`` gives the mean of all ``loss_i`` (one number, whatever the shape of
            ``x``), ``"sum"`` their sum, and ``"none"`` the losses themselves.

    Returns:
        One number, or for ``"none"`` an array in the shape and dtype of ``x``; nats. Right up to
        rounding errors of every loss itself, the small ones included: a score of 40 with target 1
        costs 4.2e-18 and not 0.

    Raises:
        ValueError: ``x`` and ``t`` differ in shape (nothing is broadcast), or the reduction is
            unknown.

    Example:
        >>> x, t = np.array([[0.3, 0.7], [0.5, 0.5]]), np.array([[-1.0, 1.0], [1.0, -1.0]])
        >>> soft_margin_loss(x, t, reduction="none").round(4).tolist()
        [[0.8544, 0.4032], [0.4741, 0.9741]]
        >>> float(soft_margin_loss(np.array([-1000.0]), np.array([1.0])))
        1000.0

    Source:
        Hastie, Tibshirani and Friedman, *The Elements of Statistical Learning* (2009), section
        10.6 (binomial deviance); the reductions are those of ``torch.nn.SoftMarginLoss``.
    """
    # YOUR CODE HERE
    raise NotImplementedError()
