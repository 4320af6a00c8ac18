import numpy as np


def cosine_embedding_loss(
    x1: np.ndarray,
    x2: np.ndarray,
    t: np.ndarray,
    margin: float = 0.0,
    reduction: str = "mean",
) -> np.ndarray:
    """Pull pairs of vectors that belong together into one direction, and the others apart.

    With ``cos_n = x1_n . x2_n / (|x1_n| |x2_n|)`` of the vectors in row n, pair n costs
    ``1 - cos_n`` where ``t_n = 1`` (they belong together), and ``max(0, cos_n - margin)`` where
    ``t_n = -1`` (they do not). The lengths of the vectors do not matter.

    Args:
        x1: ``(N, D)`` floats, one vector in each row (N and D at least 1). Each vector is all zeros
            or at least 1e-3 long.
        x2: ``(N, D)`` floats in the dtype of ``x1``, likewise.
        t: ``(N,)`` in the dtype of ``x1``, 1.0 or -1.0 (not 0 and 1).
        margin: A number from -1 to 1 (best from 0 to 0.5). Pairs that do not belong together cost
            nothing up to this cosine; for the others it plays no part.
        reduction: ``"mean"`` gives the mean over the N pairs, ``"sum"`` their sum, and ``"none"``
            the loss of each pair.

    Returns:
        One number, or for ``"none"`` ``(N,)`` in the dtype of ``x1``; each loss is between 0 and 2.
        The cosine with a vector of zeros is 0. Right up to a few rounding errors of 1.

    Raises:
        ValueError: ``x1`` and ``x2`` differ in shape (nothing is broadcast); ``t`` is not of shape
            ``(N,)``; an unknown reduction.

    Example:
        >>> x1 = np.array([[0.3, 0.5, 0.7], [0.3, 0.5, 0.7]])
        >>> x2 = np.array([[0.1, 0.3, 0.5], [0.1, 0.3, 0.5]])
        >>> t = np.array([1.0, -1.0])
        >>> cosine_embedding_loss(x1, x2, t, reduction="none").round(4).tolist()
        [0.0167, 0.9833]
        >>> round(float(cosine_embedding_loss(x1, x2, t, margin=0.5)), 4)  # (0.0167 + 0.4833) / 2
        0.25

    Source:
        Manning, Raghavan and Schuetze, *Introduction to Information Retrieval* (2008), section
        6.3.1 (the cosine); the loss is that of ``torch.nn.CosineEmbeddingLoss``.
    """
    # YOUR CODE HERE
    raise NotImplementedError()
