import numpy as np


def margin_ranking_loss(
    x1: np.ndarray,
    x2: np.ndarray,
    t: np.ndarray,
    margin: float = 0.0,
    reduction: str = "mean",
) -> np.ndarray:
    """Charge pairs of scores that stand in the wrong order.

    A pair costs ``max(0, -t * (x1 - x2) + margin)``. Where ``t`` is 1, ``x1`` should be the larger
    of the two; where it is -1, ``x2`` should be. A pair in the right order costs nothing if the
    scores are at least ``margin`` apart.

    The three arrays are broadcast against one another by NumPy's rules: arrays of one shape are
    taken entry by entry, while columns ``(N, 1)`` of scores against ``(N,)`` targets give a table
    ``(N, N)`` of losses.

    Args:
        x1: Floats in any shape with at least one entry.
        x2: Floats in the dtype of ``x1``, in a shape that broadcasts with the others.
        t: 1.0 or -1.0 in the dtype of ``x1``, in a shape that broadcasts with the others.
        margin: A number of at least 0.
        reduction: ``"none"`` gives all the losses in the broadcast shape, ``"sum"`` their sum and
            ``"mean"`` their mean (over every entry of that shape).

    Returns:
        One number, or for ``"none"`` an array in the broadcast shape and the dtype of ``x1``. Right
        up to rounding errors of 1 and of the scores.

    Raises:
        ValueError: The shapes cannot be broadcast, or the reduction is unknown.

    Example:
        >>> x1, x2 = np.array([[1.0], [2.0], [3.0]]), np.array([[2.0], [2.0], [2.0]])
        >>> t = np.array([1.0, 1.0, -1.0])
        >>> margin_ranking_loss(x1, x2, t, reduction="none").tolist()
        [[1.0, 1.0, 0.0], [0.0, 0.0, 0.0], [0.0, 0.0, 1.0]]
        >>> float(margin_ranking_loss(x1[:, 0], x2[:, 0], t, margin=0.5))  # (1.5 + 0.5 + 1.5) / 3
        1.1666666666666667

    Source:
        Herbrich, Graepel and Obermayer, *Large margin rank boundaries for ordinal regression*
        (2000); the formula is that of ``torch.nn.MarginRankingLoss``.
    """
    # YOUR CODE HERE
    raise NotImplementedError()
