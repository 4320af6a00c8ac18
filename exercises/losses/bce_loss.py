import numpy as np


def bce_loss(
    probs: np.ndarray,
    target: np.ndarray,
    weight: np.ndarray | None = None,
    reduction: str = "mean",
) -> np.ndarray:
    """Measure how badly probabilities predict yes-or-no targets: binary cross-entropy.

    Every entry is a question of its own. With ``p`` the probability given to "yes" it costs

    ``loss_i = -weight_i * (t_i * log(p_i) + (1 - t_i) * log(1 - p_i))``,

    so ``-log(p_i)`` where the target is 1 and ``-log(1 - p_i)`` where it is 0. A logarithm below
    -100, ``log(0)`` included, counts as -100, so that no loss is infinite.

    Args:
        probs: Probabilities in ``[0, 1]``, floats in any shape with at least one entry.
        target: 0.0 or 1.0, in the shape and dtype of ``probs``.
        weight: How much each entry counts: floats of at least 0 in the dtype of ``probs``, in its
            shape or in one that NumPy broadcasts to it, such as ``(K,)`` for ``(N, K)``. None
            means 1 for each.
        reduction: ``"none"`` gives every ``loss_i``, ``"sum"`` their sum, and ``"mean"`` their sum
            divided by the number of entries (not by the sum of the weights).

    Returns:
        One number, or for ``"none"`` an array in the shape and dtype of ``probs``; nats. Right up
        to a rounding error of 1 or, where it is larger, of the answer.

    Raises:
        ValueError: A probability outside ``[0, 1]`` (are these raw scores?); ``probs`` and
            ``target`` differ in shape (nothing is broadcast); a weight that does not broadcast to
            the shape of ``probs``; an unknown reduction.

    Example:
        >>> probs, target = np.array([0.5, 0.25, 0.0]), np.array([1.0, 0.0, 1.0])
        >>> bce_loss(probs, target, reduction="none").round(4).tolist()
        [0.6931, 0.2877, 100.0]
        >>> probs = 1 / (1 + np.exp(-np.array([[1.0, 2.0], [2.0, 2.0], [3.0, 4.0], [4.0, 5.0]])))
        >>> target = np.array([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0], [0.0, 1.0]])
        >>> round(float(bce_loss(probs, target, weight=np.array([1.0, 1.0]))), 4)
        1.4732

    Source:
        Goodfellow, Bengio and Courville, *Deep Learning* (2016), section 6.2.2.2; the weights, the
        limit of -100 and the reductions are those of ``torch.nn.BCELoss``.
    """
    # YOUR CODE HERE
    raise NotImplementedError()
