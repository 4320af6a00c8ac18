import numpy as np


def cross_entropy_loss(
    logits: np.ndarray,
    target: np.ndarray,
    weight: np.ndarray | None = None,
    ignore_index: int = -100,
    reduction: str = "mean",
) -> np.ndarray:
    """Measure how badly scores predict the right classes.

    Example n, whose right class is ``t = target[n]``, costs

    ``loss_n = weight[t] * (log(sum_k exp(logits[n, k])) - logits[n, t])``,

    the negative logarithm of the probability that softmax gives to the right class, times that
    class's weight. An ignored example costs 0 and counts nowhere.

    Args:
        logits: ``(N, K)`` finite floats, raw scores (not yet probabilities) of any size.
        target: ``(N,)`` integers, the right classes ``0 .. K-1``, or ``ignore_index``.
        weight: ``(K,)`` floats of at least 0, in the dtype of ``logits``: how much each class
            counts. None means 1 for each.
        ignore_index: Examples with this target are ignored. Any integer; it may be a class.
        reduction: ``"none"`` gives every ``loss_n``, ``"sum"`` their sum, and ``"mean"`` their sum
            divided by the sum of ``weight[target[n]]`` over the examples that are not ignored
            (their number, where there are no weights).

    Returns:
        One number, or for ``"none"`` ``(N,)`` in the dtype of ``logits``; nats. ``"mean"`` is nan
        when every example is ignored or the weights that count sum to 0. Scores of 1000 must not
        overflow. Right up to a rounding error of 1 or, where they are larger, of the answer and
        of the scores.

    Raises:
        ValueError: An unknown reduction; a ``target`` that is not of shape ``(N,)``, one with a
            number outside ``0 .. K-1`` that is not ``ignore_index`` (-1 is no class). For targets
            an ``IndexError`` does as well.

    Example:
        >>> logits = np.array([[1.0, 2.0], [1.0, 3.0], [1.0, 3.0]])
        >>> round(float(cross_entropy_loss(logits, np.array([0, 1, 1]))), 4)
        0.5224
        >>> cross_entropy_loss(logits, np.array([0, 1, -100]), reduction="none").round(4).tolist()
        [1.3133, 0.1269, 0.0]

    Source:
        Goodfellow, Bengio and Courville, *Deep Learning* (2016), section 6.2.2.3; the reductions
        are those of ``torch.nn.CrossEntropyLoss``.
    """
    ### BEGIN SOLUTION
    if reduction not in ("mean", "sum", "none"):
        raise ValueError(f"reduction must be 'mean', 'sum' or 'none', not {reduction!r}")
    examples, _ = logits.shape
    if target.shape != (examples,):
        raise ValueError(f"targets {target.shape} do not fit logits {logits.shape}")
    counts = target != ignore_index  # (N,)
    if np.any(counts & (target < 0)):
        # NumPy would count these from the end; too large ones it refuses with an IndexError.
        raise ValueError(f"a target is negative and not {ignore_index}")

    # An ignored example looks up class 0, and whatever it finds there counts 0 times.
    label = target * counts
    weights = counts if weight is None else counts * weight[label]  # (N,)
    shifted = logits - logits.max(axis=1, keepdims=True)  # (N, K), at most 0
    losses = np.log(np.exp(shifted).sum(axis=1)) - shifted[np.arange(examples), label]
    losses = weights * losses  # (N,)
    if reduction == "none":
        return losses
    if reduction == "sum":
        return losses.sum()
    with np.errstate(invalid="ignore"):  # 0 / 0 is the nan that was promised
        return losses.sum() / weights.sum()
    ### END SOLUTION
