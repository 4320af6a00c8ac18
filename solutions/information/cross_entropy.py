import numpy as np


def cross_entropy(p: np.ndarray, q: np.ndarray) -> np.ndarray:
    """Measure how surprised one is on average who believes q while the truth is p.

    ``H(p, q) = -sum_k p_k log(q_k)`` over the last axis, with the natural logarithm. An outcome
    with ``p_k = 0`` adds nothing, also where ``q_k = 0``; an outcome with ``q_k = 0 < p_k``, which
    the prediction calls impossible, makes the cross-entropy ``inf``.

    Args:
        p: ``(..., K)`` floats, the true probabilities; they sum to 1 over the last axis, and 0 and
            1 may occur.
        q: The predicted probabilities, in the shape of ``p``, with the same properties.

    Returns:
        ``(...)`` in the dtype of ``p``, nats; one number when ``p`` has one axis. At least 0:
        never below the entropy of p. Right up to a rounding error of 1 or, where that is larger,
        of the answer.

    Raises:
        ValueError: ``p`` and ``q`` have different shapes.

    Example:
        The picture shows a cat, and the model gives 0.7 to cat, 0.2 to dog and 0.1 to horse:

        >>> round(float(cross_entropy(np.array([1.0, 0.0, 0.0]), np.array([0.7, 0.2, 0.1]))), 4)
        0.3567

    Source:
        Goodfellow, Bengio and Courville, *Deep Learning* (2016), section 3.13.
    """
    ### BEGIN SOLUTION
    if p.shape != q.shape:
        raise ValueError(f"p and q must have one shape, but have {p.shape} and {q.shape}")
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = p * np.log(q)  # (..., K); -inf where only q is 0, nan where both are
    return 0.0 - np.where(p > 0, terms, 0.0).sum(axis=-1)
    ### END SOLUTION
