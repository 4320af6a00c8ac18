import numpy as np


def bce_with_logits_loss(
    logits: np.ndarray,
    target: np.ndarray,
    weight: np.ndarray | None = None,
    pos_weight: np.ndarray | None = None,
    reduction: str = "mean",
) -> np.ndarray:
    """Measure how badly raw scores predict yes-or-no targets.

    This is binary cross-entropy of ``p = sigmoid(z)``, computed from the score ``z`` itself:

    ``loss_i = weight_i * pos_weight_i * log(1 + exp(-z_i))`` where the target is 1, and
    ``loss_i = weight_i * log(1 + exp(z_i))`` where it is 0.

    Written like this it overflows for large scores and rounds small losses to 0; the exercise is
    to compute the same without either.

    Args:
        logits: Scores ``z`` of any size (-1000 too), floats in any shape with at least one entry.
        target: 0.0 or 1.0, in the shape and dtype of ``logits``.
        weight: How much each entry counts: floats of at least 0 in the dtype of ``logits``, in its
            shape or in one that NumPy broadcasts to it, such as ``(K,)`` for ``(N, K)``. None
            means 1 for each.
        pos_weight: The same for the entries whose target is 1 alone, as ``(K,)`` for
            ``(N, K)``; with 100 positive examples and 900 negative ones, 9 evens them out. None
            means 1.
        reduction: ``"none"`` gives every ``loss_i``, ``"sum"`` their sum, and ``"mean"`` their sum
            divided by the number of entries (not by the sum of the weights).

    Returns:
        One number, or for ``"none"`` an array in the shape and dtype of ``logits``; nats. Right up
        to rounding errors of every loss itself, the small ones included: a score of 40 with target
        1, and a score of -40 with target 0, cost 4.2e-18 and not 0.

    Raises:
        ValueError: ``logits`` and ``target`` differ in shape (nothing is broadcast); a ``weight``
            or ``pos_weight`` that does not broadcast to that shape; an unknown reduction.

    Example:
        >>> z, t = np.array([0.0, -1000.0, 1000.0]), np.array([1.0, 1.0, 1.0])
        >>> bce_with_logits_loss(z, t, reduction="none").round(4).tolist()
        [0.6931, 1000.0, 0.0]
        >>> z = np.array([[1.0, 2.0], [2.0, 2.0], [3.0, 4.0], [4.0, 5.0]])
        >>> t = np.array([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0], [0.0, 1.0]])
        >>> round(float(bce_with_logits_loss(z, t)), 4)
        1.4732

    Source:
        Goodfellow, Bengio and Courville, *Deep Learning* (2016), section 6.2.2.2 (the loss as
        softplus of ``(1 - 2 t) z``); weights and reductions are those of
        ``torch.nn.BCEWithLogitsLoss``.
    """
    # YOUR CODE HERE
    raise NotImplementedError()
