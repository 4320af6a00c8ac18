import numpy as np


def nll_loss(
    log_probs: np.ndarray,
    target: np.ndarray,
    weight: np.ndarray | None = None,
    ignore_index: int = -100,
    reduction: str = "mean",
) -> np.ndarray:
    """Pick the log-probabilities of the right classes and return their weighted negative.

    Example n, whose right class is ``t = target[n]``, costs
    ``loss_n = -weight[t] * log_probs[n, t]``. No logarithm is taken here: it has been taken
    already, and the numbers are used as they come. An ignored example costs 0 and counts nowhere.

    Args:
        log_probs: ``(N, K)`` floats, usually log-probabilities (at most 0), but any numbers will
            do. ``-inf`` (the logarithm of 0) costs inf where it stands at the right class of an
            example that counts, and does no harm anywhere else.
        target: ``(N,)`` integers, the right classes ``0 .. K-1``, or ``ignore_index``.
        weight: ``(K,)`` floats of at least 0, in the dtype of ``log_probs``: how much each class
            counts. None means 1 for each. (No ``-inf`` is met with a weight of 0.)
        ignore_index: Examples with this target are ignored. Any integer; it may be a class.
        reduction: ``"none"`` gives every ``loss_n``, ``"sum"`` their sum, and ``"mean"`` their sum
            divided by the sum of ``weight[target[n]]`` over the examples that are not ignored
            (their number, where there are no weights).

    Returns:
        One number, or for ``"none"`` ``(N,)`` in the dtype of ``log_probs``. ``"mean"`` is nan when
        every example is ignored or the weights that count sum to 0. Right up to a rounding error
        of 1 or, where they are larger, of the answer and of the terms of the sum.

    Raises:
        ValueError: An unknown reduction; a ``target`` that is not of shape ``(N,)``, one with a
            number outside ``0 .. K-1`` that is not ``ignore_index`` (-1 is no class). For targets
            an ``IndexError`` does as well.

    Example:
        >>> log_probs = np.array([[1.0, 2.0], [1.0, 3.0], [1.0, 3.0]])
        >>> round(float(nll_loss(log_probs, np.array([0, 1, 1]))), 4)  # -(1 + 3 + 3) / 3
        -2.3333
        >>> weight = np.array([1.0, 2.0])
        >>> nll_loss(log_probs, np.array([0, 1, -100]), weight, reduction="none").tolist()
        [-1.0, -6.0, 0.0]

    Source:
        Goodfellow, Bengio and Courville, *Deep Learning* (2016), section 6.2.1.1; weights and
        reductions are those of ``torch.nn.NLLLoss``.
    """
    # YOUR CODE HERE
    raise NotImplementedError()
