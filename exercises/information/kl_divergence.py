import numpy as np


def kl_divergence(p: np.ndarray, q: np.ndarray) -> np.ndarray:
    """Measure how far a predicted distribution q is from the true distribution p.

    ``D(p || q) = sum_k p_k log(p_k / q_k)`` over the last axis, with the natural logarithm. It is
    what remains when the entropy of p is taken from the cross-entropy of p and q. An outcome with
    ``p_k = 0`` adds nothing, also where ``q_k = 0``; an outcome with ``q_k = 0 < p_k``, which the
    prediction calls impossible, makes the divergence ``inf``.

    Args:
        p: ``(..., K)`` floats, the true probabilities; they sum to 1 over the last axis, and 0 and
            1 may occur.
        q: The predicted probabilities, in the shape of ``p``, with the same properties.

    Returns:
        ``(...)`` in the dtype of ``p``, nats; one number when ``p`` has one axis. At least 0, up
        to rounding, and 0 where the distributions are equal. Right up to a rounding error of 1 or,
        where that is larger, of the answer.

    Raises:
        ValueError: ``p`` and ``q`` have different shapes.

    Example:
        The picture shows a cat, and the model gives 0.7 to cat, 0.2 to dog and 0.1 to horse:

        >>> round(float(kl_divergence(np.array([1.0, 0.0, 0.0]), np.array([0.7, 0.2, 0.1]))), 4)
        0.3567

    Source:
        Cover and Thomas, *Elements of Information Theory* (2nd edition, 2006), section 2.3.
    """
    # YOUR CODE HERE
    raise NotImplementedError()
